import { inTransaction } from '@portal/db/transaction.ts'
import type { Dependencies } from '../app-env.ts'
import { goRound } from '../jobs/go-round.ts'
import { aroundHold, type HoldRow, holdColumns } from './hold-columns.ts'
import { releaseLocked } from './keep-hold.ts'

/**
 * Releases the holds whose moment has come, and offers what was left of them to who waits: in one transaction per offering, so that
 * after a crash either both happened or neither, and the next round does it. Under the lock of the offering a hold is looked at
 * again: of several processes one releases it, the others find nothing to do. One offering that fails does not keep the others
 * waiting. A hold that was released stays so, whatever the clock does afterwards.
 * @returns how many holds were released
 * @throws Error after all others were done, when one failed
 */
export async function releaseHolds(deps: Dependencies, isStopping = () => false): Promise<number> {
  const m = deps.municipality.id
  const due = await deps.db.sql<{ id: string }>`
    SELECT DISTINCT offering_id AS id FROM place_hold
    WHERE municipality_id = ${m} AND released_at IS NULL AND until <= ${deps.clock()} ORDER BY 1`
  let released = 0
  const ids = due.map(({ id }) => id)
  await goRound(deps, ids, isStopping, async (id) => {
    released += await releaseDue(deps, id)
    return true
  })
  return released
}

async function releaseDue(deps: Dependencies, offeringId: string): Promise<number> {
  return inTransaction(deps.db, async (tx) => {
    const m = deps.municipality.id
    await tx.sql`SELECT 1 FROM offering WHERE municipality_id = ${m} AND id = ${offeringId} FOR NO KEY UPDATE`
    const holds = await tx.sql<HoldRow>`
      SELECT ${holdColumns} FROM ${aroundHold}
      WHERE h.municipality_id = ${m} AND h.offering_id = ${offeringId} AND h.released_at IS NULL AND h.until <= ${deps.clock()}
      ORDER BY h.id`
    if (holds.length === 0) return 0
    const offered = await releaseLocked(deps, tx, null, offeringId, holds)
    deps.log.info({ event: 'holds-released', offering: offeringId, holds: holds.length, offered })
    return holds.length
  })
}

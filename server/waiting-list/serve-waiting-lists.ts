import { inTransaction } from '@portal/db/transaction.ts'
import type { Dependencies } from '../app-env.ts'
import { goRound } from '../jobs/go-round.ts'
import { offerFreedPlaces } from './offer-freed-place.ts'
import { sendOfferLettersSoon } from './send-offer-letters.ts'

/**
 * Goes round all offerings where a place is free while children wait, and offers it to whom it fits. Most places are offered
 * in the transaction that frees them; this mends what a crash between two transactions left, and serves those for whom a place
 * came to fit by other ways (another school, a cancelled activity, a new timetable). One transaction per offering, each under
 * the same advisory lock: of several processes one goes round, the others leave it to that one.
 * @returns false when another process was at it
 * @throws Error after all others were served, when an offering failed
 */
export async function serveWaitingLists(deps: Dependencies, isStopping = () => false): Promise<boolean> {
  const m = deps.municipality.id
  const rows = await deps.db.sql<{ id: string }>`
    SELECT id FROM offering WHERE municipality_id = ${m} AND status = 'published'
      AND waiting > 0 AND taken < capacity AND last_date >= (${deps.clock()}::timestamptz AT TIME ZONE 'UTC')::date - 1 ORDER BY id`
  const ids = rows.map(({ id }) => id)
  const isWhole = await goRound(deps, ids, isStopping, (id) =>
    inTransaction(deps.db, async (tx) => {
      const [lock] = await tx.sql<{ held: boolean }>`
          SELECT pg_try_advisory_xact_lock(hashtextextended(${`waiting lists of ${m}`}, 0)) AS held`
      if (!lock?.held) return false
      const { offered } = await offerFreedPlaces(deps, tx, id, deps.clock())
      if (offered.length > 0)
        deps.log.info({ event: 'waiting-list-served', offering: id, offered: offered.length })
      return true
    }),
  )
  sendOfferLettersSoon(deps)
  return isWhole
}

import type { Transaction } from '@portal/db/transaction.ts'
import type { Dependencies } from '../app-env.ts'
import { forgetInLog } from './forget-in-log.ts'

/** Removes children with all that is kept of them, also what the log tells. They are locked (lock-children.ts), and enrolled nowhere. */
export async function eraseChildren(
  deps: Pick<Dependencies, 'municipality'>,
  tx: Transaction,
  childIds: readonly string[],
): Promise<void> {
  const m = deps.municipality.id
  const ids = [...childIds]
  const about = await tx.sql<{ id: string }>`
    SELECT id FROM invitation WHERE municipality_id = ${m} AND child_id = ANY (${ids}::uuid[])
    UNION ALL SELECT id FROM claim_code WHERE municipality_id = ${m} AND child_id = ANY (${ids}::uuid[])`
  await forgetInLog(
    deps,
    tx,
    ids,
    about.map(({ id }) => id),
  )
  await tx.sql`
    DELETE FROM enrolment_history WHERE municipality_id = ${m} AND enrolment_id IN (
      SELECT id FROM enrolment WHERE municipality_id = ${m} AND child_id = ANY (${ids}::uuid[]))`
  await tx.sql`DELETE FROM enrolment WHERE municipality_id = ${m} AND child_id = ANY (${ids}::uuid[])`
  // Guardianships, invitations, codes, looks and the pupil's row go along.
  await tx.sql`DELETE FROM child WHERE municipality_id = ${m} AND id = ANY (${ids}::uuid[])`
}

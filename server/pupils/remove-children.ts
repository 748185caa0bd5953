import type { Transaction } from '@portal/db/transaction.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { offerFreedPlaces } from '../waiting-list/offer-freed-place.ts'
import { isClaimed } from './queries.ts'

/** Removing comes to an end soon: each time a child was being enrolled or claimed meanwhile. */
export const mostTries = 8

/** Somebody became guardian, or the last one left, between the look and the lock: decide again. Rolls back. */
export class ClaimedMeanwhile extends Error {}

/**
 * Ends all live enrolments of children without a family who are being removed, serves the waiting lists behind them, and removes the
 * children with all that is kept of them. Locks the offerings, then the children (and `alsoLock`), each in the order of ids, as
 * whoever enrols does. Answers false, with nothing changed, when one of them was enrolled between the two.
 * @throws ClaimedMeanwhile
 */
export async function removeUnclaimed(
  deps: Dependencies,
  tx: Transaction,
  actor: Actor,
  childIds: readonly string[],
  alsoLock: readonly string[] = [],
): Promise<boolean> {
  const m = deps.municipality.id
  const ids = [...childIds]
  const offerings = await tx.sql<{ id: string }>`
    SELECT o.id FROM offering o
    WHERE o.municipality_id = ${m} AND o.id IN (
      SELECT e.offering_id FROM enrolment e WHERE e.municipality_id = o.municipality_id AND e.child_id = ANY (${ids}::uuid[])
      UNION
      SELECT i.offering_id FROM offering_invitation i
      WHERE i.municipality_id = o.municipality_id AND i.child_id = ANY (${ids}::uuid[]))
    ORDER BY o.id FOR NO KEY UPDATE`
  await tx.sql`
    SELECT 1 FROM child WHERE municipality_id = ${m} AND id = ANY (${[...ids, ...alsoLock]}::uuid[]) ORDER BY id FOR UPDATE`
  // A claim inserts a guardianship, whose foreign key needs the child's row: from here on none can come in.
  const [claimed] = await tx.sql`
    SELECT 1 FROM child c WHERE c.municipality_id = ${m} AND c.id = ANY (${ids}::uuid[]) AND ${isClaimed} LIMIT 1`
  if (claimed) throw new ClaimedMeanwhile('Somebody became guardian meanwhile.')
  const [missed] = await tx.sql`
    SELECT 1 FROM enrolment WHERE municipality_id = ${m} AND child_id = ANY (${ids}::uuid[])
      AND offering_id <> ALL (${offerings.map(({ id }) => id)}::uuid[])`
  if (missed) return false
  await tx.sql`
    UPDATE enrolment SET status = 'withdrawn', offered_until = NULL, changed_at = ${deps.clock()},
      changed_by = ${actor.accountId}, change_reason = 'child removed by school'
    WHERE municipality_id = ${m} AND child_id = ANY (${ids}::uuid[])
      AND status IN ('wished', 'placed', 'waitlisted', 'offered', 'awaiting_consent')`
  for (const { id } of offerings) await offerFreedPlaces(deps, tx, id, deps.clock())
  // A family that had the child before may have left its names and homes in the log (families/forget-in-log.ts, for many).
  await tx.sql`
    UPDATE change_log SET before = NULL, after = NULL
    WHERE municipality_id = ${m} AND (subject_id = ANY (${ids}::uuid[])
      OR subject_id IN (SELECT id FROM invitation WHERE municipality_id = ${m} AND child_id = ANY (${ids}::uuid[]))
      OR before->>'childId' = ANY (${ids}::text[]) OR after->>'childId' = ANY (${ids}::text[]))`
  await tx.sql`
    DELETE FROM enrolment_history WHERE municipality_id = ${m} AND enrolment_id IN (
      SELECT id FROM enrolment WHERE municipality_id = ${m} AND child_id = ANY (${ids}::uuid[]))`
  await tx.sql`DELETE FROM enrolment WHERE municipality_id = ${m} AND child_id = ANY (${ids}::uuid[])`
  await tx.sql`DELETE FROM child WHERE municipality_id = ${m} AND id = ANY (${ids}::uuid[])`
  return true
}

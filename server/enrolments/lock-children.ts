import type { Transaction } from '@portal/db/transaction.ts'
import type { Dependencies } from '../app-env.ts'

/**
 * Locks everything that hangs on children who go, or become one: first the offerings in which they are or were enrolled, or to
 * which they are invited, then the children (and `alsoLock`), each in the order of ids, as whoever enrols does. Answers the
 * offerings; null when one of them was enrolled between the two: end the transaction with nothing changed, and begin again.
 */
export async function lockChildren(
  { municipality }: Pick<Dependencies, 'municipality'>,
  tx: Transaction,
  childIds: readonly string[],
  alsoLock: readonly string[] = [],
): Promise<string[] | null> {
  const m = municipality.id
  const ids = [...childIds]
  const rows = await tx.sql<{ id: string }>`
    SELECT o.id FROM offering o
    WHERE o.municipality_id = ${m} AND o.id IN (
      SELECT e.offering_id FROM enrolment e WHERE e.municipality_id = o.municipality_id AND e.child_id = ANY (${ids}::uuid[])
      UNION
      SELECT i.offering_id FROM offering_invitation i
      WHERE i.municipality_id = o.municipality_id AND i.child_id = ANY (${ids}::uuid[]))
    ORDER BY o.id FOR NO KEY UPDATE`
  const offerings = rows.map(({ id }) => id)
  // Not only NO KEY: a guardianship points to the child, so from here on nobody becomes a guardian either.
  await tx.sql`
    SELECT 1 FROM child WHERE municipality_id = ${m} AND id = ANY (${[...ids, ...alsoLock]}::uuid[]) ORDER BY id FOR UPDATE`
  const [missed] = await tx.sql`
    SELECT 1 FROM enrolment WHERE municipality_id = ${m} AND child_id = ANY (${ids}::uuid[])
      AND offering_id <> ALL (${offerings}::uuid[])`
  return missed ? null : offerings
}

import type { Transaction } from '@portal/db/transaction.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'

/**
 * Locks an own offering, and with it those where a child waits or was offered a place for which it would give up its place here: when
 * that place moves or ends, what the other claims of the child's time follows. In the order of ids, as everybody locks offerings.
 */
export async function lockWithSwaps(
  { municipality }: Pick<Dependencies, 'municipality'>,
  tx: Transaction,
  actor: Actor,
  id: string,
): Promise<void> {
  const m = municipality.id
  await tx.sql`
    SELECT 1 FROM offering o WHERE o.municipality_id = ${m}
      AND (o.id = ${id} OR o.id IN (
        SELECT x.offering_id FROM enrolment e
        JOIN enrolment x ON x.municipality_id = e.municipality_id AND x.gives_up = e.id
        WHERE e.municipality_id = ${m} AND e.offering_id = ${id}))
      AND EXISTS (SELECT 1 FROM offering own JOIN activity a ON a.municipality_id = own.municipality_id AND a.id = own.activity_id
        WHERE own.municipality_id = ${m} AND own.id = ${id} AND a.provider_id = ANY (${actor.providerIds}::uuid[]))
    ORDER BY o.id FOR NO KEY UPDATE OF o`
}

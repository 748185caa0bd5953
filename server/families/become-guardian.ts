import type { Transaction } from '@portal/db/transaction.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'

/** More than any family has; it stops a script from filling the table. */
const mostChildren = 20

/**
 * Makes an account guardian of a child; to be it already is no error. Locks the account, so that nobody gets past the limit by
 * several ways at the same moment.
 * @throws Problem limit-reached
 */
export async function becomeGuardian(
  deps: Dependencies,
  tx: Transaction,
  accountId: string,
  childId: string,
): Promise<void> {
  const m = deps.municipality.id
  await tx.sql`SELECT 1 FROM account WHERE municipality_id = ${m} AND id = ${accountId} FOR NO KEY UPDATE`
  const [others] = await tx.sql<{ count: number }>`
    SELECT count(*)::integer AS count FROM guardianship
    WHERE municipality_id = ${m} AND account_id = ${accountId} AND child_id <> ${childId}`
  if ((others?.count ?? 0) >= mostChildren)
    throw new Problem('limit-reached', { facts: { most: mostChildren } })
  await tx.sql`
    INSERT INTO guardianship (municipality_id, account_id, child_id, created_at)
    VALUES (${m}, ${accountId}, ${childId}, ${deps.clock()}) ON CONFLICT DO NOTHING`
}

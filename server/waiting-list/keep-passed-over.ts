import type { Transaction } from '@portal/db/transaction.ts'
import type { Refusal } from '@portal/shared/problem.ts'
import type { Dependencies } from '../app-env.ts'

/**
 * Keeps why children were passed over: the last reason only. The same reason again writes nothing, so that a round of every minute
 * leaves no trace, and `since` says from when on it stood in the way.
 */
export async function keepPassedOver(
  { municipality }: Pick<Dependencies, 'municipality'>,
  tx: Transaction,
  passed: readonly { enrolmentId: string; reason: Refusal }[],
  now: Date,
): Promise<void> {
  if (passed.length === 0) return
  const rows = passed.map(({ enrolmentId, reason }) => ({
    id: enrolmentId,
    code: reason.code,
    facts: reason.facts,
  }))
  await tx.sql`
    INSERT INTO passed_over AS p (municipality_id, enrolment_id, code, facts, since)
    SELECT ${municipality.id}, r.id, r.code, r.facts, ${now}
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r (id uuid, code text, facts jsonb)
    ON CONFLICT (municipality_id, enrolment_id) DO UPDATE SET code = excluded.code, facts = excluded.facts, since = excluded.since
    WHERE (p.code, p.facts) IS DISTINCT FROM (excluded.code, excluded.facts)`
}

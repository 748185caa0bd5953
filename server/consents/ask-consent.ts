import type { Transaction } from '@portal/db/transaction.ts'
import { newId } from '@portal/shared/ids.ts'
import type { Dependencies } from '../app-env.ts'
import { hashOfToken } from '../http/session.ts'
import { consentToken } from './consent-token.ts'

/**
 * Writes down whom to ask for consent to these enrolments: every guardian with a mail address, in the transaction that makes the
 * enrolments. The letters go afterwards, from these rows (send-consent-letters.ts). Two queries, whatever the number.
 */
export async function askConsent(
  { municipality, clock, settings }: Pick<Dependencies, 'municipality' | 'clock' | 'settings'>,
  tx: Transaction,
  enrolmentIds: readonly string[],
): Promise<void> {
  if (enrolmentIds.length === 0) return
  const m = municipality.id
  const now = clock()
  const guardians = await tx.sql<{ enrolmentId: string; accountId: string }>`
    SELECT e.id AS "enrolmentId", u.account_id AS "accountId" FROM enrolment e
    JOIN guardianship u ON u.municipality_id = e.municipality_id AND u.child_id = e.child_id
    JOIN account a ON a.municipality_id = u.municipality_id AND a.id = u.account_id
    WHERE e.municipality_id = ${m} AND e.id = ANY (${[...enrolmentIds]}::uuid[]) AND a.email IS NOT NULL`
  if (guardians.length === 0) return
  const rows = guardians.map(({ enrolmentId, accountId }) => {
    const id = newId(now.getTime())
    return {
      id,
      enrolment_id: enrolmentId,
      account_id: accountId,
      hash: hashOfToken(consentToken(settings, id)).toString('hex'),
    }
  })
  await tx.sql`
    INSERT INTO consent_request (municipality_id, id, enrolment_id, account_id, token_hash, created_at, try_at)
    SELECT ${m}, r.id, r.enrolment_id, r.account_id, decode(r.hash, 'hex'), ${now}::timestamptz, ${now}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r (id uuid, enrolment_id uuid, account_id uuid, hash text)`
}

import type { Decision } from '@portal/shared/providers/decision.ts'
import type { Dependencies } from '../app-env.ts'
import { nameInLetter } from '../invitations/invitation-letter.ts'
import { providerLetter } from './provider-letters.ts'

type Row = {
  name: string
  decisionReason: string
  conditions: string
  vogValidUntil: string | null
  addresses: string[]
}

/**
 * Mails an organisation, at its own address and to its owners, that its application is in (null) or what was decided. Call it
 * after the commit. It is not waited for; when a letter fails, the log says so.
 */
export async function writeToProvider(
  deps: Dependencies,
  id: string,
  decision: Decision | null,
): Promise<void> {
  const m = deps.municipality.id
  const [row] = await deps.db.sql<Row>`
    SELECT v.name, v.decision_reason AS "decisionReason", v.conditions, v.vog_valid_until AS "vogValidUntil",
      ARRAY(SELECT lower(v.email::text) UNION SELECT lower(a.email::text) FROM membership m
        JOIN account a ON a.municipality_id = m.municipality_id AND a.id = m.account_id
        WHERE m.municipality_id = v.municipality_id AND m.provider_id = v.id AND m.is_owner AND a.email IS NOT NULL) AS addresses
    FROM provider v WHERE v.municipality_id = ${m} AND v.id = ${id}`
  if (!row) return
  const page = decision === 'approve' || decision === 'reinstate' ? '/aanbieder' : '/aanbieder/gegevens'
  const facts = {
    // To an address that nobody has proven yet: what was typed must not pass for a line or a link of ours.
    name: nameInLetter(row.name),
    municipality: deps.municipality.name,
    link: new URL(page, deps.settings.publicUrl).href,
    reason: row.decisionReason,
    conditions: row.conditions,
    vogValidUntil: row.vogValidUntil,
  }
  for (const address of row.addresses) {
    deps.mailer.send(providerLetter(address, decision, facts)).catch(() => {
      // What a mail server answered may repeat the address.
      deps.log.error(
        { event: 'provider-not-mailed', provider: id, decision },
        'an organisation was not mailed',
      )
    })
  }
}

import { newId } from '@portal/shared/ids.ts'
import { toLocal } from '@portal/shared/schedule/local-time.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import { countHit } from '../http/rate-limit.ts'
import { hashOfToken, newToken, sessionDays } from '../http/session.ts'

const perNetwork = { name: 'sign-in-network', limit: 100, windowSeconds: 900 }

/**
 * Trades a link's token for a session. One statement: the link is used up, an address not known yet gets its account, and
 * the session begins, all or nothing; of the same link twice at the same time exactly one wins.
 * @param network from clientNetwork
 * @param device from deviceOf
 * @throws Problem link-invalid: used, expired, tampered with or never made, with the same answer for all; rate-limited
 */
export async function signIn(
  deps: Dependencies,
  linkToken: string,
  network: string,
  device: string,
): Promise<{ accountId: string; token: string }> {
  await countHit(deps, perNetwork, network)
  const municipalityId = deps.municipality.id
  const now = deps.clock()
  const token = newToken()
  const expiresAt = new Date(now.getTime() + sessionDays * 86_400_000)
  const [row] = await deps.db.sql<{ account_id: string }>`
    WITH link AS (
      UPDATE sign_in_link SET used_at = ${now}
      WHERE municipality_id = ${municipalityId} AND token_hash = ${hashOfToken(linkToken)}
        AND used_at IS NULL AND expires_at > ${now}
      RETURNING email
    ),
    person AS (
      INSERT INTO account AS a (municipality_id, id, email, created_at)
      SELECT ${municipalityId}, ${newId(now.getTime())}::uuid, link.email, ${now}::timestamptz FROM link
      -- Changes nothing; without it a known account would not be returned.
      ON CONFLICT (municipality_id, email) DO UPDATE SET name = a.name
      RETURNING a.id
    )
    INSERT INTO sign_in_session (municipality_id, token_hash, account_id, created_at, expires_at, method, device, last_used_on)
    SELECT ${municipalityId}, ${hashOfToken(token)}::bytea, person.id, ${now}::timestamptz, ${expiresAt}::timestamptz,
      'link', ${device}::text, ${toLocal(now, deps.municipality.timeZone).date}::date
    FROM person
    RETURNING account_id`
  if (!row) throw new Problem('link-invalid')
  return { accountId: row.account_id, token }
}

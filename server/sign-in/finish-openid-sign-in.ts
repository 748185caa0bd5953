import { inTransaction } from '@portal/db/transaction.ts'
import type { OpenIdSessionRequest } from '@portal/shared/sign-in/openid.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import { countHit } from '../http/rate-limit.ts'
import { createSession, hashOfToken } from '../http/session.ts'
import { findIdentityProvider } from './begin-openid-sign-in.ts'
import { type Attempt, exchangeCode } from './exchange-code.ts'
import { findOrMakeAccount, linkToAccount } from './find-or-make-account.ts'
import { keepClaimedMemberships } from './keep-claimed-memberships.ts'

const perNetwork = { name: 'openid-return-network', limit: 100, windowSeconds: 900 }
const perAccount = { name: 'openid-return-account', limit: 20, windowSeconds: 900 }

type KeptAttempt = Attempt & { next: string; linkAccountId: string | null }

/** Takes what was kept when the sign-in began: once, in time, by the browser that began it, from the provider that was asked. */
async function takeAttempt(
  deps: Dependencies,
  answer: OpenIdSessionRequest,
  browser: string | null,
): Promise<KeptAttempt> {
  const [attempt] = browser
    ? await deps.db.sql<KeptAttempt>`
        DELETE FROM openid_sign_in
        WHERE municipality_id = ${deps.municipality.id} AND state_hash = ${hashOfToken(answer.state)}
          AND browser_hash = ${hashOfToken(browser)} AND provider = ${answer.provider} AND expires_at > ${deps.clock()}
        RETURNING nonce, code_verifier AS "codeVerifier", next, link_account_id AS "linkAccountId"`
    : []
  if (!attempt) throw new Problem('sign-in-invalid')
  return attempt
}

/**
 * Ends a sign-in at a provider: signs in with the identity, or adds it to the account that asked for that. Account, identity,
 * memberships and session are made together or not at all.
 * @param browser secret of the browser's cookie
 * @param from `network` from clientNetwork, `device` from deviceOf
 * @returns `token` of the new session, null when the identity was added to the account that is signed in
 * @throws Problem sign-in-invalid, identity-provider-refused, identity-provider-unreachable, identity-taken,
 *   claimed-school-unknown, claimed-organisation-unknown, rate-limited
 */
export async function finishOpenIdSignIn(
  deps: Dependencies,
  actor: Actor | null,
  answer: OpenIdSessionRequest,
  browser: string | null,
  from: { network: string; device: string },
): Promise<{ accountId: string; token: string | null; next: string }> {
  await countHit(deps, perNetwork, from.network)
  const attempt = await takeAttempt(deps, answer, browser)
  const provider = findIdentityProvider(deps, answer.provider)
  const { linkAccountId, next } = attempt
  if (linkAccountId && actor?.accountId !== linkAccountId) throw new Problem('sign-in-invalid')
  const identity = await exchangeCode(deps, provider, attempt, answer)
  const signedIn = await inTransaction(deps.db, async (tx) => {
    if (linkAccountId) await linkToAccount(deps, tx, provider, identity, linkAccountId)
    const accountId = linkAccountId ?? (await findOrMakeAccount(deps, tx, provider, identity))
    await countHit(deps, perAccount, accountId)
    await keepClaimedMemberships(deps, tx, provider, identity, accountId)
    if (linkAccountId) return { accountId, token: null }
    const { token } = await createSession(deps, accountId, { method: 'openid', device: from.device }, tx)
    return { accountId, token }
  })
  return { ...signedIn, next }
}

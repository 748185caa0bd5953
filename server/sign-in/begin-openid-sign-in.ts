import { randomBytes } from 'node:crypto'
import type { OpenIdSignIn, OpenIdSignInRequest } from '@portal/shared/sign-in/openid.ts'
import * as openid from 'openid-client'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import { countHit } from '../http/rate-limit.ts'
import { hashOfToken, newToken } from '../http/session.ts'
import type { IdentityProvider } from './identity-provider-settings.ts'
import { openIdentityProvider } from './open-identity-provider.ts'

/** How long somebody may take at the provider. */
export const openIdMinutes = 15

const perNetwork = { name: 'openid-begin-network', limit: 100, windowSeconds: 900 }

/**
 * Where a provider sends the browser back to. Each has an address of its own, so that an answer of one never passes for
 * another's, also where a provider does not say who it is (RFC 9207, section 4; RFC 9700, section 2.1).
 */
export const returnAddress = ({ settings }: Pick<Dependencies, 'settings'>, { key }: IdentityProvider): URL =>
  new URL(`/inloggen/terug/${key}`, settings.publicUrl)

/** @throws Problem invalid-input when there is no such provider */
export function findIdentityProvider(
  { settings }: Pick<Dependencies, 'settings'>,
  key: string,
): IdentityProvider {
  const provider = settings.identityProviders.find((each) => each.key === key)
  if (provider) return provider
  const detail = 'There is no such identity provider here.'
  throw new Problem('invalid-input', { detail, errors: [{ pointer: '/provider', detail }] })
}

/**
 * Begins a sign-in at a provider: keeps what its answer will be held to, for minutes and for this browser only.
 * @param browser secret of the browser's cookie, when it has one of another attempt
 * @param network from clientNetwork
 * @returns `browser`: secret for the browser's cookie
 * @throws Problem invalid-input, not-signed-in (nothing to link to), identity-provider-unreachable, rate-limited
 */
export async function beginOpenIdSignIn(
  deps: Dependencies,
  actor: Actor | null,
  input: OpenIdSignInRequest,
  browser: string | null,
  network: string,
): Promise<OpenIdSignIn & { browser: string }> {
  await countHit(deps, perNetwork, network)
  const provider = findIdentityProvider(deps, input.provider)
  if (input.link && !actor) throw new Problem('not-signed-in')
  const { config } = await openIdentityProvider(deps, provider)
  const [state, secret, nonce] = [newToken(), browser ?? newToken(), newToken()]
  const verifier = randomBytes(32).toString('base64url')
  const now = deps.clock()
  await deps.db.sql`
    INSERT INTO openid_sign_in (municipality_id, state_hash, browser_hash, provider, nonce, code_verifier, next, created_at,
      expires_at, link_account_id)
    VALUES (${deps.municipality.id}, ${hashOfToken(state)}, ${hashOfToken(secret)}, ${provider.key}, ${nonce}, ${verifier},
      ${input.next ?? ''}, ${now}, ${new Date(now.getTime() + openIdMinutes * 60_000)},
      ${input.link ? (actor?.accountId ?? null) : null}::uuid)`
  const address = openid.buildAuthorizationUrl(config, {
    response_type: 'code',
    redirect_uri: returnAddress(deps, provider).href,
    scope: provider.scope,
    state,
    nonce,
    code_challenge: await openid.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  })
  return { address: address.href, browser: secret }
}

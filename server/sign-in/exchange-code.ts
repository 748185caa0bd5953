import type { OpenIdSessionRequest } from '@portal/shared/sign-in/openid.ts'
import { Email } from '@portal/shared/sign-in/sign-in.ts'
import { typedText } from '@portal/shared/wire.ts'
import * as openid from 'openid-client'
import * as v from 'valibot'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import { returnAddress } from './begin-openid-sign-in.ts'
import type { IdentityProvider } from './identity-provider-settings.ts'
import { openIdentityProvider, reasonOf } from './open-identity-provider.ts'

/** What was kept of a sign-in when it began. */
export type Attempt = { nonce: string; codeVerifier: string }

/** Who somebody is, as a provider says, after every check. `email` is null unless the provider verified it. */
export type Identity = {
  issuer: string
  subject: string
  email: string | null
  name: string
  /** Everything it said, for the claims of the settings: never kept, never logged. */
  claims: Record<string, unknown>
}

/** Codes of oauth4webapi and Node that mean that nobody answered, or answered as a broken server does. */
const isOutOfReach = (error: unknown): boolean => {
  if (error instanceof openid.ResponseBodyError) return error.status >= 500
  const { name, code, cause } = Object(error) as { name?: unknown; code?: unknown; cause?: unknown }
  const status = cause instanceof Response ? cause.status : 0
  return error instanceof TypeError || name === 'TimeoutError' || code === 'OAUTH_TIMEOUT' || status >= 500
}

/**
 * Trades the code for who somebody is. Held to: state, issuer of the answer, PKCE, nonce, audience, times (30 seconds of
 * tolerance) and the signature under the provider's own keys.
 * @throws Problem identity-provider-refused (somebody cancelled), identity-provider-unreachable, sign-in-invalid
 */
export async function exchangeCode(
  deps: Dependencies,
  provider: IdentityProvider,
  attempt: Attempt,
  answer: OpenIdSessionRequest,
): Promise<Identity> {
  const { config, rememberKeys } = await openIdentityProvider(deps, provider)
  const address = returnAddress(deps, provider)
  for (const name of ['code', 'state', 'iss', 'error'] as const) {
    if (answer[name] !== undefined) address.searchParams.set(name, answer[name])
  }
  try {
    const tokens = await openid.authorizationCodeGrant(config, address, {
      pkceCodeVerifier: attempt.codeVerifier,
      expectedState: answer.state,
      expectedNonce: attempt.nonce,
      idTokenExpected: true,
    })
    rememberKeys()
    const stated = tokens.claims()
    if (!stated) throw new Problem('sign-in-invalid')
    const more = config.serverMetadata().userinfo_endpoint
      ? await openid.fetchUserInfo(config, tokens.access_token, stated.sub)
      : {}
    // What is signed counts for more.
    return identityOf({ ...more, ...stated }, stated.iss, stated.sub)
  } catch (error) {
    if (error instanceof Problem) throw error
    const reason = reasonOf(error)
    if (error instanceof openid.AuthorizationResponseError) {
      deps.log.info({ event: 'identity-provider-refused', provider: provider.key, reason })
      throw new Problem('identity-provider-refused')
    }
    deps.log.warn({ event: 'openid-sign-in-failed', provider: provider.key, reason })
    throw isOutOfReach(error)
      ? new Problem('identity-provider-unreachable', { retryAfter: 60 })
      : new Problem('sign-in-invalid')
  }
}

function identityOf(claims: Record<string, unknown>, issuer: string, subject: string): Identity {
  const email = v.safeParse(Email, claims.email)
  const name = v.safeParse(typedText(0, 150), claims.name)
  return {
    issuer,
    subject,
    email: claims.email_verified === true && email.success ? email.output : null,
    name: name.success ? name.output : '',
    claims,
  }
}

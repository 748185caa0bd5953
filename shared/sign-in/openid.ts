import * as v from 'valibot'
import { Id, pageOf } from '../wire.ts'
import { Me, NextPath } from './sign-in.ts'

/** For whom an identity provider signs in: families through a broker (DigiD, eHerkenning), or staff of one kind. */
export const providerAudiences = ['parents', 'school', 'provider', 'team'] as const
export type ProviderAudience = (typeof providerAudiences)[number]

/** Name of an identity provider in the settings, in small letters. */
export const ProviderKey = v.pipe(
  v.string(),
  v.maxLength(30),
  v.regex(/^[a-z][a-z0-9]*$/, 'Give the key of an identity provider.'),
)

/** GET /identity-providers: the other ways to sign in, in the order of the settings. */
export const IdentityProviderList = v.object({
  items: v.array(v.object({ key: ProviderKey, label: v.string(), for: v.picklist(providerAudiences) })),
})
export type IdentityProviderList = v.InferOutput<typeof IdentityProviderList>

/** POST /openid-sign-ins. `link`: adds the identity to the account that is signed in, instead of signing in with it. */
export const OpenIdSignInRequest = v.object({
  provider: ProviderKey,
  next: v.optional(NextPath),
  link: v.optional(v.boolean(), false),
})
export type OpenIdSignInRequest = v.InferOutput<typeof OpenIdSignInRequest>

/** Where the browser goes to sign in. */
export const OpenIdSignIn = v.object({ address: v.string() })
export type OpenIdSignIn = v.InferOutput<typeof OpenIdSignIn>

/** ASCII that can be seen (RFC 6749, appendix A), but for angle brackets: no provider uses those. */
const printable = (maxLength: number) =>
  v.optional(v.pipe(v.string(), v.maxLength(maxLength), v.regex(/^[ -;=?-~]+$/, 'This is not an answer.')))

/** POST /sessions/openid: what the identity provider gave the browser, and at whose address of return. */
export const OpenIdSessionRequest = v.object({
  provider: ProviderKey,
  state: v.pipe(v.string(), v.maxLength(200), v.regex(/^[\w-]+$/, 'Give the state of the sign-in.')),
  code: printable(4000),
  iss: printable(500),
  error: printable(200),
})
export type OpenIdSessionRequest = v.InferOutput<typeof OpenIdSessionRequest>

/** Who is signed in now, and the page that was asked for; `next` is empty when none was. */
export const OpenIdSession = v.object({ me: Me, next: v.string() })
export type OpenIdSession = v.InferOutput<typeof OpenIdSession>

/** An identity elsewhere with which the own account can sign in. `label` is that of the provider. */
export const ExternalIdentity = v.object({
  id: Id,
  label: v.string(),
  createdAt: v.string(),
  lastUsedAt: v.string(),
})
export const ExternalIdentityPage = pageOf(ExternalIdentity)
export type ExternalIdentityPage = v.InferOutput<typeof ExternalIdentityPage>

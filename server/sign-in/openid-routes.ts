import {
  IdentityProviderList,
  OpenIdSession,
  OpenIdSessionRequest,
  OpenIdSignIn,
  OpenIdSignInRequest,
} from '@portal/shared/sign-in/openid.ts'
import { Hono } from 'hono'
import { allow } from '../access/allow.ts'
import { findMe } from '../accounts/queries.ts'
import type { AppEnv } from '../app-env.ts'
import { describe } from '../http/describe.ts'
import { clientNetwork } from '../http/rate-limit.ts'
import { deviceOf, readSessionToken, setSessionCookie } from '../http/session.ts'
import { validate } from '../http/validate.ts'
import { beginOpenIdSignIn } from './begin-openid-sign-in.ts'
import { finishOpenIdSignIn } from './finish-openid-sign-in.ts'
import { clearBrowserCookie, readBrowserCookie, setBrowserCookie } from './openid-cookie.ts'
import { signOut } from './sign-out.ts'

const tags: [string] = ['Sign-in']

/** GET /identity-providers, POST /openid-sign-ins, POST /sessions/openid. */
export const openIdRoutes = new Hono<AppEnv>()
  .get(
    '/identity-providers',
    describe({ summary: 'Other ways to sign in', tags, answers: { 200: IdentityProviderList } }),
    allow('sign-in'),
    (c) =>
      c.json({
        items: c.var.deps.settings.identityProviders.map(({ key, label, for: audience }) => ({
          key,
          label,
          for: audience,
        })),
      }),
  )
  .post(
    '/openid-sign-ins',
    describe({
      summary: 'Begin a sign-in at an identity provider: where the browser goes',
      tags,
      answers: { 201: OpenIdSignIn },
      problems: ['invalid-input', 'not-signed-in', 'identity-provider-unreachable', 'rate-limited'],
    }),
    allow('sign-in'),
    validate('json', OpenIdSignInRequest),
    async (c) => {
      const { browser, address } = await beginOpenIdSignIn(
        c.var.deps,
        c.var.actor,
        c.req.valid('json'),
        readBrowserCookie(c),
        clientNetwork(c),
      )
      setBrowserCookie(c, browser)
      return c.json({ address }, 201)
    },
  )
  .post(
    '/sessions/openid',
    describe({
      summary: 'Sign in with the answer of an identity provider, once, in the browser that began it',
      tags,
      answers: { 201: OpenIdSession },
      problems: [
        'invalid-input',
        'sign-in-invalid',
        'identity-provider-refused',
        'identity-provider-unreachable',
        'identity-taken',
        'claimed-school-unknown',
        'claimed-organisation-unknown',
        'rate-limited',
      ],
    }),
    allow('sign-in'),
    validate('json', OpenIdSessionRequest),
    async (c) => {
      const { deps } = c.var
      const from = { network: clientNetwork(c), device: deviceOf(c) }
      const browser = readBrowserCookie(c)
      const signedIn = await finishOpenIdSignIn(deps, c.var.actor, c.req.valid('json'), browser, from)
      if (signedIn.token) {
        // Whoever was signed in with this browser before no longer is.
        await signOut(deps, readSessionToken(c, deps.settings) ?? undefined)
        setSessionCookie(c, deps.settings, signedIn.token)
      }
      clearBrowserCookie(c)
      return c.json({ me: await findMe(deps, signedIn.accountId), next: signedIn.next }, 201)
    },
  )

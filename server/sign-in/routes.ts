import { Me, SessionRequest, SignInLinkRequest } from '@portal/shared/sign-in/sign-in.ts'
import { Hono } from 'hono'
import { allow } from '../access/allow.ts'
import { findMe } from '../accounts/queries.ts'
import type { AppEnv } from '../app-env.ts'
import { describe } from '../http/describe.ts'
import { clientNetwork } from '../http/rate-limit.ts'
import { clearSessionCookie, deviceOf, readSessionToken, setSessionCookie } from '../http/session.ts'
import { validate } from '../http/validate.ts'
import { sendSignInLink } from './send-sign-in-link.ts'
import { signIn } from './sign-in.ts'
import { signOut } from './sign-out.ts'

/** POST /sign-in-links, POST /sessions, DELETE /sessions/current. */
export const signInRoutes = new Hono<AppEnv>()
  .post(
    '/sign-in-links',
    describe({
      summary: 'Mail a sign-in link; the answer is the same for every address',
      tags: ['Sign-in'],
      answers: { 202: null },
      problems: ['invalid-input', 'rate-limited'],
    }),
    allow('ask-sign-in-link'),
    validate('json', SignInLinkRequest),
    async (c) => {
      await sendSignInLink(c.var.deps, c.req.valid('json'), clientNetwork(c))
      return c.body(null, 202)
    },
  )
  .post(
    '/sessions',
    describe({
      summary: 'Sign in with the token of a link, once',
      tags: ['Sign-in'],
      answers: { 201: Me },
      problems: ['invalid-input', 'link-invalid', 'rate-limited'],
    }),
    allow('sign-in'),
    validate('json', SessionRequest),
    async (c) => {
      const { deps } = c.var
      const signedIn = await signIn(deps, c.req.valid('json').token, clientNetwork(c), deviceOf(c))
      // Whoever was signed in with this browser before no longer is.
      await signOut(deps, readSessionToken(c, deps.settings) ?? undefined)
      setSessionCookie(c, deps.settings, signedIn.token)
      return c.json(await findMe(deps, signedIn.accountId), 201)
    },
  )
  .delete(
    '/sessions/current',
    describe({ summary: 'Sign out', tags: ['Sign-in'], answers: { 204: null } }),
    allow('sign-out'),
    async (c) => {
      const { deps } = c.var
      await signOut(deps, readSessionToken(c, deps.settings) ?? undefined)
      clearSessionCookie(c, deps.settings)
      return c.body(null, 204)
    },
  )

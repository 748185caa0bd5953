import { SessionRequest, SignInLinkRequest } from '@portal/shared/sign-in/sign-in.ts'
import { Hono } from 'hono'
import { allow } from '../access/allow.ts'
import { findMe } from '../accounts/queries.ts'
import type { AppEnv } from '../app-env.ts'
import { clientNetwork } from '../http/rate-limit.ts'
import { clearSessionCookie, readSessionToken, setSessionCookie } from '../http/session.ts'
import { validate } from '../http/validate.ts'
import { sendSignInLink } from './send-sign-in-link.ts'
import { signIn } from './sign-in.ts'
import { signOut } from './sign-out.ts'

/** POST /sign-in-links, POST /sessions, DELETE /sessions/current. */
export const signInRoutes = new Hono<AppEnv>()
  .post('/sign-in-links', allow('ask-sign-in-link'), validate('json', SignInLinkRequest), async (c) => {
    await sendSignInLink(c.var.deps, c.req.valid('json'), clientNetwork(c))
    return c.body(null, 202)
  })
  .post('/sessions', allow('sign-in'), validate('json', SessionRequest), async (c) => {
    const { deps } = c.var
    const signedIn = await signIn(deps, c.req.valid('json').token, clientNetwork(c))
    // Whoever was signed in with this browser before no longer is.
    await signOut(deps, readSessionToken(c, deps.settings) ?? undefined)
    setSessionCookie(c, deps.settings, signedIn.token)
    return c.json(await findMe(deps, signedIn.accountId), 201)
  })
  .delete('/sessions/current', allow('sign-out'), async (c) => {
    const { deps } = c.var
    await signOut(deps, readSessionToken(c, deps.settings) ?? undefined)
    clearSessionCookie(c, deps.settings)
    return c.body(null, 204)
  })

import { AccountSessionPage } from '@portal/shared/sign-in/account-session.ts'
import { Id, PageQuery } from '@portal/shared/wire.ts'
import { Hono } from 'hono'
import * as v from 'valibot'
import { allow, signedIn } from '../access/allow.ts'
import type { AppEnv } from '../app-env.ts'
import { describe } from '../http/describe.ts'
import { clearSessionCookie } from '../http/session.ts'
import { validate } from '../http/validate.ts'
import { endAllSessions, endSession, listSessions } from './account-sessions.ts'

const tags: [string] = ['Sign-in']

/** GET and DELETE /account-sessions, DELETE /account-sessions/{id}. */
export const sessionRoutes = new Hono<AppEnv>()
  .get(
    '/account-sessions',
    describe({
      summary: 'Where the own account is signed in',
      tags,
      signedIn: true,
      answers: { 200: AccountSessionPage },
      problems: ['invalid-input'],
    }),
    allow('see-sessions'),
    validate('query', v.object({ ...PageQuery })),
    async (c) => c.json(await listSessions(c.var.deps, signedIn(c.var.actor), c.req.valid('query'))),
  )
  .delete(
    '/account-sessions',
    describe({
      summary: 'Sign out everywhere, in this browser too',
      tags,
      signedIn: true,
      answers: { 204: null },
    }),
    allow('end-session'),
    async (c) => {
      await endAllSessions(c.var.deps, signedIn(c.var.actor))
      clearSessionCookie(c, c.var.deps.settings)
      return c.body(null, 204)
    },
  )
  .delete(
    '/account-sessions/:id',
    describe({
      summary: 'Sign out in one browser',
      tags,
      signedIn: true,
      answers: { 204: null },
      problems: ['not-found'],
    }),
    allow('end-session'),
    validate('param', v.object({ id: Id })),
    async (c) => {
      const actor = signedIn(c.var.actor)
      const { id } = c.req.valid('param')
      await endSession(c.var.deps, actor, id)
      if (id === actor.sessionId) clearSessionCookie(c, c.var.deps.settings)
      return c.body(null, 204)
    },
  )

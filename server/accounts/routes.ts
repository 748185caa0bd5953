import { Me } from '@portal/shared/sign-in/sign-in.ts'
import { Hono } from 'hono'
import { allow, signedIn } from '../access/allow.ts'
import type { AppEnv } from '../app-env.ts'
import { describe } from '../http/describe.ts'
import { findMe } from './queries.ts'

/** GET /me. */
export const accountRoutes = new Hono<AppEnv>().get(
  '/me',
  describe({ summary: 'Who is signed in', tags: ['Sign-in'], signedIn: true, answers: { 200: Me } }),
  allow('see-self'),
  async (c) => c.json(await findMe(c.var.deps, signedIn(c.var.actor).accountId)),
)

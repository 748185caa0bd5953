import { Hono } from 'hono'
import { allow, signedIn } from '../access/allow.ts'
import type { AppEnv } from '../app-env.ts'
import { findMe } from './queries.ts'

/** GET /me. */
export const accountRoutes = new Hono<AppEnv>().get('/me', allow('see-self'), async (c) =>
  c.json(await findMe(c.var.deps, signedIn(c.var.actor).accountId)),
)

import { Hono } from 'hono'
import * as v from 'valibot'
import { allow } from './access/allow.ts'
import type { AppEnv } from './app-env.ts'
import { describe } from './http/describe.ts'
import { Problem } from './http/problem.ts'

const Status = v.object({ status: v.literal('ok') })

/** GET /health: the process answers. GET /ready: the database does too, within two seconds. */
export const healthRoutes = new Hono<AppEnv>()
  .get(
    '/health',
    describe({ summary: 'Whether the process answers', tags: ['Health'], answers: { 200: Status } }),
    allow('see-health'),
    (c) => c.json({ status: 'ok' as const }),
  )
  .get(
    '/ready',
    describe({
      summary: 'Whether the database answers too',
      tags: ['Health'],
      answers: { 200: Status },
      problems: ['unavailable'],
    }),
    allow('see-health'),
    async (c) => {
      const isAnswered = await Promise.race([
        c.var.deps.db.sql`SELECT 1`.then(() => true).catch(() => false),
        new Promise<false>((resolve) => setTimeout(resolve, 2000, false)),
      ])
      if (!isAnswered) throw new Problem('unavailable', { retryAfter: 2 })
      return c.json({ status: 'ok' as const })
    },
  )

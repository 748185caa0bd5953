import { Backlog } from '@portal/shared/jobs/job.ts'
import { Hono } from 'hono'
import { allow } from '../access/allow.ts'
import type { AppEnv } from '../app-env.ts'
import { describe } from '../http/describe.ts'
import { listBacklog } from './list-backlog.ts'

/** What the portal does by itself, for the team. */
export const jobRoutes = new Hono<AppEnv>().get(
  '/jobs',
  describe({
    summary: 'What the portal does by itself, how that goes, and what is overdue',
    tags: ['Programme team'],
    signedIn: true,
    answers: { 200: Backlog },
  }),
  allow('see-jobs'),
  async (c) => c.json(await listBacklog(c.var.deps)),
)

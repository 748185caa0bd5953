import { NoticePage, NoticeQuery, NoticeReading, UnreadCount } from '@portal/shared/notices/notice.ts'
import { Hono } from 'hono'
import { allow, signedIn } from '../access/allow.ts'
import type { AppEnv } from '../app-env.ts'
import { describe } from '../http/describe.ts'
import { validate } from '../http/validate.ts'
import { listNotices, readNotices } from './list-notices.ts'

const tags: [string] = ['Families']

/** GET /notices, POST /notices/readings */
export const noticeRoutes = new Hono<AppEnv>()
  .get(
    '/notices',
    describe({
      summary: 'What the family is told of own children, the newest first',
      tags,
      signedIn: true,
      answers: { 200: NoticePage },
      problems: ['invalid-input'],
    }),
    allow('see-notices'),
    validate('query', NoticeQuery),
    async (c) => c.json(await listNotices(c.var.deps, signedIn(c.var.actor), c.req.valid('query'))),
  )
  .post(
    '/notices/readings',
    describe({
      summary: 'Mark own notices up to a moment as seen; again changes nothing',
      tags,
      signedIn: true,
      answers: { 200: UnreadCount },
      problems: ['invalid-input'],
    }),
    allow('see-notices'),
    validate('json', NoticeReading),
    async (c) => c.json(await readNotices(c.var.deps, signedIn(c.var.actor), c.req.valid('json').until)),
  )

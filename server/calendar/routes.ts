import { OfferingClashPage, SchoolClashPage } from '@portal/shared/calendar/clash.ts'
import { Id, PageQuery } from '@portal/shared/wire.ts'
import { Hono } from 'hono'
import * as v from 'valibot'
import { allow, signedIn } from '../access/allow.ts'
import type { AppEnv } from '../app-env.ts'
import { describe } from '../http/describe.ts'
import { validate } from '../http/validate.ts'
import { listOfferingClashes, listSchoolClashes } from './list-clashes.ts'

const ById = v.object({ id: Id })
const Query = v.object({ ...PageQuery })

/** GET /schools/{id}/clashes, /offerings/{id}/clashes */
export const clashRoutes = new Hono<AppEnv>()
  .get(
    '/schools/:id/clashes',
    describe({
      summary: 'Enrolments of own pupils that stand and clash, until that is solved',
      tags: ['Timetables'],
      signedIn: true,
      answers: { 200: SchoolClashPage },
      problems: ['not-found', 'invalid-input'],
    }),
    allow('see-school-clashes'),
    validate('param', ById),
    validate('query', Query),
    async (c) =>
      c.json(
        await listSchoolClashes(
          c.var.deps,
          signedIn(c.var.actor),
          c.req.valid('param').id,
          c.req.valid('query'),
        ),
      ),
  )
  .get(
    '/offerings/:id/clashes',
    describe({
      summary: 'Enrolments for an own offering that stand and clash, until that is solved',
      tags: ['Offerings'],
      signedIn: true,
      answers: { 200: OfferingClashPage },
      problems: ['not-found', 'invalid-input'],
    }),
    allow('see-offering-clashes'),
    validate('param', ById),
    validate('query', Query),
    async (c) =>
      c.json(
        await listOfferingClashes(
          c.var.deps,
          signedIn(c.var.actor),
          c.req.valid('param').id,
          c.req.valid('query'),
        ),
      ),
  )

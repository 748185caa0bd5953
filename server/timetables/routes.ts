import { ClosurePreviewRequest, TouchPreview } from '@portal/shared/calendar/clash.ts'
import { Closure, ClosureInput, ClosurePatch, ClosureRemoval } from '@portal/shared/timetables/closure.ts'
import { Timetable, TimetableInput, TimetableResult } from '@portal/shared/timetables/timetable.ts'
import { Id, LocalDate } from '@portal/shared/wire.ts'
import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { allow, signedIn } from '../access/allow.ts'
import type { AppEnv } from '../app-env.ts'
import { describe } from '../http/describe.ts'
import { etagOf, readIfMatch } from '../http/etag.ts'
import { validate } from '../http/validate.ts'
import { findWrongLessons } from './check-lessons.ts'
import { changeClosure, findWrongClosure, keepClosure, removeClosure } from './keep-closure.ts'
import { previewClosure } from './preview-closure.ts'
import { previewTimetable, publishTimetable } from './publish-timetable.ts'
import { findTimetable } from './queries.ts'

const tags: [string] = ['Timetables']
const ById = v.object({ id: Id })
const OneClosure = v.object({ id: Id, closureId: Id })
const Version = v.object({ id: Id, validFrom: LocalDate })

const wrongLessons = async (c: Context<AppEnv>, sound: Partial<TimetableInput>) => {
  const id = c.req.param('id') ?? ''
  // Of another school's groups nothing is told.
  if (!c.var.actor?.schoolIds.includes(id)) return []
  return findWrongLessons(c.var.deps, id, c.req.param('validFrom') ?? '', sound.lessons ?? [])
}

export const timetableRoutes = new Hono<AppEnv>()
  .get(
    '/schools/:id/timetable',
    describe({
      summary: 'The timetable valid on a date (today)',
      tags,
      answers: { 200: Timetable },
      problems: ['not-found', 'invalid-input'],
    }),
    allow('see-timetable'),
    validate('param', ById),
    validate('query', v.object({ date: v.optional(LocalDate) })),
    async (c) => {
      const timetable = await findTimetable(c.var.deps, c.req.valid('param').id, c.req.valid('query').date)
      c.header('ETag', etagOf(timetable.version))
      return c.json(timetable)
    },
  )
  .put(
    '/schools/:id/timetables/:validFrom',
    describe({
      summary: 'Keep a version; answers the enrolments that now clash',
      tags,
      signedIn: true,
      answers: { 200: TimetableResult },
      problems: ['not-found', 'invalid-input', 'precondition-failed'],
    }),
    allow('publish-timetable'),
    validate('param', Version),
    validate('json', TimetableInput, wrongLessons),
    async (c) => {
      const { id, validFrom } = c.req.valid('param')
      const ifMatch = readIfMatch(c.req.header('If-Match'))
      const actor = signedIn(c.var.actor)
      return c.json(await publishTimetable(c.var.deps, actor, id, validFrom, c.req.valid('json'), ifMatch))
    },
  )
  .post(
    '/schools/:id/timetables/:validFrom/checks',
    describe({
      summary: 'The clashes that a version would cause; changes nothing',
      tags,
      signedIn: true,
      answers: { 200: TimetableResult },
      problems: ['not-found', 'invalid-input'],
    }),
    allow('publish-timetable'),
    validate('param', Version),
    validate('json', TimetableInput, wrongLessons),
    async (c) => {
      const { id, validFrom } = c.req.valid('param')
      return c.json(
        await previewTimetable(c.var.deps, signedIn(c.var.actor), id, validFrom, c.req.valid('json')),
      )
    },
  )
  .post(
    '/schools/:id/closures',
    describe({
      summary: 'Add a closure, or replace a default of the region',
      tags,
      signedIn: true,
      answers: { 201: Closure },
      problems: ['not-found', 'invalid-input'],
    }),
    allow('keep-closures'),
    validate('param', ById),
    validate('json', ClosureInput, ({ var: { deps } }, sound) => findWrongClosure(deps, sound)),
    async (c) =>
      c.json(
        await keepClosure(c.var.deps, signedIn(c.var.actor), c.req.valid('param').id, c.req.valid('json')),
        201,
      ),
  )
  .patch(
    '/schools/:id/closures/:closureId',
    describe({
      summary: 'Change an own closure',
      tags,
      signedIn: true,
      answers: { 200: Closure },
      problems: ['not-found', 'invalid-input'],
    }),
    allow('keep-closures'),
    validate('param', OneClosure),
    validate('json', ClosurePatch, ({ var: { deps } }, sound) => findWrongClosure(deps, sound)),
    async (c) => {
      const { id, closureId } = c.req.valid('param')
      return c.json(
        await changeClosure(c.var.deps, signedIn(c.var.actor), id, closureId, c.req.valid('json')),
      )
    },
  )
  .delete(
    '/schools/:id/closures/:closureId',
    describe({
      summary: 'Remove an own closure',
      tags,
      signedIn: true,
      answers: { 204: null },
      problems: ['not-found', 'invalid-input'],
    }),
    allow('keep-closures'),
    validate('param', OneClosure),
    validate('query', ClosureRemoval),
    async (c) => {
      const { id, closureId } = c.req.valid('param')
      await removeClosure(c.var.deps, signedIn(c.var.actor), id, closureId, c.req.valid('query').reason)
      return c.body(null, 204)
    },
  )
  .post(
    '/schools/:id/closures/previews',
    describe({
      summary: 'Whom an own closure that is added, changed or removed would touch; changes nothing',
      tags,
      signedIn: true,
      answers: { 200: TouchPreview },
      problems: ['not-found', 'invalid-input'],
    }),
    allow('keep-closures'),
    validate('param', ById),
    validate('json', ClosurePreviewRequest, async ({ var: { deps } }, sound) =>
      (await findWrongClosure(deps, sound.closure ?? {})).map((each) => ({
        ...each,
        pointer: `/closure${each.pointer}`,
      })),
    ),
    async (c) =>
      c.json(
        await previewClosure(c.var.deps, signedIn(c.var.actor), c.req.valid('param').id, c.req.valid('json')),
      ),
  )

import { TouchPreview } from '@portal/shared/calendar/clash.ts'
import {
  GroupInput,
  GroupPatch,
  KeptGroup,
  KeptGroupPage,
  NextYearInput,
  NextYearPreview,
  NextYearResult,
} from '@portal/shared/schools/kept-group.ts'
import { Id, PageQuery } from '@portal/shared/wire.ts'
import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { allow, signedIn } from '../access/allow.ts'
import type { AppEnv } from '../app-env.ts'
import { describe } from '../http/describe.ts'
import { validate } from '../http/validate.ts'
import { moveToNextYear, previewNextYear } from '../pupils/move-to-next-year.ts'
import { previewNextYearTouch } from '../pupils/preview-next-year.ts'
import { listKeptGroups } from './group-queries.ts'
import { addGroup, changeGroup, findWrongGroup, removeGroup } from './keep-group.ts'

const tags: [string] = ['Groups']
const ById = v.object({ id: Id })
const OneGroup = v.object({ id: Id, groupId: Id })
const SchoolYearKey = v.pipe(
  v.string(),
  v.regex(/^20\d\d$/, 'Give the year in which the school year begins.'),
  v.transform(Number),
)
const Query = v.object({ schoolYear: v.optional(SchoolYearKey), ...PageQuery })

const wrongGroup = (c: Context<AppEnv>, sound: Parameters<typeof findWrongGroup>[2]) =>
  findWrongGroup(c.var.deps, c.req.param('id') ?? '', sound)

/** Groups as the school itself keeps them, and going up a school year. */
export const groupRoutes = new Hono<AppEnv>()
  .get(
    '/schools/:id/kept-groups',
    describe({
      summary: 'Own groups of a school year, with what hangs on them',
      tags,
      signedIn: true,
      answers: { 200: KeptGroupPage },
      problems: ['not-found', 'invalid-input'],
    }),
    allow('keep-groups'),
    validate('param', ById),
    validate('query', Query),
    async (c) =>
      c.json(
        await listKeptGroups(
          c.var.deps,
          signedIn(c.var.actor),
          c.req.valid('param').id,
          c.req.valid('query'),
        ),
      ),
  )
  .post(
    '/schools/:id/groups',
    describe({
      summary: 'Add a group',
      tags,
      signedIn: true,
      answers: { 201: KeptGroup },
      problems: ['not-found', 'invalid-input', 'group-exists'],
    }),
    allow('keep-groups'),
    validate('param', ById),
    validate('json', GroupInput, wrongGroup),
    async (c) =>
      c.json(
        await addGroup(c.var.deps, signedIn(c.var.actor), c.req.valid('param').id, c.req.valid('json')),
        201,
      ),
  )
  .patch(
    '/schools/:id/groups/:groupId',
    describe({
      summary: 'Change the name or year of a group',
      tags,
      signedIn: true,
      answers: { 200: KeptGroup },
      problems: ['not-found', 'invalid-input', 'group-exists'],
    }),
    allow('keep-groups'),
    validate('param', OneGroup),
    validate('json', GroupPatch, wrongGroup),
    async (c) => {
      const { id, groupId } = c.req.valid('param')
      return c.json(await changeGroup(c.var.deps, signedIn(c.var.actor), id, groupId, c.req.valid('json')))
    },
  )
  .delete(
    '/schools/:id/groups/:groupId',
    describe({
      summary: 'Remove a group without pupils and lessons',
      tags,
      signedIn: true,
      answers: { 204: null },
      problems: ['not-found', 'group-in-use'],
    }),
    allow('keep-groups'),
    validate('param', OneGroup),
    async (c) => {
      const { id, groupId } = c.req.valid('param')
      await removeGroup(c.var.deps, signedIn(c.var.actor), id, groupId)
      return c.body(null, 204)
    },
  )
  .get(
    '/schools/:id/next-year',
    describe({
      summary: 'What going up a school year would do, with a proposal; changes nothing',
      tags,
      signedIn: true,
      answers: { 200: NextYearPreview },
      problems: ['not-found'],
    }),
    allow('keep-pupils'),
    validate('param', ById),
    async (c) => c.json(await previewNextYear(c.var.deps, signedIn(c.var.actor), c.req.valid('param').id)),
  )
  .post(
    '/schools/:id/next-year',
    describe({
      summary: 'Bring all pupils to the next school year',
      tags,
      signedIn: true,
      answers: { 200: NextYearResult },
      problems: ['not-found', 'invalid-input', 'changed-meanwhile'],
    }),
    allow('keep-pupils'),
    validate('param', ById),
    validate('json', NextYearInput),
    async (c) =>
      c.json(
        await moveToNextYear(c.var.deps, signedIn(c.var.actor), c.req.valid('param').id, c.req.valid('json')),
      ),
  )
  .post(
    '/schools/:id/next-year/previews',
    describe({
      summary: 'What going up would do to what pupils are enrolled for; changes nothing',
      tags,
      signedIn: true,
      answers: { 200: TouchPreview },
      problems: ['not-found', 'invalid-input'],
    }),
    allow('keep-pupils'),
    validate('param', ById),
    validate('json', NextYearInput),
    async (c) =>
      c.json(
        await previewNextYearTouch(
          c.var.deps,
          signedIn(c.var.actor),
          c.req.valid('param').id,
          c.req.valid('json'),
        ),
      ),
  )

import { Child, ChildInput, ChildPage, ChildPatch, Week } from '@portal/shared/families/child.ts'
import { Id, LocalDate, PageQuery } from '@portal/shared/wire.ts'
import { Hono } from 'hono'
import * as v from 'valibot'
import { allow, signedIn } from '../access/allow.ts'
import type { AppEnv } from '../app-env.ts'
import { describe } from '../http/describe.ts'
import { validate } from '../http/validate.ts'
import { addChild, changeChild, findWrongFields, removeChild } from './keep-child.ts'
import { findChild, findWeek, listChildren } from './queries.ts'

const tags: [string] = ['Families']
const ById = v.object({ id: Id })

export const familyRoutes = new Hono<AppEnv>()
  .get(
    '/children',
    describe({
      summary: 'Own children',
      tags,
      signedIn: true,
      answers: { 200: ChildPage },
      problems: ['invalid-input'],
    }),
    allow('see-children'),
    validate('query', v.object({ ...PageQuery })),
    async (c) => c.json(await listChildren(c.var.deps, signedIn(c.var.actor), c.req.valid('query'))),
  )
  .post(
    '/children',
    describe({
      summary: 'Add an own child',
      tags,
      signedIn: true,
      answers: { 201: Child },
      problems: ['invalid-input', 'limit-reached'],
    }),
    allow('add-child'),
    validate('json', ChildInput, ({ var: { deps } }, sound) => findWrongFields(deps, deps.db, sound)),
    async (c) => c.json(await addChild(c.var.deps, signedIn(c.var.actor), c.req.valid('json')), 201),
  )
  .get(
    '/children/:id',
    describe({
      summary: 'One own child',
      tags,
      signedIn: true,
      answers: { 200: Child },
      problems: ['not-found'],
    }),
    allow('see-children'),
    validate('param', ById),
    async (c) => c.json(await findChild(c.var.deps, signedIn(c.var.actor), c.req.valid('param').id)),
  )
  .patch(
    '/children/:id',
    describe({
      summary: 'Change an own child',
      tags,
      signedIn: true,
      answers: { 200: Child },
      problems: ['not-found', 'invalid-input'],
    }),
    allow('change-child'),
    validate('param', ById),
    validate('json', ChildPatch, ({ var: { deps } }, sound) => findWrongFields(deps, deps.db, sound)),
    async (c) =>
      c.json(
        await changeChild(c.var.deps, signedIn(c.var.actor), c.req.valid('param').id, c.req.valid('json')),
      ),
  )
  .delete(
    '/children/:id',
    describe({
      summary: 'Remove an own child and all that is kept of it',
      tags,
      signedIn: true,
      answers: { 204: null },
      problems: ['not-found'],
    }),
    allow('remove-child'),
    validate('param', ById),
    async (c) => {
      await removeChild(c.var.deps, signedIn(c.var.actor), c.req.valid('param').id)
      return c.body(null, 204)
    },
  )
  .get(
    '/children/:id/week',
    describe({
      summary: 'The week of an own child around a date',
      tags,
      signedIn: true,
      answers: { 200: Week },
      problems: ['not-found', 'invalid-input'],
    }),
    allow('see-week'),
    validate('param', ById),
    validate('query', v.object({ date: v.optional(LocalDate) })),
    async (c) =>
      c.json(
        await findWeek(c.var.deps, signedIn(c.var.actor), c.req.valid('param').id, c.req.valid('query').date),
      ),
  )

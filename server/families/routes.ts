import {
  ChangePreview,
  ChangePreviewRequest,
  Child,
  ChildInput,
  ChildPage,
  ChildPatch,
  Week,
} from '@portal/shared/families/child.ts'
import { ChildChangePage, SeenLookPage } from '@portal/shared/families/history.ts'
import { RemovalPreview } from '@portal/shared/families/removal.ts'
import { Id, LocalDate, PageQuery } from '@portal/shared/wire.ts'
import { Hono } from 'hono'
import * as v from 'valibot'
import { allow, signedIn } from '../access/allow.ts'
import type { AppEnv } from '../app-env.ts'
import { describe } from '../http/describe.ts'
import { validate } from '../http/validate.ts'
import { findWrongFields } from './child-fields.ts'
import { addChild, changeChild } from './keep-child.ts'
import { listChanges } from './list-changes.ts'
import { listLooks } from './list-looks.ts'
import { previewChange } from './preview-change.ts'
import { findChild, findWeek, listChildren } from './queries.ts'
import { previewRemoval, removeChild } from './remove-child.ts'

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
      summary: 'Add an own child, or (from 16) oneself',
      tags,
      signedIn: true,
      answers: { 201: Child },
      problems: ['invalid-input', 'limit-reached', 'too-young-to-enter-oneself', 'already-entered'],
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
      problems: [
        'not-found',
        'invalid-input',
        'guardian-acts',
        'young-person-acts',
        'third-home',
        'sixteen-by-correction',
        'too-young-to-enter-oneself',
      ],
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
      summary: 'Remove an own child; see its removal preview for what then happens',
      tags,
      signedIn: true,
      answers: { 204: null },
      problems: ['not-found', 'guardian-acts', 'young-person-acts', 'unavailable'],
    }),
    allow('remove-child'),
    validate('param', ById),
    async (c) => {
      await removeChild(c.var.deps, signedIn(c.var.actor), c.req.valid('param').id)
      return c.body(null, 204)
    },
  )
  .get(
    '/children/:id/removal-preview',
    describe({
      summary: 'What removing this child would do; changes nothing',
      tags,
      signedIn: true,
      answers: { 200: RemovalPreview },
      problems: ['not-found', 'guardian-acts', 'young-person-acts'],
    }),
    allow('remove-child'),
    validate('param', ById),
    async (c) => c.json(await previewRemoval(c.var.deps, signedIn(c.var.actor), c.req.valid('param').id)),
  )
  .post(
    '/children/:id/changes/previews',
    describe({
      summary: 'What a change would do to standing enrolments; changes nothing',
      tags,
      signedIn: true,
      answers: { 200: ChangePreview },
      problems: ['not-found', 'invalid-input', 'guardian-acts', 'young-person-acts', 'third-home'],
    }),
    allow('change-child'),
    validate('param', ById),
    validate('json', ChangePreviewRequest, ({ var: { deps } }, sound) =>
      findWrongFields(deps, deps.db, sound),
    ),
    async (c) =>
      c.json(
        await previewChange(c.var.deps, signedIn(c.var.actor), c.req.valid('param').id, c.req.valid('json')),
      ),
  )
  .get(
    '/children/:id/changes',
    describe({
      summary: 'What changed of an own child, the latest first',
      tags,
      signedIn: true,
      answers: { 200: ChildChangePage },
      problems: ['not-found', 'invalid-input'],
    }),
    allow('see-looks'),
    validate('param', ById),
    validate('query', v.object({ ...PageQuery })),
    async (c) =>
      c.json(
        await listChanges(c.var.deps, signedIn(c.var.actor), c.req.valid('param').id, c.req.valid('query')),
      ),
  )
  .get(
    '/children/:id/looks',
    describe({
      summary: 'Who outside the family saw what of an own child, the latest first',
      tags,
      signedIn: true,
      answers: { 200: SeenLookPage },
      problems: ['not-found', 'invalid-input'],
    }),
    allow('see-looks'),
    validate('param', ById),
    validate('query', v.object({ ...PageQuery })),
    async (c) =>
      c.json(
        await listLooks(c.var.deps, signedIn(c.var.actor), c.req.valid('param').id, c.req.valid('query')),
      ),
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

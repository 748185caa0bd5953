import { TouchPreview } from '@portal/shared/calendar/clash.ts'
import {
  Pupil,
  PupilInput,
  PupilPage,
  PupilPatch,
  PupilPreviewRequest,
  PupilQuery,
  PupilRemoval,
} from '@portal/shared/pupils/pupil.ts'
import { Id } from '@portal/shared/wire.ts'
import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { allow, signedIn } from '../access/allow.ts'
import type { AppEnv } from '../app-env.ts'
import { describe } from '../http/describe.ts'
import { validate } from '../http/validate.ts'
import { addPupil, changePupil, findWrongPupil, takeOffSchool } from './keep-pupil.ts'
import { previewPupil } from './preview-pupil.ts'
import { findPupil, listPupils } from './queries.ts'

const tags: [string] = ['Pupils']
const ById = v.object({ id: Id })
const OnePupil = v.object({ id: Id, childId: Id })

const wrongPupil = (c: Context<AppEnv>, sound: Parameters<typeof findWrongPupil>[3]) =>
  findWrongPupil(c.var.deps, c.var.actor, c.req.param('id') ?? '', sound)

/** Pupils of a school, one by one. */
export const pupilRoutes = new Hono<AppEnv>()
  .get(
    '/schools/:id/pupils',
    describe({
      summary: 'Pupils of an own school',
      tags,
      signedIn: true,
      answers: { 200: PupilPage },
      problems: ['not-found', 'invalid-input'],
    }),
    allow('see-pupils'),
    validate('param', ById),
    validate('query', PupilQuery),
    async (c) =>
      c.json(
        await listPupils(c.var.deps, signedIn(c.var.actor), c.req.valid('param').id, c.req.valid('query')),
      ),
  )
  .post(
    '/schools/:id/pupils',
    describe({
      summary: 'Add a pupil',
      tags,
      signedIn: true,
      answers: { 201: Pupil },
      problems: ['not-found', 'invalid-input', 'pupil-number-taken'],
    }),
    allow('keep-pupils'),
    validate('param', ById),
    validate('json', PupilInput, wrongPupil),
    async (c) =>
      c.json(
        await addPupil(c.var.deps, signedIn(c.var.actor), c.req.valid('param').id, c.req.valid('json')),
        201,
      ),
  )
  .get(
    '/schools/:id/pupils/:childId',
    describe({
      summary: 'One pupil',
      tags,
      signedIn: true,
      answers: { 200: Pupil },
      problems: ['not-found'],
    }),
    allow('see-pupils'),
    validate('param', OnePupil),
    async (c) => {
      const { id, childId } = c.req.valid('param')
      return c.json(await findPupil(c.var.deps, signedIn(c.var.actor), id, childId))
    },
  )
  .patch(
    '/schools/:id/pupils/:childId',
    describe({
      summary: 'Change a pupil; of one with a guardian only group and number',
      tags,
      signedIn: true,
      answers: { 200: Pupil },
      problems: ['not-found', 'invalid-input', 'pupil-number-taken', 'pupil-has-guardian'],
    }),
    allow('keep-pupils'),
    validate('param', OnePupil),
    validate('json', PupilPatch, wrongPupil),
    async (c) => {
      const { id, childId } = c.req.valid('param')
      return c.json(await changePupil(c.var.deps, signedIn(c.var.actor), id, childId, c.req.valid('json')))
    },
  )
  .delete(
    '/schools/:id/pupils/:childId',
    describe({
      summary: 'Take a pupil off the school; one without a family is removed with all that is kept',
      tags,
      signedIn: true,
      answers: { 204: null },
      problems: ['not-found', 'invalid-input'],
    }),
    allow('keep-pupils'),
    validate('param', OnePupil),
    validate('query', PupilRemoval),
    async (c) => {
      const { id, childId } = c.req.valid('param')
      await takeOffSchool(c.var.deps, signedIn(c.var.actor), id, childId, c.req.valid('query').reason)
      return c.body(null, 204)
    },
  )
  .post(
    '/schools/:id/pupils/:childId/previews',
    describe({
      summary: 'What changing a pupil would do to what it is enrolled for; changes nothing',
      tags,
      signedIn: true,
      answers: { 200: TouchPreview },
      problems: ['not-found', 'invalid-input', 'pupil-has-guardian'],
    }),
    allow('keep-pupils'),
    validate('param', OnePupil),
    validate('json', PupilPreviewRequest, wrongPupil),
    async (c) => {
      const { id, childId } = c.req.valid('param')
      return c.json(await previewPupil(c.var.deps, signedIn(c.var.actor), id, childId, c.req.valid('json')))
    },
  )

import {
  ClassEnrolment,
  ClassEnrolmentInput,
  ClassEnrolmentPage,
  ClassEnrolmentQuery,
  ClassPreview,
} from '@portal/shared/class-enrolments/class-enrolment.ts'
import { Id } from '@portal/shared/wire.ts'
import { Hono } from 'hono'
import * as v from 'valibot'
import { allow, signedIn } from '../access/allow.ts'
import type { AppEnv } from '../app-env.ts'
import { describe } from '../http/describe.ts'
import { validate } from '../http/validate.ts'
import { enrolClass } from './enrol-class.ts'
import { previewClass } from './preview-class.ts'
import { findClassEnrolment, listClassEnrolments } from './queries.ts'
import { requestKeyOf } from './request-key.ts'
import { undoClass } from './undo-class.ts'

const tags: [string] = ['Class enrolments']
const ById = v.object({ id: Id })
const OneRun = v.object({ id: Id, runId: Id })

/** A school enrols pupils together. */
export const classEnrolmentRoutes = new Hono<AppEnv>()
  .post(
    '/schools/:id/class-enrolment-previews',
    describe({
      summary: 'What enrolling these pupils would give, for each of them; changes nothing',
      tags,
      signedIn: true,
      answers: { 200: ClassPreview },
      problems: ['not-found', 'invalid-input'],
    }),
    allow('enrol-class'),
    validate('param', ById),
    validate('json', ClassEnrolmentInput),
    async (c) =>
      c.json(
        await previewClass(c.var.deps, signedIn(c.var.actor), c.req.valid('param').id, c.req.valid('json')),
      ),
  )
  .post(
    '/schools/:id/class-enrolments',
    describe({
      summary:
        'Enrol pupils together; with the same Idempotency-Key (a UUID, in the header) again it answers 200 with the same result',
      tags,
      signedIn: true,
      answers: { 201: ClassEnrolment, 200: ClassEnrolment },
      problems: ['not-found', 'invalid-input', 'request-key-reused', 'session-clash', 'unavailable'],
    }),
    allow('enrol-class'),
    validate('param', ById),
    validate('json', ClassEnrolmentInput),
    async (c) => {
      const { table, isNew } = await enrolClass(
        c.var.deps,
        signedIn(c.var.actor),
        c.req.valid('param').id,
        c.req.valid('json'),
        requestKeyOf(c),
      )
      return c.json(table, isNew ? 201 : 200)
    },
  )
  .get(
    '/schools/:id/class-enrolments',
    describe({
      summary: 'What an own school enrolled together, the newest first',
      tags,
      signedIn: true,
      answers: { 200: ClassEnrolmentPage },
      problems: ['not-found', 'invalid-input'],
    }),
    allow('enrol-class'),
    validate('param', ById),
    validate('query', ClassEnrolmentQuery),
    async (c) =>
      c.json(
        await listClassEnrolments(
          c.var.deps,
          signedIn(c.var.actor),
          c.req.valid('param').id,
          c.req.valid('query'),
        ),
      ),
  )
  .get(
    '/schools/:id/class-enrolments/:runId',
    describe({
      summary: 'One result, pupil by pupil, with how each stands now',
      tags,
      signedIn: true,
      answers: { 200: ClassEnrolment },
      problems: ['not-found'],
    }),
    allow('enrol-class'),
    validate('param', OneRun),
    async (c) => {
      const { id, runId } = c.req.valid('param')
      return c.json(await findClassEnrolment(c.var.deps, signedIn(c.var.actor), id, runId))
    },
  )
  .post(
    '/schools/:id/class-enrolments/:runId/undo',
    describe({
      summary: 'Withdraw what is still as this run left it, within a quarter of an hour',
      tags,
      signedIn: true,
      answers: { 200: ClassEnrolment },
      problems: ['not-found', 'class-undo-too-late'],
    }),
    allow('enrol-class'),
    validate('param', OneRun),
    async (c) => {
      const { id, runId } = c.req.valid('param')
      return c.json(await undoClass(c.var.deps, signedIn(c.var.actor), id, runId))
    },
  )

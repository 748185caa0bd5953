import {
  CheckRequest,
  CheckResult,
  Enrolment,
  EnrolmentPage,
  EnrolmentQuery,
  EnrolmentReceipt,
  EnrolmentRequest,
} from '@portal/shared/enrolments/enrolment.ts'
import { Id } from '@portal/shared/wire.ts'
import { Hono } from 'hono'
import * as v from 'valibot'
import { allow, signedIn } from '../access/allow.ts'
import type { AppEnv } from '../app-env.ts'
import { describe } from '../http/describe.ts'
import { validate } from '../http/validate.ts'
import { answerOffer } from '../waiting-list/answer-offer.ts'
import { chooseOnJoining } from '../waiting-list/change-auto-accept.ts'
import { checkChild } from './check-child.ts'
import { enrolChild } from './enrol-child.ts'
import { findEnrolment, listEnrolments } from './queries.ts'
import { readAhead } from './read-ahead.ts'
import { withdrawChild } from './withdraw-child.ts'

const tags: [string] = ['Enrolments']
const ById = v.object({ id: Id })
const refusals = [
  'too-young',
  'too-old',
  'other-neighbourhood',
  'other-school',
  'not-invited',
  'lesson-clash',
  'session-clash',
  'travel-clash',
  'offering-full',
  'enrolment-not-open',
  'enrolment-closed',
] as const

export const enrolmentRoutes = new Hono<AppEnv>()
  .post(
    '/children/:id/checks',
    describe({
      summary: 'What enrolling this child would give; changes nothing',
      tags,
      signedIn: true,
      answers: { 200: CheckResult },
      problems: ['not-found', 'invalid-input'],
    }),
    allow('check-child'),
    validate('param', ById),
    validate('json', CheckRequest),
    async (c) =>
      c.json(
        await checkChild(c.var.deps, signedIn(c.var.actor), {
          childId: c.req.valid('param').id,
          offeringId: c.req.valid('json').offeringId,
        }),
      ),
  )
  .post(
    '/enrolments',
    describe({
      summary: 'Enrol a child; the same again answers 200 with the same enrolment',
      tags,
      signedIn: true,
      answers: { 201: EnrolmentReceipt, 200: EnrolmentReceipt },
      problems: ['not-found', 'invalid-input', ...refusals],
    }),
    readAhead,
    allow('enrol-child'),
    validate('json', EnrolmentRequest),
    async (c) => {
      const actor = signedIn(c.get('actor'))
      const { autoAccept, ...input } = c.req.valid('json')
      const { receipt, isNew } = await enrolChild(c.get('deps'), actor, input, c.get('judgement'))
      if (autoAccept !== undefined) await chooseOnJoining(c.get('deps'), actor, receipt, autoAccept)
      return c.json(receipt, isNew ? 201 : 200)
    },
  )
  .get(
    '/enrolments',
    describe({
      summary: 'Enrolments of own children or pupils',
      tags,
      signedIn: true,
      answers: { 200: EnrolmentPage },
      problems: ['invalid-input'],
    }),
    allow('see-enrolments'),
    validate('query', EnrolmentQuery),
    async (c) => c.json(await listEnrolments(c.var.deps, signedIn(c.var.actor), c.req.valid('query'))),
  )
  .get(
    '/enrolments/:id',
    describe({
      summary: 'One own enrolment',
      tags,
      signedIn: true,
      answers: { 200: Enrolment },
      problems: ['not-found'],
    }),
    allow('see-enrolments'),
    validate('param', ById),
    async (c) => c.json(await findEnrolment(c.var.deps, signedIn(c.var.actor), c.req.valid('param').id)),
  )
  .post(
    '/enrolments/:id/withdrawal',
    describe({
      summary: 'Give up an enrolment',
      tags,
      signedIn: true,
      answers: { 200: Enrolment },
      problems: ['not-found', 'status-does-not-allow'],
    }),
    allow('withdraw-child'),
    validate('param', ById),
    async (c) => c.json(await withdrawChild(c.var.deps, signedIn(c.var.actor), c.req.valid('param').id)),
  )
  .post(
    '/enrolments/:id/acceptance',
    describe({
      summary: 'Say yes to an offered place',
      tags,
      signedIn: true,
      answers: { 200: Enrolment },
      problems: ['not-found', 'status-does-not-allow'],
    }),
    allow('answer-offer'),
    validate('param', ById),
    async (c) =>
      c.json(await answerOffer(c.var.deps, signedIn(c.var.actor), c.req.valid('param').id, 'placed')),
  )
  .post(
    '/enrolments/:id/refusal',
    describe({
      summary: 'Say no to an offered place',
      tags,
      signedIn: true,
      answers: { 200: Enrolment },
      problems: ['not-found', 'status-does-not-allow'],
    }),
    allow('answer-offer'),
    validate('param', ById),
    async (c) =>
      c.json(await answerOffer(c.var.deps, signedIn(c.var.actor), c.req.valid('param').id, 'declined')),
  )

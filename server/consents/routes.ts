import {
  ConsentByLink,
  ConsentGiven,
  ConsentInput,
  ConsentPreview,
  ConsentToken,
  SchoolConsent,
} from '@portal/shared/consents/consent.ts'
import { Enrolment } from '@portal/shared/enrolments/enrolment.ts'
import { Id } from '@portal/shared/wire.ts'
import { Hono } from 'hono'
import * as v from 'valibot'
import { allow, signedIn } from '../access/allow.ts'
import type { AppEnv } from '../app-env.ts'
import { describe } from '../http/describe.ts'
import { clientNetwork } from '../http/rate-limit.ts'
import { validate } from '../http/validate.ts'
import { answerByLink, answerConsent } from './answer-consent.ts'
import { previewConsent } from './preview-consent.ts'
import { findSchoolConsent, giveSchoolConsent, takeBackSchoolConsent } from './school-consent.ts'

const tags: [string] = ['Consent']
const ById = v.object({ id: Id })
const linkRefusals = [
  'invalid-input',
  'consent-link-invalid',
  'consent-link-foreign',
  'consent-answered',
  'consent-expired',
  'consent-ended',
  'rate-limited',
] as const

/** Consent of guardians to what a school enrols their child for. */
export const consentRoutes = new Hono<AppEnv>()
  .post(
    '/consents/previews',
    describe({
      summary: 'What a guardian is asked, by the token of the letter; uses nothing up',
      tags,
      answers: { 200: ConsentPreview },
      problems: [...linkRefusals],
    }),
    allow('answer-consent-by-link'),
    validate('json', ConsentToken),
    async (c) => c.json(await previewConsent(c.var.deps, c.req.valid('json').token, clientNetwork(c))),
  )
  .post(
    '/consents',
    describe({
      summary: 'Answer by the token of the letter, once, without signing in',
      tags,
      answers: { 201: ConsentGiven },
      problems: [...linkRefusals],
    }),
    allow('answer-consent-by-link'),
    validate('json', ConsentByLink),
    async (c) => c.json(await answerByLink(c.var.deps, c.req.valid('json'), clientNetwork(c)), 201),
  )
  .post(
    '/enrolments/:id/consents',
    describe({
      summary: 'Answer for an own child that its school enrolled; the same answer again changes nothing',
      tags,
      signedIn: true,
      answers: { 200: Enrolment },
      problems: [
        'not-found',
        'invalid-input',
        'guardian-acts',
        'young-person-acts',
        'consent-answered',
        'consent-expired',
        'consent-ended',
      ],
    }),
    allow('answer-consent'),
    validate('param', ById),
    validate('json', ConsentInput),
    async (c) =>
      c.json(
        await answerConsent(
          c.var.deps,
          signedIn(c.var.actor),
          c.req.valid('param').id,
          c.req.valid('json').answer,
        ),
      ),
  )
  .get(
    '/children/:id/school-consent',
    describe({
      summary: 'Whether the school of an own child may enrol it without asking',
      tags,
      signedIn: true,
      answers: { 200: SchoolConsent },
      problems: ['not-found'],
    }),
    allow('see-school-consent'),
    validate('param', ById),
    async (c) => c.json(await findSchoolConsent(c.var.deps, signedIn(c.var.actor), c.req.valid('param').id)),
  )
  .put(
    '/children/:id/school-consent',
    describe({
      summary: 'Let the school of an own child enrol it from now on',
      tags,
      signedIn: true,
      answers: { 200: SchoolConsent },
      problems: ['not-found', 'invalid-input', 'guardian-acts', 'young-person-acts', 'changed-meanwhile'],
    }),
    allow('keep-school-consent'),
    validate('param', ById),
    validate('json', v.object({ schoolId: Id })),
    async (c) =>
      c.json(
        await giveSchoolConsent(
          c.var.deps,
          signedIn(c.var.actor),
          c.req.valid('param').id,
          c.req.valid('json').schoolId,
        ),
      ),
  )
  .delete(
    '/children/:id/school-consent',
    describe({
      summary: 'Take it back: each enrolment by the school is asked for again',
      tags,
      signedIn: true,
      answers: { 204: null },
      problems: ['not-found', 'guardian-acts', 'young-person-acts'],
    }),
    allow('keep-school-consent'),
    validate('param', ById),
    async (c) => {
      await takeBackSchoolConsent(c.var.deps, signedIn(c.var.actor), c.req.valid('param').id)
      return c.body(null, 204)
    },
  )

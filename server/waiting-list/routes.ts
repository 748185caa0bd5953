import { Enrolment } from '@portal/shared/enrolments/enrolment.ts'
import { OfferLinkAnswer, OfferPreview, OfferToken } from '@portal/shared/waiting-list/offer-link.ts'
import { EnrolmentPatch, WaitingList } from '@portal/shared/waiting-list/waiting.ts'
import { Id } from '@portal/shared/wire.ts'
import { Hono } from 'hono'
import * as v from 'valibot'
import { allow, signedIn } from '../access/allow.ts'
import type { AppEnv } from '../app-env.ts'
import { describe } from '../http/describe.ts'
import { clientNetwork } from '../http/rate-limit.ts'
import { validate } from '../http/validate.ts'
import { changeAutoAccept } from './change-auto-accept.ts'
import { listReasons } from './list-reasons.ts'
import { answerByLink, previewOffer } from './offer-links.ts'
import { undoRefusal } from './undo-refusal.ts'

const tags: [string] = ['Waiting lists']
const ById = v.object({ id: Id })

/** What moves a waiting list, besides enrolling, withdrawing and answering (enrolments/routes.ts). */
export const waitingListRoutes = new Hono<AppEnv>()
  .patch(
    '/enrolments/:id',
    describe({
      summary: 'Choose whether a place is taken as soon as there is one, while waiting',
      tags,
      signedIn: true,
      answers: { 200: Enrolment },
      problems: ['not-found', 'invalid-input', 'status-does-not-allow', 'guardian-acts', 'young-person-acts'],
    }),
    allow('change-enrolment'),
    validate('param', ById),
    validate('json', EnrolmentPatch),
    async (c) =>
      c.json(
        await changeAutoAccept(
          c.var.deps,
          signedIn(c.var.actor),
          c.req.valid('param').id,
          c.req.valid('json'),
        ),
      ),
  )
  .post(
    '/enrolments/:id/refusal-undos',
    describe({
      summary: 'Take a no to an offered place back, once and soon',
      tags,
      signedIn: true,
      answers: { 200: Enrolment },
      problems: [
        'not-found',
        'status-does-not-allow',
        'undo-used',
        'undo-too-late',
        'already-enrolled',
        'offer-cancelled',
        'guardian-acts',
        'young-person-acts',
      ],
    }),
    allow('answer-offer'),
    validate('param', ById),
    async (c) => c.json(await undoRefusal(c.var.deps, signedIn(c.var.actor), c.req.valid('param').id)),
  )
  .post(
    '/offer-links/previews',
    describe({
      summary: 'What the link in a letter is about, and how it stands; changes nothing',
      tags,
      answers: { 200: OfferPreview },
      problems: ['invalid-input', 'offer-link-unknown', 'rate-limited'],
    }),
    allow('answer-offer-by-link'),
    validate('json', OfferToken),
    async (c) => c.json(await previewOffer(c.var.deps, c.req.valid('json').token, clientNetwork(c))),
  )
  .post(
    '/offer-links',
    describe({
      summary: 'Answer an offered place by the link in a letter, without signing in',
      tags,
      answers: { 200: OfferPreview },
      problems: [
        'invalid-input',
        'not-found',
        'offer-link-unknown',
        'offer-link-replaced',
        'offer-expired',
        'offer-accepted',
        'offer-declined',
        'offer-gone',
        'offer-withdrawn',
        'offer-cancelled',
        'status-does-not-allow',
        'undo-used',
        'undo-too-late',
        'already-enrolled',
        'guardian-acts',
        'young-person-acts',
        'rate-limited',
      ],
    }),
    allow('answer-offer-by-link'),
    validate('json', OfferLinkAnswer),
    async (c) => c.json(await answerByLink(c.var.deps, c.req.valid('json'), clientNetwork(c))),
  )
  .get(
    '/offerings/:id/waiting-list',
    describe({
      summary: 'How the waiting list stands, and why places were not offered; names nobody',
      tags,
      signedIn: true,
      answers: { 200: WaitingList },
      problems: ['not-found'],
    }),
    allow('see-waiting-list'),
    validate('param', ById),
    async (c) => c.json(await listReasons(c.var.deps, signedIn(c.var.actor), c.req.valid('param').id)),
  )

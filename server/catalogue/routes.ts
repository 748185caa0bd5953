import { Alternatives, AlternativesQuery } from '@portal/shared/catalogue/alternatives.ts'
import { Offering, OfferingInput, OfferingPage, OfferingPatch } from '@portal/shared/catalogue/offering.ts'
import { OfferingChangePreview } from '@portal/shared/catalogue/offering-change.ts'
import { OfferingQuery } from '@portal/shared/catalogue/search.ts'
import { ParticipantPage } from '@portal/shared/enrolments/enrolment.ts'
import { Id, PageQuery } from '@portal/shared/wire.ts'
import { Hono } from 'hono'
import * as v from 'valibot'
import { allow, signedIn } from '../access/allow.ts'
import type { AppEnv } from '../app-env.ts'
import { describe } from '../http/describe.ts'
import { etagOf, readIfMatch } from '../http/etag.ts'
import { limitSearches } from '../http/limit-searches.ts'
import { sameForAll } from '../http/same-for-all.ts'
import { validate } from '../http/validate.ts'
import { ReasonQuery } from '../looks/reason.ts'
import { checkOffering } from './check-offering.ts'
import { createOffering } from './create-offering.ts'
import { changeOffering } from './keep-offering.ts'
import { listAlternatives } from './list-alternatives.ts'
import { listOfferings } from './list-offerings.ts'
import { listParticipants } from './participants.ts'
import { previewOfferingChange } from './preview-change.ts'
import { findOffering, listOwnOfferings } from './queries.ts'

const tags: [string] = ['Catalogue']
const ById = v.object({ id: Id })
const Paging = v.object({ ...PageQuery })

export const catalogueRoutes = new Hono<AppEnv>()
  .get(
    '/offerings',
    limitSearches,
    sameForAll(),
    describe({
      summary: 'Published offerings; filters combine',
      tags,
      answers: { 200: OfferingPage },
      problems: ['invalid-input', 'rate-limited'],
    }),
    allow('see-offerings'),
    validate('query', OfferingQuery),
    async (c) => c.json(await listOfferings(c.var.deps, c.req.valid('query'))),
  )
  .get(
    '/own-offerings',
    describe({
      summary: 'Offerings of the own organisation, drafts too',
      tags,
      signedIn: true,
      answers: { 200: OfferingPage },
      problems: ['invalid-input'],
    }),
    allow('see-own-offerings'),
    validate('query', Paging),
    async (c) => c.json(await listOwnOfferings(c.var.deps, signedIn(c.var.actor), c.req.valid('query'))),
  )
  .post(
    '/offerings',
    describe({
      summary: 'Make an offering',
      tags,
      signedIn: true,
      answers: { 201: Offering },
      problems: ['invalid-input', 'provider-not-approved', 'vog-expired'],
    }),
    allow('publish-offering'),
    validate(
      'json',
      OfferingInput,
      async ({ var: { deps } }, sound) => (await checkOffering(deps, deps.db, null, sound)).errors,
    ),
    async (c) => c.json(await createOffering(c.var.deps, signedIn(c.var.actor), c.req.valid('json')), 201),
  )
  .get(
    '/offerings/:id',
    describe({
      summary: 'One offering with its sessions',
      tags,
      answers: { 200: Offering },
      problems: ['not-found'],
    }),
    allow('see-offerings'),
    validate('param', ById),
    async (c) => {
      const offering = await findOffering(c.var.deps, c.var.actor, c.req.valid('param').id)
      c.header('ETag', etagOf(offering.version))
      return c.json(offering)
    },
  )
  .patch(
    '/offerings/:id',
    describe({
      summary: 'Change an own offering',
      tags,
      signedIn: true,
      answers: { 200: Offering },
      problems: [
        'not-found',
        'invalid-input',
        'precondition-failed',
        'changed-meanwhile',
        'capacity-below-taken',
        'capacity-below-held',
        'has-live-enrolments',
        'session-clash',
        'provider-not-approved',
        'vog-expired',
      ],
    }),
    allow('publish-offering'),
    validate('param', ById),
    validate(
      'json',
      OfferingPatch,
      async ({ var: { deps }, req }, sound) =>
        (await checkOffering(deps, deps.db, req.param('id') ?? null, sound)).errors,
    ),
    async (c) => {
      const ifMatch = readIfMatch(c.req.header('If-Match'))
      const offering = await changeOffering(
        c.var.deps,
        signedIn(c.var.actor),
        c.req.valid('param').id,
        c.req.valid('json'),
        ifMatch,
      )
      c.header('ETag', etagOf(offering.version))
      return c.json(offering)
    },
  )
  .post(
    '/offerings/:id/changes/previews',
    describe({
      summary: 'Whom a change of an own offering would touch; changes nothing',
      tags,
      signedIn: true,
      answers: { 200: OfferingChangePreview },
      problems: ['not-found', 'invalid-input'],
    }),
    allow('publish-offering'),
    validate('param', ById),
    validate(
      'json',
      OfferingPatch,
      async ({ var: { deps }, req }, sound) =>
        (await checkOffering(deps, deps.db, req.param('id') ?? null, sound)).errors,
    ),
    async (c) =>
      c.json(
        await previewOfferingChange(
          c.var.deps,
          signedIn(c.var.actor),
          c.req.valid('param').id,
          c.req.valid('json'),
        ),
      ),
  )
  .get(
    '/children/:id/alternatives',
    describe({
      summary: 'What else fits an own child, instead of an offering that it lost',
      tags,
      signedIn: true,
      answers: { 200: Alternatives },
      problems: ['not-found', 'invalid-input'],
    }),
    allow('see-alternatives'),
    validate('param', ById),
    validate('query', AlternativesQuery),
    async (c) =>
      c.json(
        await listAlternatives(
          c.var.deps,
          signedIn(c.var.actor),
          c.req.valid('param').id,
          c.req.valid('query').offeringId,
        ),
      ),
  )
  .get(
    '/offerings/:id/participants',
    describe({
      summary: 'Who comes and who waits',
      tags,
      signedIn: true,
      answers: { 200: ParticipantPage },
      problems: ['not-found', 'invalid-input'],
    }),
    allow('see-participants'),
    validate('param', ById),
    validate('query', v.object({ ...PageQuery, ...ReasonQuery })),
    async (c) =>
      c.json(
        await listParticipants(
          c.var.deps,
          signedIn(c.var.actor),
          c.req.valid('param').id,
          c.req.valid('query'),
        ),
      ),
  )

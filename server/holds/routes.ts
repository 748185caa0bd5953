import {
  HoldInput,
  HoldPatch,
  InvitedPupilPage,
  PlaceHold,
  PlaceHoldPage,
  PupilInvitations,
  SchoolPlacesPage,
} from '@portal/shared/holds/hold.ts'
import { Id, PageQuery } from '@portal/shared/wire.ts'
import { Hono } from 'hono'
import * as v from 'valibot'
import { allow, signedIn } from '../access/allow.ts'
import type { AppEnv } from '../app-env.ts'
import { describe } from '../http/describe.ts'
import { validate } from '../http/validate.ts'
import { invitePupils, listInvitedPupils, uninvitePupil } from './invite-pupils.ts'
import { changeHold, holdPlaces, releaseHold } from './keep-hold.ts'
import { listSchoolPlaces } from './list-school-places.ts'
import { listHolds } from './queries.ts'

const tags: [string] = ['Held places']
const ById = v.object({ id: Id })
const OneHold = v.object({ id: Id, holdId: Id })
const OfSchool = v.object({ id: Id, offeringId: Id })
const OnePupil = v.object({ id: Id, offeringId: Id, childId: Id })
const Paging = v.object({ ...PageQuery })

/** Places that are held for some until a moment, and the pupils whom a school invites to them. */
export const holdRoutes = new Hono<AppEnv>()
  .get(
    '/offerings/:id/holds',
    describe({
      summary: 'Held places of an own offering; a school sees those for itself',
      tags,
      signedIn: true,
      answers: { 200: PlaceHoldPage },
      problems: ['not-found', 'invalid-input'],
    }),
    allow('see-holds'),
    validate('param', ById),
    validate('query', Paging),
    async (c) =>
      c.json(
        await listHolds(c.var.deps, signedIn(c.var.actor), c.req.valid('param').id, c.req.valid('query')),
      ),
  )
  .post(
    '/offerings/:id/holds',
    describe({
      summary: 'Hold free places for a school, a neighbourhood or invited children',
      tags,
      signedIn: true,
      answers: { 201: PlaceHold },
      problems: [
        'not-found',
        'invalid-input',
        'held-places-not-free',
        'offering-not-published',
        'enrolment-by-round',
      ],
    }),
    allow('keep-holds'),
    validate('param', ById),
    validate('json', HoldInput),
    async (c) =>
      c.json(
        await holdPlaces(c.var.deps, signedIn(c.var.actor), c.req.valid('param').id, c.req.valid('json')),
        201,
      ),
  )
  .patch(
    '/offerings/:id/holds/:holdId',
    describe({
      summary: 'Hold more or fewer places, or until another moment',
      tags,
      signedIn: true,
      answers: { 200: PlaceHold },
      problems: ['not-found', 'invalid-input', 'held-places-not-free', 'held-places-used', 'hold-ended'],
    }),
    allow('keep-holds'),
    validate('param', OneHold),
    validate('json', HoldPatch),
    async (c) => {
      const { id, holdId } = c.req.valid('param')
      return c.json(await changeHold(c.var.deps, signedIn(c.var.actor), id, holdId, c.req.valid('json')))
    },
  )
  .delete(
    '/offerings/:id/holds/:holdId',
    describe({
      summary: 'Release held places now: what is left is for everybody',
      tags,
      signedIn: true,
      answers: { 204: null },
      problems: ['not-found'],
    }),
    allow('keep-holds'),
    validate('param', OneHold),
    async (c) => {
      const { id, holdId } = c.req.valid('param')
      await releaseHold(c.var.deps, signedIn(c.var.actor), id, holdId)
      return c.body(null, 204)
    },
  )
  .get(
    '/schools/:id/held-places',
    describe({
      summary: 'Where places are held for own pupils, or for children whom the school may invite',
      tags,
      signedIn: true,
      answers: { 200: SchoolPlacesPage },
      problems: ['not-found', 'invalid-input'],
    }),
    allow('invite-children'),
    validate('param', ById),
    validate('query', Paging),
    async (c) =>
      c.json(
        await listSchoolPlaces(
          c.var.deps,
          signedIn(c.var.actor),
          c.req.valid('param').id,
          c.req.valid('query'),
        ),
      ),
  )
  .get(
    '/schools/:id/offerings/:offeringId/invitations',
    describe({
      summary: 'Own pupils who were invited to an offering',
      tags,
      signedIn: true,
      answers: { 200: InvitedPupilPage },
      problems: ['not-found', 'invalid-input'],
    }),
    allow('invite-children'),
    validate('param', OfSchool),
    validate('query', Paging),
    async (c) => {
      const { id, offeringId } = c.req.valid('param')
      return c.json(
        await listInvitedPupils(c.var.deps, signedIn(c.var.actor), id, offeringId, c.req.valid('query')),
      )
    },
  )
  .post(
    '/schools/:id/offerings/:offeringId/invitations',
    describe({
      summary: 'Invite own pupils to an offering that is, or holds places, for invited children',
      tags,
      signedIn: true,
      answers: { 204: null },
      problems: ['not-found', 'invalid-input', 'takes-no-invitations'],
    }),
    allow('invite-children'),
    validate('param', OfSchool),
    validate('json', PupilInvitations),
    async (c) => {
      const { id, offeringId } = c.req.valid('param')
      await invitePupils(c.var.deps, signedIn(c.var.actor), id, offeringId, c.req.valid('json'))
      return c.body(null, 204)
    },
  )
  .delete(
    '/schools/:id/offerings/:offeringId/invitations/:childId',
    describe({
      summary: 'Take the invitation of an own pupil back',
      tags,
      signedIn: true,
      answers: { 204: null },
      problems: ['not-found'],
    }),
    allow('invite-children'),
    validate('param', OnePupil),
    async (c) => {
      const { id, offeringId, childId } = c.req.valid('param')
      await uninvitePupil(c.var.deps, signedIn(c.var.actor), id, offeringId, childId)
      return c.body(null, 204)
    },
  )

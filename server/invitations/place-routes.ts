import {
  ChildInvitationInput,
  Invitation,
  InvitationPage,
  ProviderInvitationInput,
  SchoolInvitationInput,
  TeamInvitationInput,
} from '@portal/shared/invitations/invitation.ts'
import type { ProblemCode } from '@portal/shared/problem.ts'
import { Id, PageQuery } from '@portal/shared/wire.ts'
import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import type { Verb } from '../access/access-table.ts'
import { allow, signedIn } from '../access/allow.ts'
import type { AppEnv } from '../app-env.ts'
import { describe } from '../http/describe.ts'
import { validate } from '../http/validate.ts'
import { invitePerson, type Wanted } from './invite-person.ts'
import { renewInvitation, revokeInvitation } from './keep-invitation.ts'
import type { Place } from './place.ts'
import { listInvitations } from './queries.ts'

const tags: [string] = ['Invitations']

/** One kind of place to which people are invited: its addresses, and the verbs of the access table that hold there. */
type PlaceRoutes = {
  path: string
  what: string
  see: Verb
  keep: Verb
  input: v.GenericSchema<unknown, Wanted>
  placeOf: (id: string) => Place
  refusals?: ProblemCode[]
}

/** The same four routes for each: see, invite, send again, take back. The team has no id in its path. */
function routesOf({ path, what, see, keep, input, placeOf, refusals = [] }: PlaceRoutes): Hono<AppEnv> {
  const hasId = path.includes(':id')
  const where: v.ObjectEntries = hasId ? { id: Id } : {}
  const Where = v.object(where)
  const Which = v.object({ ...where, invitationId: Id })
  const placeIn = (c: Context<AppEnv>) => placeOf(c.req.param('id') ?? '')
  return new Hono<AppEnv>()
    .get(
      path,
      describe({
        summary: `Invitations ${what} that were not answered yet`,
        tags,
        signedIn: true,
        answers: { 200: InvitationPage },
        problems: [...(hasId ? (['not-found'] as const) : []), 'invalid-input'],
      }),
      allow(see),
      validate('param', Where),
      validate('query', v.object({ ...PageQuery })),
      async (c) =>
        c.json(await listInvitations(c.var.deps, signedIn(c.var.actor), placeIn(c), c.req.valid('query'))),
    )
    .post(
      path,
      describe({
        summary: `Invite somebody ${what} by mail; replaces an open invitation of the same address`,
        tags,
        signedIn: true,
        answers: { 201: Invitation },
        problems: ['not-found', 'invalid-input', 'already-member', 'rate-limited', ...refusals],
      }),
      allow(keep),
      validate('param', Where),
      validate('json', input),
      async (c) =>
        c.json(await invitePerson(c.var.deps, signedIn(c.var.actor), placeIn(c), c.req.valid('json')), 201),
    )
    .post(
      `${path}/:invitationId/renewal`,
      describe({
        summary: `Send an invitation ${what} again with a new link; the old link ends`,
        tags,
        signedIn: true,
        answers: { 200: Invitation },
        problems: ['not-found', 'rate-limited', ...refusals],
      }),
      allow(keep),
      validate('param', Which),
      async (c) => {
        const { invitationId } = c.req.valid('param')
        return c.json(await renewInvitation(c.var.deps, signedIn(c.var.actor), placeIn(c), invitationId))
      },
    )
    .delete(
      `${path}/:invitationId`,
      describe({
        summary: `Take back an invitation ${what}`,
        tags,
        signedIn: true,
        answers: { 204: null },
        problems: ['not-found', ...refusals],
      }),
      allow(keep),
      validate('param', Which),
      async (c) => {
        const { invitationId } = c.req.valid('param')
        await revokeInvitation(c.var.deps, signedIn(c.var.actor), placeIn(c), invitationId)
        return c.body(null, 204)
      },
    )
}

/** Who invites, and where. */
export const invitationPlaceRoutes = new Hono<AppEnv>()
  .route(
    '/',
    routesOf({
      path: '/children/:id/invitations',
      what: 'to a child, as its guardian or as itself,',
      see: 'see-guardians',
      keep: 'invite-guardian',
      input: ChildInvitationInput,
      placeOf: (id) => ({ kind: 'child', id }),
      refusals: ['guardian-acts', 'young-person-acts', 'too-young-for-account', 'has-own-account'],
    }),
  )
  .route(
    '/',
    routesOf({
      path: '/schools/:id/invitations',
      what: 'to a school',
      see: 'see-school-staff',
      keep: 'keep-school-staff',
      input: SchoolInvitationInput,
      placeOf: (id) => ({ kind: 'school', id }),
    }),
  )
  .route(
    '/',
    routesOf({
      path: '/providers/:id/invitations',
      what: 'to a provider',
      see: 'see-provider-staff',
      keep: 'keep-provider-staff',
      input: ProviderInvitationInput,
      placeOf: (id) => ({ kind: 'provider', id }),
    }),
  )
  .route(
    '/',
    routesOf({
      path: '/team-invitations',
      what: 'to the programme team',
      see: 'see-team',
      keep: 'keep-team',
      input: TeamInvitationInput,
      placeOf: () => ({ kind: 'team' }),
    }),
  )

import { ProviderStaffPatch, SchoolStaffPatch, StaffMember, StaffPage } from '@portal/shared/staff/staff.ts'
import { Id, PageQuery } from '@portal/shared/wire.ts'
import { Hono } from 'hono'
import * as v from 'valibot'
import type { Verb } from '../access/access-table.ts'
import { allow, signedIn } from '../access/allow.ts'
import type { AppEnv } from '../app-env.ts'
import { describe } from '../http/describe.ts'
import { validate } from '../http/validate.ts'
import { changeMember, leaveStaff, removeMember } from './keep-member.ts'
import { listStaff, type Workplace } from './queries.ts'

const tags: [string] = ['Staff']
const ById = v.object({ id: Id })
const ByMember = v.object({ id: Id, memberId: Id })
const Paging = v.object({ ...PageQuery })

/** The routes of a kind of organisation. Leaving comes first: "me" is no member's id. */
function routesOf(organisation: {
  kind: 'school' | 'provider'
  path: string
  see: Verb
  keep: Verb
  patch: typeof SchoolStaffPatch | typeof ProviderStaffPatch
}): Hono<AppEnv> {
  const { kind, path, see, keep, patch } = organisation
  const of = (id: string): Workplace => ({ kind, id })
  return new Hono<AppEnv>()
    .get(
      path,
      describe({
        summary: `Who works for a ${kind}`,
        tags,
        signedIn: true,
        answers: { 200: StaffPage },
        problems: ['not-found', 'invalid-input'],
      }),
      allow(see),
      validate('param', ById),
      validate('query', Paging),
      async (c) =>
        c.json(
          await listStaff(
            c.var.deps,
            signedIn(c.var.actor),
            of(c.req.valid('param').id),
            c.req.valid('query'),
          ),
        ),
    )
    .delete(
      // Not below `staff`: a fixed word where others have an id would keep Hono from its fast router.
      `${path.replace('/staff', '/own-membership')}`,
      describe({
        summary: `Leave a ${kind} oneself`,
        tags,
        signedIn: true,
        answers: { 204: null },
        problems: ['not-found', 'last-owner'],
      }),
      allow('leave-staff'),
      validate('param', ById),
      async (c) => {
        await leaveStaff(c.var.deps, signedIn(c.var.actor), of(c.req.valid('param').id))
        return c.body(null, 204)
      },
    )
    .patch(
      `${path}/:memberId`,
      describe({
        summary: `Change what somebody may do for a ${kind}`,
        tags,
        signedIn: true,
        answers: { 200: StaffMember },
        problems: ['not-found', 'invalid-input', 'last-owner'],
      }),
      allow(keep),
      validate('param', ByMember),
      validate('json', patch),
      async (c) => {
        const { id, memberId } = c.req.valid('param')
        return c.json(
          await changeMember(c.var.deps, signedIn(c.var.actor), of(id), memberId, c.req.valid('json')),
        )
      },
    )
    .delete(
      `${path}/:memberId`,
      describe({
        summary: `Remove somebody from a ${kind}`,
        tags,
        signedIn: true,
        answers: { 204: null },
        problems: ['not-found', 'last-owner'],
      }),
      allow(keep),
      validate('param', ByMember),
      async (c) => {
        const { id, memberId } = c.req.valid('param')
        await removeMember(c.var.deps, signedIn(c.var.actor), of(id), memberId)
        return c.body(null, 204)
      },
    )
}

/** Colleagues of a school, of a provider and in the programme team. */
export const staffRoutes = new Hono<AppEnv>()
  .route(
    '/',
    routesOf({
      kind: 'school',
      path: '/schools/:id/staff',
      see: 'see-school-staff',
      keep: 'keep-school-staff',
      patch: SchoolStaffPatch,
    }),
  )
  .route(
    '/',
    routesOf({
      kind: 'provider',
      path: '/providers/:id/staff',
      see: 'see-provider-staff',
      keep: 'keep-provider-staff',
      patch: ProviderStaffPatch,
    }),
  )
  .get(
    '/team-members',
    describe({
      summary: 'Who is in the programme team',
      tags,
      signedIn: true,
      answers: { 200: StaffPage },
      problems: ['invalid-input'],
    }),
    allow('see-team'),
    validate('query', Paging),
    async (c) =>
      c.json(await listStaff(c.var.deps, signedIn(c.var.actor), { kind: 'team' }, c.req.valid('query'))),
  )
  .delete(
    '/team-members/:memberId',
    describe({
      summary: 'Remove somebody from the programme team',
      tags,
      signedIn: true,
      answers: { 204: null },
      problems: ['not-found', 'last-team-member'],
    }),
    allow('keep-team'),
    validate('param', v.object({ memberId: Id })),
    async (c) => {
      await removeMember(c.var.deps, signedIn(c.var.actor), { kind: 'team' }, c.req.valid('param').memberId)
      return c.body(null, 204)
    },
  )

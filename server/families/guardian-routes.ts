import { FamilyMemberPage } from '@portal/shared/families/guardian.ts'
import { Id, PageQuery } from '@portal/shared/wire.ts'
import { Hono } from 'hono'
import * as v from 'valibot'
import { allow, signedIn } from '../access/allow.ts'
import type { AppEnv } from '../app-env.ts'
import { describe } from '../http/describe.ts'
import { validate } from '../http/validate.ts'
import { endGuardianship } from './end-guardianship.ts'
import { listFamilyMembers } from './guardians.ts'

const tags: [string] = ['Families']

/** Who belongs to a child. */
export const guardianRoutes = new Hono<AppEnv>()
  .get(
    '/children/:id/guardians',
    describe({
      summary: 'Who belongs to an own child: its guardians and its own account',
      tags,
      signedIn: true,
      answers: { 200: FamilyMemberPage },
      problems: ['not-found', 'invalid-input'],
    }),
    allow('see-guardians'),
    validate('param', v.object({ id: Id })),
    validate('query', v.object({ ...PageQuery })),
    async (c) =>
      c.json(
        await listFamilyMembers(
          c.var.deps,
          signedIn(c.var.actor),
          c.req.valid('param').id,
          c.req.valid('query'),
        ),
      ),
  )
  .delete(
    '/children/:id/guardians/:accountId',
    describe({
      summary: 'End the link between an account and a child, with the home that this guardian entered',
      tags,
      signedIn: true,
      answers: { 204: null },
      problems: ['not-found', 'last-guardian', 'only-own-link', 'guardian-acts', 'young-person-acts'],
    }),
    allow('end-guardianship'),
    validate('param', v.object({ id: Id, accountId: Id })),
    async (c) => {
      const { id, accountId } = c.req.valid('param')
      await endGuardianship(c.var.deps, signedIn(c.var.actor), id, accountId)
      return c.body(null, 204)
    },
  )

import { ExternalIdentityPage } from '@portal/shared/sign-in/openid.ts'
import { EmailChangeConfirmation, EmailChangeRequest, MePatch } from '@portal/shared/sign-in/own-account.ts'
import { Me } from '@portal/shared/sign-in/sign-in.ts'
import { Id, PageQuery } from '@portal/shared/wire.ts'
import { Hono } from 'hono'
import * as v from 'valibot'
import { allow, signedIn } from '../access/allow.ts'
import type { AppEnv } from '../app-env.ts'
import { describe } from '../http/describe.ts'
import { validate } from '../http/validate.ts'
import { askEmailChange, confirmEmailChange } from './change-email.ts'
import { changeName } from './change-name.ts'
import { listIdentities, removeIdentity } from './external-identities.ts'
import { findMe } from './queries.ts'

const tags: [string] = ['Sign-in']

/** The own account: who it is, its mail address, and identities elsewhere that sign in to it. */
export const accountRoutes = new Hono<AppEnv>()
  .get(
    '/me',
    describe({ summary: 'Who is signed in', tags, signedIn: true, answers: { 200: Me } }),
    allow('see-self'),
    async (c) => c.json(await findMe(c.var.deps, signedIn(c.var.actor).accountId)),
  )
  .patch(
    '/me',
    describe({
      summary: 'Change the own name',
      tags,
      signedIn: true,
      answers: { 200: Me },
      problems: ['invalid-input'],
    }),
    allow('change-self'),
    validate('json', MePatch),
    async (c) => c.json(await changeName(c.var.deps, signedIn(c.var.actor), c.req.valid('json'))),
  )
  .post(
    '/email-changes',
    describe({
      summary: 'Mail a link to a new address of the own account; the answer is the same for every address',
      tags,
      signedIn: true,
      answers: { 202: null },
      problems: ['invalid-input', 'rate-limited'],
    }),
    allow('change-self'),
    validate('json', EmailChangeRequest),
    async (c) => {
      await askEmailChange(c.var.deps, signedIn(c.var.actor), c.req.valid('json'))
      return c.body(null, 202)
    },
  )
  .post(
    '/email-changes/confirmations',
    describe({
      summary: 'Make the new address that of the own account, with the token of the link',
      tags,
      signedIn: true,
      answers: { 201: Me },
      problems: ['invalid-input', 'link-invalid', 'email-taken'],
    }),
    allow('change-self'),
    validate('json', EmailChangeConfirmation),
    async (c) => {
      const actor = signedIn(c.var.actor)
      await confirmEmailChange(c.var.deps, actor, c.req.valid('json').token)
      return c.json(await findMe(c.var.deps, actor.accountId), 201)
    },
  )
  .get(
    '/external-identities',
    describe({
      summary: 'Identities elsewhere that sign in to the own account',
      tags,
      signedIn: true,
      answers: { 200: ExternalIdentityPage },
      problems: ['invalid-input'],
    }),
    allow('see-self'),
    validate('query', v.object({ ...PageQuery })),
    async (c) => c.json(await listIdentities(c.var.deps, signedIn(c.var.actor), c.req.valid('query'))),
  )
  .delete(
    '/external-identities/:id',
    describe({
      summary: 'Take an identity elsewhere away from the own account',
      tags,
      signedIn: true,
      answers: { 204: null },
      problems: ['not-found', 'last-way-in'],
    }),
    allow('change-self'),
    validate('param', v.object({ id: Id })),
    async (c) => {
      await removeIdentity(c.var.deps, signedIn(c.var.actor), c.req.valid('param').id)
      return c.body(null, 204)
    },
  )

import {
  Passkey,
  PasskeyInput,
  PasskeyOptions,
  PasskeyPage,
  PasskeyPatch,
  PasskeySessionRequest,
} from '@portal/shared/sign-in/passkey.ts'
import { Me } from '@portal/shared/sign-in/sign-in.ts'
import { Id, PageQuery } from '@portal/shared/wire.ts'
import { Hono } from 'hono'
import * as v from 'valibot'
import { allow, signedIn } from '../access/allow.ts'
import { findMe } from '../accounts/queries.ts'
import type { AppEnv } from '../app-env.ts'
import { describe } from '../http/describe.ts'
import { clientNetwork } from '../http/rate-limit.ts'
import { deviceOf, readSessionToken, setSessionCookie } from '../http/session.ts'
import { validate } from '../http/validate.ts'
import { listPasskeys, removePasskey, renamePasskey } from './keep-passkey.ts'
import { addPasskey, askRegistration } from './register-passkey.ts'
import { askPasskey, signInWithPasskey } from './sign-in-with-passkey.ts'
import { signOut } from './sign-out.ts'

const tags: [string] = ['Sign-in']
const ById = v.object({ id: Id })

/**
 * Signing in with a passkey, and the passkeys of the own account. Making one is for staff; who is staff no more still sees those that sign
 * in to their account, and takes them away.
 */
export const passkeyRoutes = new Hono<AppEnv>()
  .post(
    '/passkey-sign-ins',
    describe({
      summary: 'Begin to sign in with a passkey: what the device has to sign',
      tags,
      answers: { 201: PasskeyOptions },
      problems: ['rate-limited'],
    }),
    allow('sign-in'),
    async (c) => c.json(await askPasskey(c.var.deps, clientNetwork(c)), 201),
  )
  .post(
    '/sessions/passkey',
    describe({
      summary: 'Sign in with what the device signed, once',
      tags,
      answers: { 201: Me },
      problems: ['invalid-input', 'passkey-refused', 'sign-in-invalid', 'rate-limited'],
    }),
    allow('sign-in'),
    validate('json', PasskeySessionRequest),
    async (c) => {
      const { deps } = c.var
      const from = { network: clientNetwork(c), device: deviceOf(c) }
      const { accountId, token } = await signInWithPasskey(deps, c.req.valid('json'), from)
      // Whoever was signed in with this browser before no longer is.
      await signOut(deps, readSessionToken(c, deps.settings) ?? undefined)
      setSessionCookie(c, deps.settings, token)
      return c.json(await findMe(deps, accountId), 201)
    },
  )
  .post(
    '/passkeys/registration-options',
    describe({
      summary: 'Begin to add a passkey: what the device has to make',
      tags,
      signedIn: true,
      answers: { 201: PasskeyOptions },
      problems: ['rate-limited'],
    }),
    allow('keep-passkey'),
    async (c) => c.json(await askRegistration(c.var.deps, signedIn(c.var.actor)), 201),
  )
  .post(
    '/passkeys',
    describe({
      summary: 'Add a passkey to the own account',
      tags,
      signedIn: true,
      answers: { 201: Passkey },
      problems: ['invalid-input', 'passkey-refused', 'sign-in-invalid', 'limit-reached'],
    }),
    allow('keep-passkey'),
    validate('json', PasskeyInput),
    async (c) => c.json(await addPasskey(c.var.deps, signedIn(c.var.actor), c.req.valid('json')), 201),
  )
  .get(
    '/passkeys',
    describe({
      summary: 'Passkeys of the own account',
      tags,
      signedIn: true,
      answers: { 200: PasskeyPage },
      problems: ['invalid-input'],
    }),
    allow('see-self'),
    validate('query', v.object({ ...PageQuery })),
    async (c) => c.json(await listPasskeys(c.var.deps, signedIn(c.var.actor), c.req.valid('query'))),
  )
  .patch(
    '/passkeys/:id',
    describe({
      summary: 'Give an own passkey another name',
      tags,
      signedIn: true,
      answers: { 200: Passkey },
      problems: ['not-found', 'invalid-input'],
    }),
    allow('change-self'),
    validate('param', ById),
    validate('json', PasskeyPatch),
    async (c) =>
      c.json(
        await renamePasskey(c.var.deps, signedIn(c.var.actor), c.req.valid('param').id, c.req.valid('json')),
      ),
  )
  .delete(
    '/passkeys/:id',
    describe({
      summary: 'Take an own passkey away',
      tags,
      signedIn: true,
      answers: { 204: null },
      problems: ['not-found'],
    }),
    allow('change-self'),
    validate('param', ById),
    async (c) => {
      await removePasskey(c.var.deps, signedIn(c.var.actor), c.req.valid('param').id)
      return c.body(null, 204)
    },
  )

import {
  NewPairCode,
  PairCodeInput,
  PairCodePage,
  PairCodeQuery,
  PairPreview,
  PairPreviewInput,
  PairRedemption,
  PairRedemptionInput,
} from '@portal/shared/pair-codes/pair-code.ts'
import { Id } from '@portal/shared/wire.ts'
import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import type { Actor } from '../access/actor.ts'
import { allow, signedIn } from '../access/allow.ts'
import type { AppEnv } from '../app-env.ts'
import { refusalCodes } from '../enrolments/refusal-codes.ts'
import { describe } from '../http/describe.ts'
import { clientNetwork, countHit } from '../http/rate-limit.ts'
import { validate } from '../http/validate.ts'
import { previewPairCode } from './find-pair-code.ts'
import { listPairCodes } from './list-pair-codes.ts'
import { makePairCode, revokePairCode } from './make-pair-code.ts'
import { redeemPairCode } from './redeem-pair-code.ts'

const tags: [string] = ['Enrolling together']
const ById = v.object({ id: Id })

/** Each look at a code counts, right or wrong. At this pace an account finds one of a thousand open codes in four years. */
const perAccount = { name: 'pair-code-account', limit: 30, windowSeconds: 3600 }
const perNetwork = { name: 'pair-code-network', limit: 200, windowSeconds: 3600 }
const making = { name: 'pair-code-making', limit: 60, windowSeconds: 3600 }

async function counted(c: Context<AppEnv>): Promise<Actor> {
  const actor = signedIn(c.var.actor)
  await countHit(c.var.deps, perNetwork, clientNetwork(c))
  await countHit(c.var.deps, perAccount, actor.accountId)
  return actor
}

const codeProblems = [
  'invalid-input',
  'rate-limited',
  'pair-code-unknown',
  'pair-code-used',
  'pair-code-ended',
  'pair-code-expired',
] as const

/** Two families who want a place for their children together. */
export const pairCodeRoutes = new Hono<AppEnv>()
  .get(
    '/pair-codes',
    describe({
      summary: 'Own codes, and who joined with them; without the codes themselves',
      tags,
      signedIn: true,
      answers: { 200: PairCodePage },
      problems: ['invalid-input'],
    }),
    allow('enrol-with-friend'),
    validate('query', PairCodeQuery),
    async (c) => c.json(await listPairCodes(c.var.deps, signedIn(c.var.actor), c.req.valid('query'))),
  )
  .post(
    '/pair-codes',
    describe({
      summary: 'Make a code with which a friend joins; told this once, reserves nothing',
      tags,
      signedIn: true,
      answers: { 201: NewPairCode },
      problems: [
        'invalid-input',
        'rate-limited',
        'not-found',
        'guardian-acts',
        'young-person-acts',
        'too-many-pair-codes',
        ...refusalCodes,
      ],
    }),
    allow('enrol-with-friend'),
    validate('json', PairCodeInput),
    async (c) => {
      const actor = signedIn(c.var.actor)
      await countHit(c.var.deps, making, actor.accountId)
      return c.json(await makePairCode(c.var.deps, actor, c.req.valid('json')), 201)
    },
  )
  .delete(
    '/pair-codes/:id',
    describe({
      summary: 'Take an own code back: it stops working',
      tags,
      signedIn: true,
      answers: { 204: null },
      problems: ['not-found', 'pair-code-used'],
    }),
    allow('enrol-with-friend'),
    validate('param', ById),
    async (c) => {
      await revokePairCode(c.var.deps, signedIn(c.var.actor), c.req.valid('param').id)
      return c.body(null, 204)
    },
  )
  .post(
    '/pair-codes/previews',
    describe({
      summary: 'With whom, and at what: first name and activity; changes nothing',
      tags,
      signedIn: true,
      answers: { 200: PairPreview },
      problems: [...codeProblems],
    }),
    allow('enrol-with-friend'),
    validate('json', PairPreviewInput),
    async (c) => {
      await counted(c)
      return c.json(await previewPairCode(c.var.deps, c.req.valid('json').code))
    },
  )
  .post(
    '/pair-codes/redemptions',
    describe({
      summary: 'Enrol the own child and the friend at once, both or none',
      tags,
      signedIn: true,
      answers: { 201: PairRedemption, 200: PairRedemption },
      problems: [
        ...codeProblems,
        'not-found',
        'guardian-acts',
        'young-person-acts',
        'pair-code-own',
        'friend-enrolled-already',
        'friend-cannot-join',
        'no-room-together',
        ...refusalCodes,
      ],
    }),
    allow('enrol-with-friend'),
    validate('json', PairRedemptionInput),
    async (c) => {
      const { redemption, isNew } = await redeemPairCode(c.var.deps, await counted(c), c.req.valid('json'))
      return c.json(redemption, isNew ? 201 : 200)
    },
  )

import {
  ClaimCodePage,
  ClaimCodeQuery,
  ClaimCodesInput,
  Claimed,
  ClaimInput,
  ClaimPreview,
  ClaimPreviewInput,
  NewClaimCodes,
} from '@portal/shared/claims/claim.ts'
import { Id } from '@portal/shared/wire.ts'
import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import type { Actor } from '../access/actor.ts'
import { allow, signedIn } from '../access/allow.ts'
import type { AppEnv } from '../app-env.ts'
import { describe } from '../http/describe.ts'
import { clientNetwork, countHit } from '../http/rate-limit.ts'
import { validate } from '../http/validate.ts'
import { claimChild } from './claim-child.ts'
import { previewClaim } from './find-code.ts'
import { handOutCodes, revokeCode } from './hand-out-codes.ts'
import { listClaimCodes } from './queries.ts'

const tags: [string] = ['Claims']
const ById = v.object({ id: Id })
const OneCode = v.object({ id: Id, codeId: Id })

/**
 * Each look at a code counts, right or wrong: for the account, and for the network (a school whose parents come together has one).
 * At this pace a code of fifty bits is found in some ten million years.
 */
const perAccount = { name: 'claim-account', limit: 30, windowSeconds: 3600 }
const perNetwork = { name: 'claim-network', limit: 200, windowSeconds: 3600 }

async function counted(c: Context<AppEnv>): Promise<Actor> {
  const actor = signedIn(c.var.actor)
  await countHit(c.var.deps, perNetwork, clientNetwork(c))
  await countHit(c.var.deps, perAccount, actor.accountId)
  return actor
}

const refusals = [
  'invalid-input',
  'rate-limited',
  'claim-code-unknown',
  'claim-code-used',
  'claim-code-ended',
  'claim-code-expired',
] as const

/** Codes that a school hands out, and what a family does with one. */
export const claimRoutes = new Hono<AppEnv>()
  .post(
    '/claims/previews',
    describe({
      summary: 'Whose code this is: first name and school; changes nothing',
      tags,
      signedIn: true,
      answers: { 200: ClaimPreview },
      problems: [...refusals],
    }),
    allow('claim-child'),
    validate('json', ClaimPreviewInput),
    async (c) => c.json(await previewClaim(c.var.deps, await counted(c), c.req.valid('json').code)),
  )
  .post(
    '/claims',
    describe({
      summary: 'Become guardian of a pupil by a code, or make it one with an own child',
      tags,
      signedIn: true,
      answers: { 201: Claimed },
      problems: [
        ...refusals,
        'not-found',
        'limit-reached',
        'young-person-acts',
        'guardian-acts',
        'merge-birth-dates-differ',
        'merge-other-pupil',
        'merge-places-clash',
      ],
    }),
    allow('claim-child'),
    validate('json', ClaimInput),
    async (c) => c.json(await claimChild(c.var.deps, await counted(c), c.req.valid('json')), 201),
  )
  .get(
    '/schools/:id/claim-codes',
    describe({
      summary: 'Codes that an own school handed out, without the codes themselves',
      tags,
      signedIn: true,
      answers: { 200: ClaimCodePage },
      problems: ['not-found', 'invalid-input'],
    }),
    allow('hand-out-claims'),
    validate('param', ById),
    validate('query', ClaimCodeQuery),
    async (c) =>
      c.json(
        await listClaimCodes(
          c.var.deps,
          signedIn(c.var.actor),
          c.req.valid('param').id,
          c.req.valid('query'),
        ),
      ),
  )
  .post(
    '/schools/:id/claim-codes',
    describe({
      summary: 'Make codes for a group or for some pupils; told this once',
      tags,
      signedIn: true,
      answers: { 201: NewClaimCodes },
      problems: ['not-found', 'invalid-input'],
    }),
    allow('hand-out-claims'),
    validate('param', ById),
    validate('json', ClaimCodesInput),
    async (c) =>
      c.json(
        await handOutCodes(c.var.deps, signedIn(c.var.actor), c.req.valid('param').id, c.req.valid('json')),
        201,
      ),
  )
  .delete(
    '/schools/:id/claim-codes/:codeId',
    describe({
      summary: 'Take a code back: it stops working',
      tags,
      signedIn: true,
      answers: { 204: null },
      problems: ['not-found', 'claim-code-used'],
    }),
    allow('hand-out-claims'),
    validate('param', OneCode),
    async (c) => {
      const { id, codeId } = c.req.valid('param')
      await revokeCode(c.var.deps, signedIn(c.var.actor), id, codeId)
      return c.body(null, 204)
    },
  )

import {
  GroupInput,
  GroupPreview,
  GroupPreviewInput,
  GroupReceipt,
  SwapInput,
  SwapPreview,
  SwapPreviewInput,
  SwapReceipt,
} from '@portal/shared/enrolments/together.ts'
import { Id } from '@portal/shared/wire.ts'
import { Hono } from 'hono'
import * as v from 'valibot'
import { allow, signedIn } from '../access/allow.ts'
import type { AppEnv } from '../app-env.ts'
import { describe } from '../http/describe.ts'
import { validate } from '../http/validate.ts'
import { enrolGroup, previewGroup } from './enrol-group.ts'
import { refusalCodes } from './refusal-codes.ts'
import { previewSwap, swapPlace } from './swap-place.ts'

const tags: [string] = ['Enrolling together']
const swapTags: [string] = ['Enrolments']
const ById = v.object({ id: Id })

/** Several own children at once, and one place for another. */
export const togetherRoutes = new Hono<AppEnv>()
  .post(
    '/enrolment-groups/previews',
    describe({
      summary: 'What enrolling these own children together would give; changes nothing',
      tags,
      signedIn: true,
      answers: { 200: GroupPreview },
      problems: ['not-found', 'invalid-input', 'young-person-acts', 'guardian-acts'],
    }),
    allow('enrol-together'),
    validate('json', GroupPreviewInput),
    async (c) => c.json(await previewGroup(c.var.deps, signedIn(c.var.actor), c.req.valid('json'))),
  )
  .post(
    '/enrolment-groups',
    describe({
      summary: 'Enrol own children together, all or none; the same again answers 200 with the same',
      tags,
      signedIn: true,
      answers: { 201: GroupReceipt, 200: GroupReceipt },
      problems: [
        'not-found',
        'invalid-input',
        'young-person-acts',
        'guardian-acts',
        'no-room-together',
        ...refusalCodes,
      ],
    }),
    allow('enrol-together'),
    validate('json', GroupInput),
    async (c) => {
      const { receipt, isNew } = await enrolGroup(c.var.deps, signedIn(c.var.actor), c.req.valid('json'))
      return c.json(receipt, isNew ? 201 : 200)
    },
  )
  .post(
    '/enrolments/:id/swaps/previews',
    describe({
      summary: 'What exchanging this place for another would give; changes nothing',
      tags: swapTags,
      signedIn: true,
      answers: { 200: SwapPreview },
      problems: ['not-found', 'invalid-input', 'young-person-acts', 'guardian-acts', 'status-does-not-allow'],
    }),
    allow('swap-place'),
    validate('param', ById),
    validate('json', SwapPreviewInput),
    async (c) =>
      c.json(
        await previewSwap(c.var.deps, signedIn(c.var.actor), c.req.valid('param').id, c.req.valid('json')),
      ),
  )
  .post(
    '/enrolments/:id/swaps',
    describe({
      summary: 'Exchange this place for another: the old one goes only when the new one is there',
      tags: swapTags,
      signedIn: true,
      answers: { 201: SwapReceipt, 200: SwapReceipt },
      problems: [
        'not-found',
        'invalid-input',
        'young-person-acts',
        'guardian-acts',
        'status-does-not-allow',
        ...refusalCodes,
      ],
    }),
    allow('swap-place'),
    validate('param', ById),
    validate('json', SwapInput),
    async (c) => {
      const { id } = c.req.valid('param')
      const { receipt, isNew } = await swapPlace(c.var.deps, signedIn(c.var.actor), id, c.req.valid('json'))
      return c.json(receipt, isNew ? 201 : 200)
    },
  )

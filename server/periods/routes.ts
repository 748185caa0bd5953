import {
  ChildPlaces,
  Period,
  PeriodInput,
  PeriodPage,
  PeriodPatch,
  PeriodQuery,
} from '@portal/shared/periods/period.ts'
import { Id } from '@portal/shared/wire.ts'
import { Hono } from 'hono'
import * as v from 'valibot'
import { allow, signedIn } from '../access/allow.ts'
import type { AppEnv } from '../app-env.ts'
import { describe } from '../http/describe.ts'
import { validate } from '../http/validate.ts'
import { addPeriod, changePeriod, removePeriod } from './keep-period.ts'
import { listChildPlaces, listPeriods } from './queries.ts'

const tags: [string] = ['Periods']
const ById = v.object({ id: Id })

/** Periods with the most places that a child may have in each; the programme team sets them, a family sees where it stands. */
export const periodRoutes = new Hono<AppEnv>()
  .get(
    '/periods',
    describe({
      summary: 'Periods of the municipality, with their limits',
      tags,
      signedIn: true,
      answers: { 200: PeriodPage },
      problems: ['invalid-input'],
    }),
    allow('keep-periods'),
    validate('query', PeriodQuery),
    async (c) => c.json(await listPeriods(c.var.deps, c.req.valid('query'))),
  )
  .post(
    '/periods',
    describe({
      summary: 'Add a period',
      tags,
      signedIn: true,
      answers: { 201: Period },
      problems: ['invalid-input', 'period-overlaps'],
    }),
    allow('keep-periods'),
    validate('json', PeriodInput),
    async (c) => c.json(await addPeriod(c.var.deps, signedIn(c.var.actor), c.req.valid('json')), 201),
  )
  .patch(
    '/periods/:id',
    describe({
      summary: 'Change a period or its limit; children keep the places that they have',
      tags,
      signedIn: true,
      answers: { 200: Period },
      problems: ['not-found', 'invalid-input', 'period-overlaps'],
    }),
    allow('keep-periods'),
    validate('param', ById),
    validate('json', PeriodPatch),
    async (c) =>
      c.json(
        await changePeriod(c.var.deps, signedIn(c.var.actor), c.req.valid('param').id, c.req.valid('json')),
      ),
  )
  .delete(
    '/periods/:id',
    describe({
      summary: 'Remove a period, and its limit with it',
      tags,
      signedIn: true,
      answers: { 204: null },
      problems: ['not-found'],
    }),
    allow('keep-periods'),
    validate('param', ById),
    async (c) => {
      await removePeriod(c.var.deps, signedIn(c.var.actor), c.req.valid('param').id)
      return c.body(null, 204)
    },
  )
  .get(
    '/children/:id/places',
    describe({
      summary: 'How many places an own child has and may have in each period',
      tags,
      signedIn: true,
      answers: { 200: ChildPlaces },
      problems: ['not-found'],
    }),
    allow('see-children'),
    validate('param', ById),
    async (c) => c.json(await listChildPlaces(c.var.deps, signedIn(c.var.actor), c.req.valid('param').id)),
  )

import { ProviderDecision } from '@portal/shared/providers/decision.ts'
import {
  Provider,
  ProviderApplication,
  ProviderPage,
  ProviderPatch,
  ProviderQuery,
} from '@portal/shared/providers/organisation.ts'
import { Id } from '@portal/shared/wire.ts'
import { Hono } from 'hono'
import * as v from 'valibot'
import { allow, signedIn } from '../access/allow.ts'
import type { AppEnv } from '../app-env.ts'
import { describe } from '../http/describe.ts'
import { etagOf, readIfMatch } from '../http/etag.ts'
import { limitSearches } from '../http/limit-searches.ts'
import { validate } from '../http/validate.ts'
import { applyAsProvider } from './apply-as-provider.ts'
import { changeProvider } from './change-provider.ts'
import { decideOnProvider } from './decide-on-provider.ts'
import { findProvider, listProviders } from './queries.ts'

const tags: [string] = ['Providers']
const ById = v.object({ id: Id })

/** Organisations: they apply, the team decides, their owners keep what is known of them. */
export const providerRoutes = new Hono<AppEnv>()
  .post(
    '/providers',
    describe({
      summary: 'Apply as an organisation; who sends it becomes its owner',
      tags,
      signedIn: true,
      answers: { 201: Provider },
      problems: ['invalid-input', 'chamber-number-in-use', 'rate-limited'],
    }),
    allow('apply-as-provider'),
    validate('json', ProviderApplication),
    async (c) => c.json(await applyAsProvider(c.var.deps, signedIn(c.var.actor), c.req.valid('json')), 201),
  )
  .get(
    '/providers',
    limitSearches,
    describe({
      summary: 'All organisations; who waits for a decision first',
      tags,
      signedIn: true,
      answers: { 200: ProviderPage },
      problems: ['invalid-input', 'rate-limited'],
    }),
    allow('see-providers'),
    validate('query', ProviderQuery),
    async (c) => c.json(await listProviders(c.var.deps, c.req.valid('query'))),
  )
  .get(
    '/providers/:id',
    describe({
      summary: 'One organisation, with what it offers and who belongs to it',
      tags,
      signedIn: true,
      answers: { 200: Provider },
      problems: ['not-found'],
    }),
    allow('see-provider'),
    validate('param', ById),
    async (c) => {
      const provider = await findProvider(c.var.deps, signedIn(c.var.actor), c.req.valid('param').id)
      c.header('ETag', etagOf(provider.version))
      return c.json(provider)
    },
  )
  .patch(
    '/providers/:id',
    describe({
      summary: 'Change what is kept of an own organisation',
      tags,
      signedIn: true,
      answers: { 200: Provider },
      problems: [
        'not-found',
        'invalid-input',
        'precondition-failed',
        'changed-meanwhile',
        'chamber-number-in-use',
      ],
    }),
    allow('change-provider'),
    validate('param', ById),
    validate('json', ProviderPatch),
    async (c) => {
      const ifMatch = readIfMatch(c.req.header('If-Match'))
      const provider = await changeProvider(
        c.var.deps,
        signedIn(c.var.actor),
        c.req.valid('param').id,
        c.req.valid('json'),
        ifMatch,
      )
      c.header('ETag', etagOf(provider.version))
      return c.json(provider)
    },
  )
  .post(
    '/providers/:id/decisions',
    describe({
      summary: 'Approve, reject, suspend or reinstate an organisation, or change its terms',
      tags,
      signedIn: true,
      answers: { 200: Provider },
      problems: [
        'not-found',
        'invalid-input',
        'changed-meanwhile',
        'status-does-not-allow',
        'chamber-number-in-use',
      ],
    }),
    allow('decide-on-provider'),
    validate('param', ById),
    validate('json', ProviderDecision),
    async (c) =>
      c.json(
        await decideOnProvider(
          c.var.deps,
          signedIn(c.var.actor),
          c.req.valid('param').id,
          c.req.valid('json'),
        ),
      ),
  )

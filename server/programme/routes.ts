import { ChangePage, ChangeQuery } from '@portal/shared/programme/change.ts'
import {
  FoundChildPage,
  MunicipalityChild,
  MunicipalityChildQuery,
} from '@portal/shared/programme/municipality-child.ts'
import {
  MunicipalitySchoolPage,
  MunicipalitySchoolQuery,
} from '@portal/shared/programme/municipality-school.ts'
import { Id } from '@portal/shared/wire.ts'
import { Hono } from 'hono'
import * as v from 'valibot'
import { allow, signedIn } from '../access/allow.ts'
import type { AppEnv } from '../app-env.ts'
import { describe } from '../http/describe.ts'
import { limitSearches } from '../http/limit-searches.ts'
import { validate } from '../http/validate.ts'
import { ReasonQuery } from '../looks/reason.ts'
import { findChildForTeam } from './child-for-team.ts'
import { listChanges } from './list-changes.ts'
import { listMunicipalitySchools } from './list-municipality-schools.ts'
import { searchChildren } from './search-children.ts'

const tags: [string] = ['Programme team']

/** What the programme team sees of its own municipality, besides organisations and offerings. */
export const programmeRoutes = new Hono<AppEnv>()
  .get(
    '/municipality-children',
    describe({
      summary: 'Children by name or birth date, for a reason that their families can read',
      tags,
      signedIn: true,
      answers: { 200: FoundChildPage },
      problems: ['invalid-input', 'rate-limited'],
    }),
    allow('search-children'),
    validate('query', v.object({ ...MunicipalityChildQuery.entries, ...ReasonQuery })),
    async (c) => c.json(await searchChildren(c.var.deps, signedIn(c.var.actor), c.req.valid('query'))),
  )
  .get(
    '/municipality-children/:id',
    describe({
      summary: 'One child, for a reason that its family can read',
      tags,
      signedIn: true,
      answers: { 200: MunicipalityChild },
      problems: ['not-found', 'invalid-input', 'rate-limited'],
    }),
    allow('see-child-as-team'),
    validate('param', v.object({ id: Id })),
    validate('query', v.object({ ...ReasonQuery })),
    async (c) =>
      c.json(
        await findChildForTeam(
          c.var.deps,
          signedIn(c.var.actor),
          c.req.valid('param').id,
          c.req.valid('query'),
        ),
      ),
  )
  .get(
    '/municipality-schools',
    limitSearches,
    describe({
      summary: 'Schools with their owners, and pupils counted',
      tags,
      signedIn: true,
      answers: { 200: MunicipalitySchoolPage },
      problems: ['invalid-input', 'rate-limited'],
    }),
    allow('see-school-staff'),
    validate('query', MunicipalitySchoolQuery),
    async (c) =>
      c.json(await listMunicipalitySchools(c.var.deps, signedIn(c.var.actor), c.req.valid('query'))),
  )
  .get(
    '/changes',
    describe({
      summary: 'The log of changes; of children and families only which fields',
      tags,
      signedIn: true,
      answers: { 200: ChangePage },
      problems: ['invalid-input'],
    }),
    allow('see-change-log'),
    validate('query', ChangeQuery),
    async (c) => c.json(await listChanges(c.var.deps, c.req.valid('query'))),
  )

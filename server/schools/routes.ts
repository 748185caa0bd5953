import { School, SchoolGroupPage, SchoolPage, sectors } from '@portal/shared/schools/school.ts'
import { Id, PageQuery, SearchText } from '@portal/shared/wire.ts'
import { sql } from 'drizzle-orm'
import { Hono } from 'hono'
import * as v from 'valibot'
import { allow } from '../access/allow.ts'
import type { AppEnv } from '../app-env.ts'
import { describe } from '../http/describe.ts'
import { limitSearches } from '../http/limit-searches.ts'
import { Problem } from '../http/problem.ts'
import { validate } from '../http/validate.ts'
import { offsetOf } from '../http/wire-dates.ts'
import { listGroupsOfToday } from './group-queries.ts'

const Query = v.object({
  sector: v.optional(v.picklist(sectors)),
  neighbourhood: v.optional(v.pipe(v.string(), v.regex(/^WK\d{6}$/, 'Give a neighbourhood code.'))),
  q: v.optional(SearchText),
  ...PageQuery,
})
const ById = v.object({ id: Id })

const columns = sql`s.id, s.name, s.sector, s.postcode,
  CASE WHEN n.code IS NULL THEN NULL ELSE json_build_object('code', n.code, 'name', n.name) END AS neighbourhood`
const source = sql`school s LEFT JOIN neighbourhood n ON n.municipality_id = s.municipality_id AND n.code = s.neighbourhood_code`

/** GET /schools, /schools/{id}, /schools/{id}/groups */
export const schoolRoutes = new Hono<AppEnv>()
  .get(
    '/schools',
    limitSearches,
    describe({
      summary: 'Schools',
      tags: ['Schools'],
      answers: { 200: SchoolPage },
      problems: ['invalid-input', 'rate-limited'],
    }),
    allow('see-schools'),
    validate('query', Query),
    async (c) => {
      const query = c.req.valid('query')
      const { db, municipality } = c.var.deps
      const where = sql.join(
        [
          sql`s.municipality_id = ${municipality.id}`,
          ...(query.sector ? [sql`s.sector = ${query.sector}`] : []),
          ...(query.neighbourhood ? [sql`s.neighbourhood_code = ${query.neighbourhood}`] : []),
          ...(query.q ? [sql`strpos(lower(unaccent(s.name)), lower(unaccent(${query.q}))) > 0`] : []),
        ],
        sql` AND `,
      )
      const rows = await db.sql<School & { total: number }>`
        SELECT ${columns}, count(*) OVER ()::integer AS total FROM ${source} WHERE ${where}
        ORDER BY s.name, s.id LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}`
      return c.json({
        items: rows.map(({ total: _, ...item }) => item),
        total: rows[0]?.total ?? 0,
        page: query.page,
        pageSize: query.pageSize,
      })
    },
  )
  .get(
    '/schools/:id',
    describe({ summary: 'One school', tags: ['Schools'], answers: { 200: School }, problems: ['not-found'] }),
    allow('see-schools'),
    validate('param', ById),
    async (c) => {
      const { db, municipality } = c.var.deps
      const [school] = await db.sql<School>`
        SELECT ${columns} FROM ${source} WHERE s.municipality_id = ${municipality.id} AND s.id = ${c.req.valid('param').id}`
      if (!school) throw new Problem('not-found')
      return c.json(school)
    },
  )
  .get(
    '/schools/:id/groups',
    describe({
      summary: 'Groups of this school year',
      tags: ['Schools'],
      answers: { 200: SchoolGroupPage },
      problems: ['not-found'],
    }),
    allow('see-schools'),
    validate('param', ById),
    async (c) => c.json(await listGroupsOfToday(c.var.deps, c.req.valid('param').id)),
  )

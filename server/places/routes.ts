import { NeighbourhoodPage } from '@portal/shared/places/neighbourhood.ts'
import { PageQuery } from '@portal/shared/wire.ts'
import { Hono } from 'hono'
import * as v from 'valibot'
import { allow } from '../access/allow.ts'
import type { AppEnv } from '../app-env.ts'
import { describe } from '../http/describe.ts'
import { validate } from '../http/validate.ts'
import { offsetOf } from '../http/wire-dates.ts'

const Query = v.object({ ...PageQuery })

/** GET /neighbourhoods */
export const placeRoutes = new Hono<AppEnv>().get(
  '/neighbourhoods',
  describe({
    summary: 'Neighbourhoods',
    tags: ['Places'],
    answers: { 200: NeighbourhoodPage },
    problems: ['invalid-input'],
  }),
  allow('see-places'),
  validate('query', Query),
  async (c) => {
    const query = c.req.valid('query')
    const rows = await c.var.deps.db.sql<NeighbourhoodPage['items'][number] & { total: number }>`
      SELECT code, name, is_focus AS "isFocus", outline, count(*) OVER ()::integer AS total FROM neighbourhood
      WHERE municipality_id = ${c.var.deps.municipality.id} ORDER BY name LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}`
    c.header('Cache-Control', 'public, max-age=300')
    return c.json({
      items: rows.map(({ total: _, ...item }) => item),
      total: rows[0]?.total ?? 0,
      page: query.page,
      pageSize: query.pageSize,
    })
  },
)

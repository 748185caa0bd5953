import type { OfferingPage } from '@portal/shared/catalogue/offering.ts'
import type { OfferingQuery } from '@portal/shared/catalogue/search.ts'
import { toLocal } from '@portal/shared/schedule/local-time.ts'
import { type SQL, sql } from 'drizzle-orm'
import type { Dependencies } from '../app-env.ts'
import { offsetOf } from '../http/wire-dates.ts'
import { aroundOffering, type OfferingRow, offeringColumns, offeringSummary } from './offering-columns.ts'
import { findListedSchool, findOrigin, type Origin, offeringConditions } from './offering-filters.ts'

/** Haversine in metres from an origin to a place `p`; null without an origin. */
const distanceFrom = (origin: Origin | null) =>
  origin === null
    ? sql`NULL::integer`
    : sql`round(2 * 6371000 * asin(least(1, sqrt(
        power(sin(radians(p.latitude - ${origin.latitude}::float8) / 2), 2) + cos(radians(${origin.latitude}::float8))
        * cos(radians(p.latitude)) * power(sin(radians(p.longitude - ${origin.longitude}::float8) / 2), 2)))))::integer`

const byDate = sql`o.first_date, o.id`
const tsquery = (q: string) => sql`websearch_to_tsquery('portal_dutch', ${q})`
/** Small letters without accents, as `search_words` is. */
const plain = (q: string) => sql`lower(unaccent(${q}))`
/** Finds what was typed as Dutch words. */
const asWords = (q: string) => sql`o.search @@ ${tsquery(q)}`
/** Finds what looks like what was typed, for when it was mistyped. */
const asLooks = (q: string) => sql`${plain(q)} <% o.search_words`

/** What the list is ordered by: a join that brings the key, and the keys. Nothing asked for: `otherwise`. */
function orderOf(
  query: OfferingQuery,
  origin: Origin | null,
  m: string,
  otherwise: SQL,
): { join: SQL; by: SQL } {
  const none = sql``
  if (query.sort === 'nearest' && origin) {
    return {
      join: sql`JOIN (SELECT p.id, ${distanceFrom(origin)} AS distance FROM place p WHERE p.municipality_id = ${m} OFFSET 0) AS near
        ON near.id = o.place_id`,
      by: sql`near.distance, ${byDate}`,
    }
  }
  if (query.sort === 'title') {
    return {
      join: sql`JOIN activity t ON t.municipality_id = o.municipality_id AND t.id = o.activity_id`,
      by: sql`t.title, ${byDate}`,
    }
  }
  if (query.sort === 'free') return { join: none, by: sql`o.capacity - o.taken - o.held DESC, ${byDate}` }
  return { join: none, by: otherwise }
}

/**
 * The published offerings that are not over; filters combine. Words are searched as Dutch, accents aside; only when that
 * finds nothing, for what looks like them. First the ids of the page and the number of all, from an index, and then all
 * that is told about those few: in a large city joining before counting took fifty times as long.
 */
export async function listOfferings(deps: Dependencies, query: OfferingQuery): Promise<OfferingPage> {
  if (!query.q) return find(deps, query, null, byDate)
  const found = await find(
    deps,
    query,
    asWords(query.q),
    sql`ts_rank(o.search, ${tsquery(query.q)}) DESC, ${byDate}`,
  )
  if (found.total > 0) return found
  return find(
    deps,
    query,
    asLooks(query.q),
    sql`word_similarity(${plain(query.q)}, o.search_words) DESC, ${byDate}`,
  )
}

async function find(
  deps: Dependencies,
  query: OfferingQuery,
  search: SQL | null,
  usual: SQL,
): Promise<OfferingPage> {
  const now = deps.clock()
  const { id: m, timeZone } = deps.municipality
  const school = await findListedSchool(deps, query.school)
  const origin = await findOrigin(deps, query, school)
  const context = { municipalityId: m, timeZone, today: toLocal(now, timeZone).date, school }
  const filters = offeringConditions(query, context)
  const where = search ? sql`${filters} AND ${search}` : filters
  const order = orderOf(query, origin, m, usual)
  // At the same time, on two connections: counting what matches takes as long as finding the first of it.
  const [[count], rows] = await Promise.all([
    deps.db.sql<{ total: number }>`SELECT count(*)::integer AS total FROM offering o WHERE ${where}`,
    deps.db.sql<OfferingRow>`
      SELECT ${offeringColumns(distanceFrom(origin))}
      FROM unnest(ARRAY(
        SELECT o.id FROM offering o ${order.join} WHERE ${where}
        ORDER BY ${order.by} LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}
      )) WITH ORDINALITY AS page (id, number)
      JOIN offering o ON o.municipality_id = ${m} AND o.id = page.id ${aroundOffering(now)}
      ORDER BY page.number`,
  ])
  return {
    items: rows.map((row) => offeringSummary(row, timeZone)),
    total: count?.total ?? 0,
    page: query.page,
    pageSize: query.pageSize,
  }
}

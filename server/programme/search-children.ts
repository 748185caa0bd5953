import {
  type FoundChild,
  type FoundChildPage,
  type MunicipalityChildQuery,
  typedDate,
} from '@portal/shared/programme/municipality-child.ts'
import { sql } from 'drizzle-orm'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { countHit } from '../http/rate-limit.ts'
import { offsetOf } from '../http/wire-dates.ts'
import { reasonOf } from '../looks/reason.ts'
import { recordLooks } from '../looks/record-looks.ts'
import { likePattern } from '../providers/queries.ts'

/** Somebody who helps families all day comes nowhere near; a script that reads the whole register does. */
const perAccount = { name: 'search-children', limit: 60, windowSeconds: 3600 }
const pageSize = 20

/** The columns of a FoundChild, of child `c` with its school `s` and group `g`. */
export const foundChildColumns = sql`
  c.id, c.first_name AS "firstName", c.last_name AS "lastName", c.birth_date AS "birthDate",
  CASE WHEN s.id IS NULL THEN NULL ELSE json_build_object('id', s.id, 'name', s.name, 'sector', s.sector) END AS school,
  CASE WHEN g.id IS NULL THEN NULL ELSE json_build_object('id', g.id, 'name', g.name, 'year', g.year) END AS "group"`

/** School and group of child `c`. */
export const schoolOfChild = sql`
  LEFT JOIN school s ON s.municipality_id = c.municipality_id AND s.id = c.school_id
  LEFT JOIN school_group g ON g.municipality_id = c.municipality_id AND g.id = c.group_id`

/**
 * Children of this municipality by birth date, or of whom every word typed is part of a name. Each child on the page is recorded
 * with the reason, which its family can read.
 * @throws Problem invalid-input without a reason, rate-limited
 */
export async function searchChildren(
  deps: Dependencies,
  actor: Actor,
  query: MunicipalityChildQuery & { reason?: string | undefined },
): Promise<FoundChildPage> {
  const reason = reasonOf(query.reason)
  await countHit(deps, perAccount, actor.accountId)
  const date = typedDate(query.q)
  const words = date ? [] : query.q.split(/\s+/).map(likePattern)
  const rows = await deps.db.sql<FoundChild & { total: number }>`
    SELECT ${foundChildColumns}, count(*) OVER ()::integer AS total FROM child c ${schoolOfChild}
    WHERE c.municipality_id = ${deps.municipality.id} AND CASE
      WHEN ${date}::date IS NOT NULL THEN c.birth_date = ${date}::date
      ELSE unaccent(c.first_name || ' ' || c.last_name) ILIKE ALL (SELECT unaccent(word) FROM unnest(${words}::text[]) AS word) END
    ORDER BY c.last_name, c.first_name, c.birth_date, c.id LIMIT ${pageSize} OFFSET ${offsetOf({ page: query.page, pageSize })}`
  await recordLooks(
    deps,
    deps.db,
    actor,
    { role: 'team', what: 'search', reason },
    rows.map(({ id }) => id),
  )
  return {
    items: rows.map(({ total: _, ...row }) => row),
    total: rows[0]?.total ?? 0,
    page: query.page,
    pageSize,
  }
}

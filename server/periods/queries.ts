import type { Queryable } from '@portal/db/client.ts'
import type { ChildPlaces, Period, PeriodPage, PeriodQuery } from '@portal/shared/periods/period.ts'
import { toLocal } from '@portal/shared/schedule/local-time.ts'
import { sql } from 'drizzle-orm'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { findTie } from '../families/family-tie.ts'
import { offsetOf } from '../http/wire-dates.ts'

/** Enrolments of a statement that take a place in period `p`: `e` of offering `o`. */
const takesPlaceIn = sql`e.status IN ('placed', 'offered', 'awaiting_consent', 'completed')
  AND o.first_date BETWEEN p.first_date AND p.last_date`

/** Of period `p` of a statement: the period as it goes on the wire. */
const columns = sql`p.id, p.name, p.first_date AS "firstDate", p.last_date AS "lastDate", p.most_places AS "mostPlaces",
  CASE WHEN p.most_places IS NULL THEN 0 ELSE (
    SELECT count(*)::integer FROM (
      SELECT 1 FROM enrolment e JOIN offering o ON o.municipality_id = e.municipality_id AND o.id = e.offering_id
      WHERE e.municipality_id = p.municipality_id AND ${takesPlaceIn}
      GROUP BY e.child_id HAVING count(*) > p.most_places) AS above) END AS "childrenAbove"`

/** All periods, the newest first. */
export async function listPeriods(deps: Dependencies, query: PeriodQuery): Promise<PeriodPage> {
  const rows = await deps.db.sql<Period & { total: number }>`
    SELECT ${columns}, count(*) OVER ()::integer AS total FROM period p WHERE p.municipality_id = ${deps.municipality.id}
    ORDER BY p.first_date DESC LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}`
  return {
    items: rows.map(({ total: _, ...period }) => period),
    total: rows[0]?.total ?? 0,
    page: query.page,
    pageSize: query.pageSize,
  }
}

/** One period; null when it is not there. */
export async function findPeriod(
  { municipality }: Dependencies,
  db: Queryable,
  id: string,
): Promise<Period | null> {
  const [row] = await db.sql<Period>`
    SELECT ${columns} FROM period p WHERE p.municipality_id = ${municipality.id} AND p.id = ${id}`
  return row ?? null
}

/** How many places an own child has, and may have, in each period with a limit that is not over. @throws Problem not-found */
export async function listChildPlaces(
  deps: Dependencies,
  actor: Actor,
  childId: string,
): Promise<ChildPlaces> {
  await findTie(deps, actor, childId)
  const today = toLocal(deps.clock(), deps.municipality.timeZone).date
  const items = await deps.db.sql<ChildPlaces['items'][number]>`
    SELECT p.id AS "periodId", p.name, p.first_date AS "firstDate", p.last_date AS "lastDate", p.most_places AS most,
      (SELECT count(*)::integer FROM enrolment e
        JOIN offering o ON o.municipality_id = e.municipality_id AND o.id = e.offering_id
        WHERE e.municipality_id = p.municipality_id AND e.child_id = ${childId} AND ${takesPlaceIn}) AS held
    FROM period p
    WHERE p.municipality_id = ${deps.municipality.id} AND p.most_places IS NOT NULL AND p.last_date >= ${today}::date
    ORDER BY p.first_date LIMIT 10`
  return { items }
}

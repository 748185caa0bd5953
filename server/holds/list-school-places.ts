import type { SchoolPlaces, SchoolPlacesPage } from '@portal/shared/holds/hold.ts'
import { timeOf, toLocal } from '@portal/shared/schedule/local-time.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { offsetOf } from '../http/wire-dates.ts'
import { todayOf } from '../providers/hold-to-approval.ts'
import { findSchoolFacts, holdToOwnSchool } from '../schools/own-school.ts'

type Row = Pick<SchoolPlaces, 'mayInvite' | 'invited'> & {
  id: string
  title: string
  placeName: string
  firstDate: string | null
  weekdays: number[]
  nextStart: Date | null
  nextEnd: Date | null
  kind: 'school' | 'invited' | null
  name: string | null
  places: number
  left: number
  until: Date | null
  total: number
}

/**
 * Public offerings that are not over and hold places for an own school, or that are or hold places for invited children and take
 * pupils of this school; what ends first at the head.
 * @throws Problem not-found
 */
export async function listSchoolPlaces(
  deps: Dependencies,
  actor: Actor,
  schoolId: string,
  query: { page: number; pageSize: number },
): Promise<SchoolPlacesPage> {
  holdToOwnSchool(actor, schoolId)
  await findSchoolFacts(deps, deps.db, schoolId)
  const { id: m, timeZone } = deps.municipality
  const now = deps.clock()
  const rows = await deps.db.sql<Row>`
    SELECT o.id, a.title, p.name AS "placeName", o.first_date AS "firstDate", o.weekdays, n.starts_at AS "nextStart",
      n.ends_at AS "nextEnd", h.kind, hs.name, h.places, h.places - h.used AS left, h.until,
      h.kind IS DISTINCT FROM 'school' AS "mayInvite",
      CASE WHEN h.kind = 'school' THEN 0 ELSE (
        SELECT count(*)::integer FROM offering_invitation i
        JOIN child c ON c.municipality_id = i.municipality_id AND c.id = i.child_id
        WHERE i.municipality_id = o.municipality_id AND i.offering_id = o.id AND c.school_id = ${schoolId}) END AS invited,
      count(*) OVER ()::integer AS total
    FROM offering o
    JOIN school own ON own.municipality_id = o.municipality_id AND own.id = ${schoolId}
    LEFT JOIN place_hold h ON h.municipality_id = o.municipality_id AND h.offering_id = o.id AND h.released_at IS NULL
      AND h.until > ${now} AND (h.kind = 'invited' OR h.school_id = own.id)
    LEFT JOIN school hs ON hs.municipality_id = h.municipality_id AND hs.id = h.school_id
    JOIN activity a ON a.municipality_id = o.municipality_id AND a.id = o.activity_id
    JOIN place p ON p.municipality_id = o.municipality_id AND p.id = o.place_id
    LEFT JOIN LATERAL (
      SELECT s.starts_at, s.ends_at FROM session s
      WHERE s.municipality_id = o.municipality_id AND s.offering_id = o.id AND s.cancelled_at IS NULL
      ORDER BY s.ends_at < ${now}, s.starts_at LIMIT 1) n ON true
    WHERE o.municipality_id = ${m} AND o.status = 'published' AND o.last_date >= ${todayOf(deps)}::date
      AND (h.id IS NOT NULL OR o.invited_only)
      AND (h.kind IS NOT DISTINCT FROM 'school' OR (
        (o.audience = 'city' OR EXISTS (SELECT 1 FROM offering_neighbourhood x WHERE x.municipality_id = o.municipality_id
          AND x.offering_id = o.id AND x.neighbourhood_code = own.neighbourhood_code))
        AND (NOT EXISTS (SELECT 1 FROM offering_school x WHERE x.municipality_id = o.municipality_id AND x.offering_id = o.id)
          OR EXISTS (SELECT 1 FROM offering_school x WHERE x.municipality_id = o.municipality_id AND x.offering_id = o.id
            AND x.school_id = own.id))))
    ORDER BY h.until NULLS LAST, o.first_date, o.id LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}`
  const time = (moment: Date | null) => (moment ? timeOf(toLocal(moment, timeZone).minutes) : null)
  return {
    items: rows.map((row) => ({
      offering: {
        id: row.id,
        title: row.title,
        placeName: row.placeName,
        firstDate: row.firstDate,
        weekdays: row.weekdays,
        startTime: time(row.nextStart),
        endTime: time(row.nextEnd),
      },
      hold:
        row.kind && row.until
          ? {
              kind: row.kind,
              name: row.name,
              places: row.places,
              left: row.left,
              until: row.until.toISOString(),
            }
          : null,
      mayInvite: row.mayInvite,
      invited: row.invited,
    })),
    total: rows[0]?.total ?? 0,
    page: query.page,
    pageSize: query.pageSize,
  }
}

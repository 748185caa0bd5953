import type { Transaction } from '@portal/db/transaction.ts'
import type { Dependencies } from '../app-env.ts'

/**
 * An offering as the log of changes tells it, under the names of the API, without what only counts (places taken, version). Sessions
 * as `start/end` in UTC.
 */
export async function loggedOffering(
  { municipality }: Pick<Dependencies, 'municipality'>,
  tx: Transaction,
  id: string,
): Promise<Record<string, unknown>> {
  const [row] = await tx.sql<Record<string, unknown>>`
    SELECT a.title, a.summary, a.description, a.areas, o.status, o.audience, o.enrolment_mode AS "enrolmentMode", o.slot,
      o.age_min AS "ageMin", o.age_max AS "ageMax", o.years, o.in_school_time AS "inSchoolTime", o.price_cents AS "priceCents",
      o.capacity, o.has_waiting_list AS "hasWaitingList", o.minimum_group AS "minimumGroup", o.decide_by AS "decideBy",
      o.runs_anyway AS "runsAnyway", o.enrolment_opens_at AS "enrolmentOpensAt",
      o.enrolment_closes_at AS "enrolmentClosesAt", p.name AS "placeName", p.postcode,
      ARRAY(SELECT x.neighbourhood_code FROM offering_neighbourhood x
        WHERE x.municipality_id = o.municipality_id AND x.offering_id = o.id ORDER BY 1) AS neighbourhoods,
      ARRAY(SELECT x.school_id::text FROM offering_school x
        WHERE x.municipality_id = o.municipality_id AND x.offering_id = o.id ORDER BY 1) AS schools,
      (SELECT coalesce(jsonb_agg(to_char(s.starts_at, 'YYYY-MM-DD"T"HH24:MI"Z/"') || to_char(s.ends_at, 'YYYY-MM-DD"T"HH24:MI"Z"')
          ORDER BY s.starts_at), '[]')
        FROM session s WHERE s.municipality_id = o.municipality_id AND s.offering_id = o.id AND s.cancelled_at IS NULL) AS sessions
    FROM offering o
    JOIN activity a ON a.municipality_id = o.municipality_id AND a.id = o.activity_id
    JOIN place p ON p.municipality_id = o.municipality_id AND p.id = o.place_id
    WHERE o.municipality_id = ${municipality.id} AND o.id = ${id}`
  return row ?? {}
}

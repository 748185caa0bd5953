import { dayToDecide } from '@portal/shared/catalogue/minimum-group.ts'
import type { OfferingSummary } from '@portal/shared/catalogue/offering.ts'
import type { HeldPlaces } from '@portal/shared/holds/hold.ts'
import type { ProviderStatus } from '@portal/shared/providers/provider.ts'
import { timeOf, toLocal } from '@portal/shared/schedule/local-time.ts'
import { type SQL, sql } from 'drizzle-orm'

/** An offering as it is read: moments as Date, the times of the next session (of the last one, when all are over). */
export type OfferingRow = Omit<
  OfferingSummary,
  | 'startTime'
  | 'endTime'
  | 'decideBy'
  | 'enrolmentOpensAt'
  | 'enrolmentClosesAt'
  | 'distance'
  | 'neighbourhoods'
  | 'holds'
> & {
  nextStart: Date | null
  nextEnd: Date | null
  opensAt: Date
  closesAt: Date
  /** The day to decide that the provider named. */
  namedDay: string | null
  distance: number | null
  neighbourhoods: { code: string; name: string }[] | null
  /** Moments as PostgreSQL writes them in JSON. */
  holds: HeldPlaces[] | null
  description: string
  invitedOnly: boolean
  version: number
  providerId: string
  providerStatus: ProviderStatus
}

/** A place as it goes over the wire, of a table under an alias; its neighbourhood is under the alias with an n behind it. */
export const placeOf = (alias: string) => {
  const p = sql.identifier(alias)
  const n = sql.identifier(`${alias}n`)
  return sql`json_build_object('id', ${p}.id, 'name', ${p}.name, 'address', ${p}.address, 'postcode', ${p}.postcode,
    'neighbourhood', json_build_object('code', ${n}.code, 'name', ${n}.name))`
}

/** What is held of an offering and not used yet, the first to end first; asked only where something is. */
const heldPlaces = sql`CASE WHEN o.held > 0 THEN (
    SELECT json_agg(json_build_object('kind', h.kind, 'name', coalesce(hs.name, hn.name), 'places', h.places,
      'left', h.places - h.used, 'until', h.until) ORDER BY h.until, h.id)
    FROM place_hold h
    LEFT JOIN school hs ON hs.municipality_id = h.municipality_id AND hs.id = h.school_id
    LEFT JOIN neighbourhood hn ON hn.municipality_id = h.municipality_id AND hn.code = h.neighbourhood_code
    WHERE h.municipality_id = o.municipality_id AND h.offering_id = o.id AND h.released_at IS NULL AND h.used < h.places) END`

/** The columns of an OfferingRow; `distance` in metres. */
export const offeringColumns = (distance: SQL = sql`NULL::integer`) => sql`
  o.id, a.title, a.summary, a.areas, o.status, o.audience, o.enrolment_mode AS "enrolmentMode", o.slot,
  o.first_date AS "firstDate", o.last_date AS "lastDate", o.weekdays, o.session_count AS "sessionCount",
  n.starts_at AS "nextStart", n.ends_at AS "nextEnd", ${placeOf('p')} AS place,
  json_build_object('id', v.id, 'name', v.name) AS provider, v.id AS "providerId",
  v.status AS "providerStatus",
  (SELECT json_agg(json_build_object('code', h.code, 'name', h.name) ORDER BY h.name) FROM offering_neighbourhood x
    JOIN neighbourhood h ON h.municipality_id = x.municipality_id AND h.code = x.neighbourhood_code
    WHERE x.municipality_id = o.municipality_id AND x.offering_id = o.id) AS neighbourhoods,
  o.age_min AS "ageMin", o.age_max AS "ageMax", o.years, o.price_cents AS "priceCents", o.in_school_time AS "inSchoolTime",
  o.has_waiting_list AS "hasWaitingList", o.capacity, o.taken, o.held, o.capacity - o.taken - o.held AS free, o.waiting,
  ${heldPlaces} AS holds,
  o.minimum_group AS "minimumGroup", o.decide_by AS "namedDay", o.runs_anyway AS "runsAnyway",
  o.enrolment_opens_at AS "opensAt", o.enrolment_closes_at AS "closesAt", ${distance} AS distance,
  a.description, o.invited_only AS "invitedOnly", o.version`

/** What stands around an offering `o`. */
export const aroundOffering = (now: Date) => sql`
  JOIN activity a ON a.municipality_id = o.municipality_id AND a.id = o.activity_id
  JOIN provider v ON v.municipality_id = a.municipality_id AND v.id = a.provider_id
  JOIN place p ON p.municipality_id = o.municipality_id AND p.id = o.place_id
  JOIN neighbourhood pn ON pn.municipality_id = p.municipality_id AND pn.code = p.neighbourhood_code
  LEFT JOIN LATERAL (
    SELECT s.starts_at, s.ends_at FROM session s
    WHERE s.municipality_id = o.municipality_id AND s.offering_id = o.id AND s.cancelled_at IS NULL
    ORDER BY s.ends_at < ${now}, s.starts_at LIMIT 1) n ON true`

/** A row as it goes over the wire; times on the clock of the zone. */
export function offeringSummary(row: OfferingRow, timeZone: string): OfferingSummary {
  const {
    nextStart,
    nextEnd,
    opensAt,
    closesAt,
    namedDay,
    description: _d,
    invitedOnly: _i,
    version: _v,
    providerId: _p,
    providerStatus: _s,
    ...rest
  } = row
  const time = (moment: Date | null) => (moment ? timeOf(toLocal(moment, timeZone).minutes) : null)
  return {
    ...rest,
    neighbourhoods: row.neighbourhoods ?? [],
    holds: (row.holds ?? []).map((hold) => ({ ...hold, until: new Date(hold.until).toISOString() })),
    startTime: time(nextStart),
    endTime: time(nextEnd),
    decideBy: dayToDecide({ ...row, decideBy: namedDay }),
    enrolmentOpensAt: opensAt.toISOString(),
    enrolmentClosesAt: closesAt.toISOString(),
  }
}

import type { Offering, OfferingPage, OfferingSummary, Place } from '@portal/shared/catalogue/offering.ts'
import type { OfferingQuery } from '@portal/shared/catalogue/search.ts'
import { timeOf, toLocal } from '@portal/shared/schedule/local-time.ts'
import { sql } from 'drizzle-orm'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import { offsetOf } from '../http/wire-dates.ts'

type Origin = { latitude: number; longitude: number }

type Row = Omit<
  OfferingSummary,
  'startTime' | 'endTime' | 'enrolmentOpensAt' | 'enrolmentClosesAt' | 'distance' | 'neighbourhoods'
> & {
  nextStart: Date | null
  nextEnd: Date | null
  opensAt: Date
  closesAt: Date
  distance: number | null
  neighbourhoods: { code: string; name: string }[] | null
  description: string
  invitedOnly: boolean
  version: number
  providerId: string
}

const placeOf = (alias: string) => {
  const p = sql.identifier(alias)
  const n = sql.identifier(`${alias}n`)
  return sql`json_build_object('id', ${p}.id, 'name', ${p}.name, 'address', ${p}.address, 'postcode', ${p}.postcode,
    'neighbourhood', json_build_object('code', ${n}.code, 'name', ${n}.name))`
}

/** Haversine in metres from an origin to the place of an offering; null without an origin. */
const distanceFrom = (origin: Origin | null) =>
  origin === null
    ? sql`NULL::integer`
    : sql`round(2 * 6371000 * asin(least(1, sqrt(
        power(sin(radians(p.latitude - ${origin.latitude}::float8) / 2), 2) + cos(radians(${origin.latitude}::float8))
        * cos(radians(p.latitude)) * power(sin(radians(p.longitude - ${origin.longitude}::float8) / 2), 2)))))::integer`

const columns = (origin: Origin | null) => sql`
  o.id, a.title, a.summary, a.areas, o.status, o.audience, o.enrolment_mode AS "enrolmentMode", o.slot,
  o.first_date AS "firstDate", o.last_date AS "lastDate", o.weekdays, o.session_count AS "sessionCount",
  n.starts_at AS "nextStart", n.ends_at AS "nextEnd", ${placeOf('p')} AS place,
  json_build_object('id', v.id, 'name', v.name) AS provider, v.id AS "providerId",
  (SELECT json_agg(json_build_object('code', h.code, 'name', h.name) ORDER BY h.name) FROM offering_neighbourhood x
    JOIN neighbourhood h ON h.municipality_id = x.municipality_id AND h.code = x.neighbourhood_code
    WHERE x.municipality_id = o.municipality_id AND x.offering_id = o.id) AS neighbourhoods,
  o.age_min AS "ageMin", o.age_max AS "ageMax", o.years, o.price_cents AS "priceCents", o.in_school_time AS "inSchoolTime",
  o.has_waiting_list AS "hasWaitingList", o.capacity, o.taken, o.capacity - o.taken AS free, o.waiting,
  o.enrolment_opens_at AS "opensAt", o.enrolment_closes_at AS "closesAt", ${distanceFrom(origin)} AS distance,
  a.description, o.invited_only AS "invitedOnly", o.version`

const source = (now: Date) => sql`
  offering o
  JOIN activity a ON a.municipality_id = o.municipality_id AND a.id = o.activity_id
  JOIN provider v ON v.municipality_id = a.municipality_id AND v.id = a.provider_id
  JOIN place p ON p.municipality_id = o.municipality_id AND p.id = o.place_id
  JOIN neighbourhood pn ON pn.municipality_id = p.municipality_id AND pn.code = p.neighbourhood_code
  LEFT JOIN LATERAL (
    SELECT s.starts_at, s.ends_at FROM session s
    WHERE s.municipality_id = o.municipality_id AND s.offering_id = o.id AND s.cancelled_at IS NULL
    ORDER BY s.ends_at < ${now}, s.starts_at LIMIT 1) n ON true`

function summary(row: Row, timeZone: string): OfferingSummary {
  const {
    nextStart,
    nextEnd,
    opensAt,
    closesAt,
    description: _d,
    invitedOnly: _i,
    version: _v,
    providerId: _p,
    ...rest
  } = row
  const time = (moment: Date | null) => (moment ? timeOf(toLocal(moment, timeZone).minutes) : null)
  return {
    ...rest,
    neighbourhoods: row.neighbourhoods ?? [],
    startTime: time(nextStart),
    endTime: time(nextEnd),
    enrolmentOpensAt: opensAt.toISOString(),
    enrolmentClosesAt: closesAt.toISOString(),
  }
}

/** Where distances are measured from: the postcode asked for, else the school; null when neither is known here. */
async function originOf(deps: Dependencies, query: OfferingQuery): Promise<Origin | null> {
  if (query.postcode) {
    const [area] = await deps.db.sql<Origin>`
      SELECT latitude, longitude FROM postcode_area
      WHERE municipality_id = ${deps.municipality.id} AND postcode4 = ${query.postcode.slice(0, 4)}`
    return area ?? null
  }
  if (!query.school) return null
  const [school] = await deps.db.sql<{ latitude: number | null; longitude: number | null }>`
    SELECT latitude, longitude FROM school WHERE municipality_id = ${deps.municipality.id} AND id = ${query.school}`
  return school && school.latitude !== null && school.longitude !== null
    ? { latitude: school.latitude, longitude: school.longitude }
    : null
}

/** The filters as conditions; an age is tried against the offering's own bounds, else against the audience's. */
function conditions(query: OfferingQuery, today: string) {
  const m = sql`o.municipality_id`
  return [
    sql`o.last_date >= ${query.from ?? today}::date`,
    ...(query.until ? [sql`o.first_date <= ${query.until}::date`] : []),
    ...(query.from || query.until
      ? [
          sql`EXISTS (SELECT 1 FROM session s JOIN municipality c ON c.id = s.municipality_id
            WHERE s.municipality_id = ${m} AND s.offering_id = o.id AND s.cancelled_at IS NULL
            AND (s.starts_at AT TIME ZONE c.time_zone)::date BETWEEN ${query.from ?? '1900-01-01'}::date AND ${query.until ?? '2100-01-01'}::date)`,
        ]
      : []),
    ...(query.neighbourhood
      ? [
          sql`(p.neighbourhood_code = ${query.neighbourhood} OR EXISTS (SELECT 1 FROM offering_neighbourhood x
            WHERE x.municipality_id = ${m} AND x.offering_id = o.id AND x.neighbourhood_code = ${query.neighbourhood}))`,
        ]
      : []),
    ...(query.school
      ? [
          sql`EXISTS (SELECT 1 FROM school s WHERE s.municipality_id = ${m} AND s.id = ${query.school}
            AND (o.audience = 'city' AND s.sector IN ('vo', 'vso') OR EXISTS (SELECT 1 FROM offering_neighbourhood x
              WHERE x.municipality_id = ${m} AND x.offering_id = o.id AND x.neighbourhood_code = s.neighbourhood_code))
            AND (NOT EXISTS (SELECT 1 FROM offering_school y WHERE y.municipality_id = ${m} AND y.offering_id = o.id)
              OR EXISTS (SELECT 1 FROM offering_school y WHERE y.municipality_id = ${m} AND y.offering_id = o.id AND y.school_id = s.id)))`,
        ]
      : []),
    ...(query.age === undefined
      ? []
      : [
          sql`${query.age}::int BETWEEN coalesce(o.age_min, CASE o.audience WHEN 'city' THEN 12 ELSE 2 END)
            AND coalesce(o.age_max, CASE o.audience WHEN 'city' THEN 17 ELSE 12 END)`,
        ]),
    ...(query.area ? [sql`${query.area} = ANY (a.areas)`] : []),
    ...(query.audience ? [sql`o.audience = ${query.audience}`] : []),
    ...(query.weekday ? [sql`${query.weekday}::smallint = ANY (o.weekdays)`] : []),
    ...(query.slot ? [sql`o.slot = ${query.slot}`] : []),
    ...(query.free ? [sql`o.taken < o.capacity AND o.waiting = 0`] : []),
    ...(query.q
      ? [
          sql`(o.search @@ websearch_to_tsquery('portal_dutch', ${query.q}) OR lower(unaccent(${query.q})) <% o.search_words)`,
        ]
      : []),
  ]
}

function order(query: OfferingQuery, origin: Origin | null) {
  if (query.sort === 'nearest' && origin) return sql`distance, o.first_date, o.id`
  if (query.sort === 'title') return sql`a.title, o.first_date, o.id`
  if (query.sort === 'free') return sql`o.capacity - o.taken DESC, o.first_date, o.id`
  if (query.q) {
    return sql`ts_rank(o.search, websearch_to_tsquery('portal_dutch', ${query.q}))
      + word_similarity(lower(unaccent(${query.q})), o.search_words) DESC, o.first_date, o.id`
  }
  return sql`o.first_date, o.id`
}

/** The published offerings that are not over; filters combine. */
export async function listOfferings(deps: Dependencies, query: OfferingQuery): Promise<OfferingPage> {
  const now = deps.clock()
  const today = toLocal(now, deps.municipality.timeZone).date
  const origin = await originOf(deps, query)
  const where = sql.join(
    [
      sql`o.municipality_id = ${deps.municipality.id} AND o.status = 'published'`,
      ...conditions(query, today),
    ],
    sql` AND `,
  )
  const rows = await deps.db.sql<Row>`
    SELECT ${columns(origin)} FROM ${source(now)} WHERE ${where}
    ORDER BY ${order(query, origin)} LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}`
  const isWhole = query.page === 1 && rows.length < query.pageSize
  const [count] = isWhole
    ? [{ total: rows.length }]
    : await deps.db.sql<{ total: number }>`
        SELECT count(*)::integer AS total FROM offering o
        JOIN activity a ON a.municipality_id = o.municipality_id AND a.id = o.activity_id
        JOIN place p ON p.municipality_id = o.municipality_id AND p.id = o.place_id
        WHERE ${where}`
  return {
    items: rows.map((row) => summary(row, deps.municipality.timeZone)),
    total: count?.total ?? 0,
    page: query.page,
    pageSize: query.pageSize,
  }
}

/** All offerings of the actor's own organisations, drafts and past ones too, the newest first. */
export async function listOwnOfferings(
  deps: Dependencies,
  actor: Actor,
  query: { page: number; pageSize: number },
): Promise<OfferingPage> {
  const now = deps.clock()
  const rows = await deps.db.sql<Row & { total: number }>`
    SELECT ${columns(null)}, count(*) OVER ()::integer AS total FROM ${source(now)}
    WHERE o.municipality_id = ${deps.municipality.id} AND a.provider_id = ANY (${actor.providerIds}::uuid[])
    ORDER BY o.first_date NULLS FIRST, a.title, o.id LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}`
  return {
    items: rows.map(({ total: _, ...row }) => summary(row as Row, deps.municipality.timeZone)),
    total: rows[0]?.total ?? 0,
    page: query.page,
    pageSize: query.pageSize,
  }
}

/**
 * One offering with all its sessions. A draft is there for its own provider only.
 * @throws Problem not-found
 */
export async function findOffering(deps: Dependencies, actor: Actor | null, id: string): Promise<Offering> {
  const now = deps.clock()
  const { timeZone } = deps.municipality
  const [row] = await deps.db.sql<Row>`
    SELECT ${columns(null)} FROM ${source(now)} WHERE o.municipality_id = ${deps.municipality.id} AND o.id = ${id}`
  if (!row || (row.status === 'draft' && !actor?.providerIds.includes(row.providerId)))
    throw new Problem('not-found')
  const sessions = await deps.db.sql<{
    id: string
    startsAt: Date
    endsAt: Date
    place: Place
    cancelled: boolean
  }>`
    SELECT s.id, s.starts_at AS "startsAt", s.ends_at AS "endsAt", s.cancelled_at IS NOT NULL AS cancelled, ${placeOf('p')} AS place
    FROM session s JOIN place p ON p.municipality_id = s.municipality_id AND p.id = s.place_id
    JOIN neighbourhood pn ON pn.municipality_id = p.municipality_id AND pn.code = p.neighbourhood_code
    WHERE s.municipality_id = ${deps.municipality.id} AND s.offering_id = ${id} ORDER BY s.starts_at`
  const [more] = await deps.db.sql<{
    schools: { id: string; name: string }[] | null
    round: { id: string; name: string; opensAt: string; closesAt: string } | null
  }>`
    SELECT (SELECT json_agg(json_build_object('id', s.id, 'name', s.name) ORDER BY s.name) FROM offering_school x
        JOIN school s ON s.municipality_id = x.municipality_id AND s.id = x.school_id
        WHERE x.municipality_id = o.municipality_id AND x.offering_id = o.id) AS schools,
      (SELECT json_build_object('id', r.id, 'name', r.name, 'opensAt', r.opens_at, 'closesAt', r.closes_at)
        FROM round r WHERE r.municipality_id = o.municipality_id AND r.id = o.round_id) AS round
    FROM offering o WHERE o.municipality_id = ${deps.municipality.id} AND o.id = ${id}`
  const utc = (text: string) => new Date(text).toISOString()
  return {
    ...summary(row, timeZone),
    description: row.description,
    invitedOnly: row.invitedOnly,
    version: row.version,
    schools: more?.schools ?? [],
    round: more?.round
      ? { ...more.round, opensAt: utc(more.round.opensAt), closesAt: utc(more.round.closesAt) }
      : null,
    sessions: sessions.map((session) => {
      const start = toLocal(session.startsAt, timeZone)
      return {
        id: session.id,
        start: session.startsAt.toISOString(),
        end: session.endsAt.toISOString(),
        date: start.date,
        startTime: timeOf(start.minutes),
        endTime: timeOf(toLocal(session.endsAt, timeZone).minutes),
        place: session.place,
        cancelled: session.cancelled,
      }
    }),
  }
}

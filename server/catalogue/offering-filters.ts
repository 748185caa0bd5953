import type { OfferingQuery } from '@portal/shared/catalogue/search.ts'
import { addDays, fromLocal } from '@portal/shared/schedule/local-time.ts'
import { type SQL, sql } from 'drizzle-orm'
import type { Dependencies } from '../app-env.ts'

/** A place on earth in degrees, from which distances are measured. */
export type Origin = { latitude: number; longitude: number }

/** A school as far as the list needs it; null where nothing is known. */
export type ListedSchool = {
  id: string
  sector: string
  neighbourhood: string | null
  latitude: number | null
  longitude: number | null
}

/** The school that was asked for; null when none was, or when there is no such school. */
export async function findListedSchool(
  { db, municipality }: Dependencies,
  id: string | undefined,
): Promise<ListedSchool | null> {
  if (!id) return null
  const [school] = await db.sql<ListedSchool>`
    SELECT id, sector, neighbourhood_code AS neighbourhood, latitude, longitude FROM school
    WHERE municipality_id = ${municipality.id} AND id = ${id}`
  return school ?? null
}

/** Where distances are measured from: the postcode asked for, else the school; null when neither is known here. */
export async function findOrigin(
  { db, municipality }: Dependencies,
  query: OfferingQuery,
  school: ListedSchool | null,
): Promise<Origin | null> {
  if (query.postcode) {
    const [area] = await db.sql<Origin>`
      SELECT latitude, longitude FROM postcode_area
      WHERE municipality_id = ${municipality.id} AND postcode4 = ${query.postcode.slice(0, 4)}`
    return area ?? null
  }
  if (!school || school.latitude === null || school.longitude === null) return null
  return { latitude: school.latitude, longitude: school.longitude }
}

/** Open to pupils of a school: by its neighbourhood or, in secondary education, the whole city; unless meant for other schools. */
function opensToSchool(m: string, asked: string, school: ListedSchool | null): SQL {
  if (!school) return sql`false`
  const isSecondary = school.sector === 'vo' || school.sector === 'vso'
  return sql`(${isSecondary ? sql`o.audience = 'city' OR` : sql``} o.id IN (
      SELECT offering_id FROM offering_neighbourhood WHERE municipality_id = ${m} AND neighbourhood_code = ${school.neighbourhood}))
    AND (o.id NOT IN (SELECT offering_id FROM offering_school WHERE municipality_id = ${m})
      OR o.id IN (SELECT offering_id FROM offering_school WHERE municipality_id = ${m} AND school_id = ${asked}))`
}

/** Has a session that is not cancelled on one of these local days. */
function meetsBetween(m: string, from: string, until: string, zone: string): SQL {
  const start = fromLocal(from, 0, zone) ?? new Date(`${from}T00:00:00Z`)
  const dayAfter = addDays(until, 1)
  const end = fromLocal(dayAfter, 0, zone) ?? new Date(`${dayAfter}T00:00:00Z`)
  return sql`o.id IN (SELECT offering_id FROM session WHERE municipality_id = ${m} AND cancelled_at IS NULL
    AND starts_at >= ${start} AND starts_at < ${end})`
}

/**
 * The filters as conditions on `offering o` alone, so that they can be tried on an index without joining anything; what
 * belongs to other tables is a set of ids. An age is tried against the offering's own bounds, else against the audience's.
 */
export function offeringConditions(
  query: OfferingQuery,
  context: { municipalityId: string; timeZone: string; today: string; school: ListedSchool | null },
): SQL {
  const m = context.municipalityId
  const conditions = [
    sql`o.municipality_id = ${m} AND o.status = 'published' AND o.last_date >= ${query.from ?? context.today}::date`,
  ]
  if (query.until) conditions.push(sql`o.first_date <= ${query.until}::date`)
  if (query.from || query.until) {
    conditions.push(
      meetsBetween(m, query.from ?? '1900-01-01', query.until ?? '2100-01-01', context.timeZone),
    )
  }
  if (query.neighbourhood) {
    conditions.push(sql`(o.id IN (
        SELECT offering_id FROM offering_neighbourhood WHERE municipality_id = ${m} AND neighbourhood_code = ${query.neighbourhood})
      OR o.place_id IN (SELECT id FROM place WHERE municipality_id = ${m} AND neighbourhood_code = ${query.neighbourhood}))`)
  }
  if (query.school) conditions.push(opensToSchool(m, query.school, context.school))
  if (query.age !== undefined) {
    conditions.push(sql`${query.age}::int BETWEEN coalesce(o.age_min, CASE o.audience WHEN 'city' THEN 12 ELSE 2 END)
      AND coalesce(o.age_max, CASE o.audience WHEN 'city' THEN 17 ELSE 12 END)`)
  }
  if (query.area) {
    conditions.push(
      sql`o.activity_id IN (SELECT id FROM activity WHERE municipality_id = ${m} AND ${query.area} = ANY (areas))`,
    )
  }
  if (query.audience) conditions.push(sql`o.audience = ${query.audience}`)
  if (query.weekday) conditions.push(sql`${query.weekday}::smallint = ANY (o.weekdays)`)
  if (query.slot) conditions.push(sql`o.slot = ${query.slot}`)
  if (query.free) conditions.push(sql`o.taken + o.held < o.capacity AND o.waiting = 0`)
  return sql.join(conditions, sql` AND `)
}

import type { KeptGroup, KeptGroupPage } from '@portal/shared/schools/kept-group.ts'
import type { SchoolGroupPage } from '@portal/shared/schools/school.ts'
import { sql } from 'drizzle-orm'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import { offsetOf } from '../http/wire-dates.ts'
import { currentSchoolYear, holdToOwnSchool } from './own-school.ts'

/**
 * Groups of the school year that counts today: the newest that has begun (a school may have entered the next one already); of
 * a school that has only a later one, that.
 * @throws Problem not-found
 */
export async function listGroupsOfToday(deps: Dependencies, schoolId: string): Promise<SchoolGroupPage> {
  const { db, municipality } = deps
  const items = await db.sql<SchoolGroupPage['items'][number]>`
    SELECT id, name, year, school_year AS "schoolYear" FROM school_group
    WHERE municipality_id = ${municipality.id} AND school_id = ${schoolId}
      AND school_year = (
        SELECT coalesce(max(school_year) FILTER (WHERE school_year <= ${currentSchoolYear(deps)}), min(school_year))
        FROM school_group WHERE municipality_id = ${municipality.id} AND school_id = ${schoolId})
    ORDER BY year, name LIMIT 100`
  if (items.length === 0) {
    const [school] = await db.sql`
      SELECT 1 FROM school WHERE municipality_id = ${municipality.id} AND id = ${schoolId}`
    if (!school) throw new Problem('not-found')
  }
  return { items, total: items.length, page: 1, pageSize: 100 }
}

/** Columns of a group `g` as its school keeps it. */
export const keptGroup = sql`g.id, g.name, g.year, g.school_year AS "schoolYear",
  (SELECT count(*)::integer FROM child c WHERE c.municipality_id = g.municipality_id AND c.group_id = g.id) AS pupils,
  (SELECT count(*)::integer FROM timetable_lesson l WHERE l.municipality_id = g.municipality_id AND l.group_id = g.id) AS lessons`

/** The own groups of a school year (that of today), with what hangs on them. @throws Problem not-found */
export async function listKeptGroups(
  deps: Dependencies,
  actor: Actor,
  schoolId: string,
  query: { schoolYear?: number | undefined; page: number; pageSize: number },
): Promise<KeptGroupPage> {
  holdToOwnSchool(actor, schoolId)
  const { db, municipality } = deps
  const schoolYear = query.schoolYear ?? currentSchoolYear(deps)
  const rows = await db.sql<KeptGroup & { total: number }>`
    SELECT ${keptGroup}, count(*) OVER ()::integer AS total FROM school_group g
    WHERE g.municipality_id = ${municipality.id} AND g.school_id = ${schoolId} AND g.school_year = ${schoolYear}
    ORDER BY g.year, g.name, g.id LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}`
  const years = await db.sql<{ year: number }>`
    SELECT DISTINCT school_year AS year FROM school_group
    WHERE municipality_id = ${municipality.id} AND school_id = ${schoolId} ORDER BY 1 DESC`
  return {
    items: rows.map(({ total: _, ...group }) => group),
    total: rows[0]?.total ?? 0,
    page: query.page,
    pageSize: query.pageSize,
    schoolYear: currentSchoolYear(deps),
    schoolYears: years.map(({ year }) => year),
  }
}

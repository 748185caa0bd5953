import type { Queryable } from '@portal/db/client.ts'
import type { Refusal, Warning } from '@portal/shared/problem.ts'
import {
  type ClosureFact,
  closuresOfSchool,
  type SchoolDay,
  schoolDay,
  type TimetableVersion,
} from '@portal/shared/schedule/school-day.ts'
import type { Spot } from '@portal/shared/schedule/travel.ts'
import { shortTime } from '../http/wire-dates.ts'

/** What is known of a school's days: published timetables, the closures that count, and where it is. */
export type SchoolSchedule = {
  versions: TimetableVersion[]
  closures: ClosureFact[]
  spot: Spot
  /** Found before, by offering version, year and group: it depends on nothing else. */
  judged: Map<string, { clashes: Refusal[]; warnings: Warning[] }>
}

type Row = {
  id: string
  latitude: number | null
  longitude: number | null
  versions: { validFrom: string; lessons: TimetableVersion['lessons'] }[] | null
}

/** Closures of the region and of these schools, as they stand in the database. */
export const readClosures = (
  db: Queryable,
  municipalityId: string,
  schoolIds: string[],
): Promise<ClosureFact[]> => db.sql<ClosureFact>`
  SELECT id, school_id AS "schoolId", replaces_id AS "replacesId", applies, kind, name,
    first_date AS "firstDate", last_date AS "lastDate", lessons_end AS "lessonsEnd"
  FROM closure
  WHERE municipality_id = ${municipalityId} AND (school_id IS NULL OR school_id = ANY (${schoolIds}::uuid[]))`

/** Reads the schedules of several schools, in two queries. */
export async function readSchedules(
  db: Queryable,
  municipalityId: string,
  schoolIds: string[],
): Promise<Map<string, SchoolSchedule>> {
  if (schoolIds.length === 0) return new Map()
  const rows = await db.sql<Row>`
    SELECT s.id, s.latitude, s.longitude,
      (SELECT json_agg(json_build_object('validFrom', t.valid_from, 'lessons', (
          SELECT coalesce(json_agg(json_build_object(
            'weekday', l.weekday, 'startTime', l.starts_at, 'endTime', l.ends_at, 'year', l.year, 'groupId', l.group_id)), '[]')
          FROM timetable_lesson l WHERE l.municipality_id = t.municipality_id AND l.timetable_id = t.id)))
        FROM timetable t
        WHERE t.municipality_id = s.municipality_id AND t.school_id = s.id AND t.status = 'published') AS versions
    FROM school s WHERE s.municipality_id = ${municipalityId} AND s.id = ANY (${schoolIds}::uuid[])`
  const closures = await readClosures(db, municipalityId, schoolIds)
  return new Map(
    rows.map((row) => [
      row.id,
      {
        versions: (row.versions ?? []).map((version) => ({
          validFrom: version.validFrom,
          lessons: version.lessons.map((lesson) => ({
            ...lesson,
            startTime: shortTime(lesson.startTime),
            endTime: shortTime(lesson.endTime),
          })),
        })),
        closures: closuresOfSchool(closures, row.id),
        spot: { placeId: null, schoolId: row.id, latitude: row.latitude, longitude: row.longitude },
        judged: new Map(),
      },
    ]),
  )
}

/** Remembers the days of one school for one pupil within a check. */
export function dayFinder(
  schedule: SchoolSchedule | undefined,
  pupil: { year: number | null; groupId: string | null },
): (date: string) => SchoolDay {
  const days = new Map<string, SchoolDay>()
  return (date) => {
    let day = days.get(date)
    if (!day) {
      day = schoolDay(date, schedule?.versions ?? [], schedule?.closures ?? [], pupil)
      days.set(date, day)
    }
    return day
  }
}

type Kept = { schedules: Map<string, SchoolSchedule>; version: number }
const kept = new WeakMap<object, Kept>()

/**
 * Schedules as of a version of the municipality's calendar (or newer), remembered per database until that version rises: in
 * a rush thousands of checks ask for the same few schools. Whoever decides on them passes the version on to enrol_batch,
 * which compares.
 */
export async function schedulesOf(
  db: Queryable & object,
  municipalityId: string,
  schoolIds: string[],
  calendarVersion: number,
): Promise<Map<string, SchoolSchedule>> {
  let known = kept.get(db)
  if (known?.version !== calendarVersion) {
    known = { schedules: new Map(), version: calendarVersion }
    kept.set(db, known)
  }
  const missing = schoolIds.filter((id) => !known.schedules.has(id))
  for (const [id, schedule] of await readSchedules(db, municipalityId, missing))
    known.schedules.set(id, schedule)
  return known.schedules
}

import type { Queryable } from '@portal/db/client.ts'
import type { Refusal } from '@portal/shared/problem.ts'
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
  /** Lesson clashes found before, by offering version, year and group: they depend on nothing else. */
  clashes: Map<string, Refusal[]>
}

type Row = {
  id: string
  latitude: number | null
  longitude: number | null
  versions: { validFrom: string; lessons: TimetableVersion['lessons'] }[] | null
}

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
  const closures = await db.sql<ClosureFact>`
    SELECT id, school_id AS "schoolId", replaces_id AS "replacesId", applies, kind, name,
      first_date AS "firstDate", last_date AS "lastDate", lessons_end AS "lessonsEnd"
    FROM closure
    WHERE municipality_id = ${municipalityId} AND (school_id IS NULL OR school_id = ANY (${schoolIds}::uuid[]))`
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
        clashes: new Map(),
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

type Kept = { schedules: Map<string, SchoolSchedule>; readAt: number }
const kept = new WeakMap<object, Kept>()

/**
 * Schedules as of at most a second ago, per database: in a rush thousands of checks ask for the same few schools. A
 * timetable published within that second counts from the next: see decisions.md.
 */
export async function recentSchedules(
  db: Queryable & object,
  municipalityId: string,
  schoolIds: string[],
): Promise<Map<string, SchoolSchedule>> {
  const now = performance.now()
  let known = kept.get(db)
  if (!known || now - known.readAt > 1000) {
    known = { schedules: new Map(), readAt: now }
    kept.set(db, known)
  }
  const missing = schoolIds.filter((id) => !known.schedules.has(id))
  for (const [id, schedule] of await readSchedules(db, municipalityId, missing))
    known.schedules.set(id, schedule)
  return known.schedules
}

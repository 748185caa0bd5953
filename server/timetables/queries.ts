import { addDays, toLocal } from '@portal/shared/schedule/local-time.ts'
import type { ClosureFact } from '@portal/shared/schedule/school-day.ts'
import type { Lesson, Timetable } from '@portal/shared/timetables/timetable.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import { shortTime } from '../http/wire-dates.ts'
import { readSchedules } from './school-schedules.ts'
import { timetableVersion } from './timetable-version.ts'

/** @throws Problem not-found */
export async function findTimetable(
  deps: Dependencies,
  schoolId: string,
  date: string | undefined,
): Promise<Timetable> {
  const { db, municipality } = deps
  const on = date ?? toLocal(deps.clock(), municipality.timeZone).date
  const schedules = await readSchedules(db, municipality.id, [schoolId])
  const schedule = schedules.get(schoolId)
  if (!schedule) throw new Problem('not-found')
  const versions = await db.sql<{ id: string; validFrom: string; status: 'draft' | 'published' }>`
    SELECT id, valid_from AS "validFrom", status FROM timetable
    WHERE municipality_id = ${municipality.id} AND school_id = ${schoolId} ORDER BY valid_from DESC, status`
  const published = versions.filter((version) => version.status === 'published')
  const valid = published.find((version) => version.validFrom <= on)
  const next = published.filter((version) => version.validFrom > on).at(-1)
  const lessons = valid
    ? await db.sql<Lesson>`
        SELECT weekday, starts_at AS "startTime", ends_at AS "endTime", year, group_id AS "groupId" FROM timetable_lesson
        WHERE municipality_id = ${municipality.id} AND timetable_id = ${valid.id}
        ORDER BY year NULLS FIRST, group_id NULLS FIRST, weekday, starts_at`
    : []
  // Also what says that a holiday of the region does not count here: the school may take that back.
  const closures = await db.sql<ClosureFact>`
    SELECT c.id, c.school_id AS "schoolId", c.replaces_id AS "replacesId", c.applies, c.kind, c.name,
      c.first_date AS "firstDate", c.last_date AS "lastDate", c.lessons_end AS "lessonsEnd"
    FROM closure c
    WHERE c.municipality_id = ${municipality.id} AND (c.school_id = ${schoolId} OR c.school_id IS NULL AND NOT EXISTS (
      SELECT 1 FROM closure own WHERE own.municipality_id = c.municipality_id AND own.school_id = ${schoolId}
        AND own.replaces_id = c.id))
    ORDER BY c.first_date, c.name`
  return {
    schoolId,
    validFrom: valid?.validFrom ?? null,
    validUntil: valid && next ? addDays(next.validFrom, -1) : null,
    status: valid?.status ?? null,
    lessons: lessons.map((lesson) => ({
      ...lesson,
      startTime: shortTime(lesson.startTime),
      endTime: shortTime(lesson.endTime),
    })),
    closures: closures.map(({ schoolId: owner, ...closure }) => ({
      ...closure,
      lessonsEnd: closure.lessonsEnd && shortTime(closure.lessonsEnd),
      isDefault: owner === null,
    })),
    versions: versions.map(({ validFrom, status }) => ({ validFrom, status })),
    version: await timetableVersion(deps, db, schoolId),
  }
}

import type { Queryable } from '@portal/db/client.ts'
import { inTransaction } from '@portal/db/transaction.ts'
import { newId } from '@portal/shared/ids.ts'
import { findLessonClashes, planSession } from '@portal/shared/schedule/find-clashes.ts'
import { addDays, toLocal } from '@portal/shared/schedule/local-time.ts'
import type { ClosureFact } from '@portal/shared/schedule/school-day.ts'
import type {
  Lesson,
  StandingClash,
  Timetable,
  TimetableInput,
  TimetableResult,
} from '@portal/shared/timetables/timetable.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import { shortTime } from '../http/wire-dates.ts'
import { logChange } from '../log/log-change.ts'
import { recordLooks } from '../looks/record-looks.ts'
import { findWrongLessons } from './check-lessons.ts'
import { dayFinder, readSchedules, type SchoolSchedule } from './school-schedules.ts'

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
  }
}

/** Standing enrolments of a school's pupils that do not fit a timetable from its first day until the next version's. */
async function findStandingClashes(
  deps: Dependencies,
  db: Queryable,
  schoolId: string,
  validFrom: string,
  schedule: SchoolSchedule,
): Promise<StandingClash[]> {
  const { municipality } = deps
  const later = schedule.versions.map((version) => version.validFrom).filter((from) => from > validFrom)
  const until = later.sort()[0] ?? '9999-12-31'
  const rows = await db.sql<{
    enrolmentId: string
    status: string
    childId: string
    firstName: string
    lastName: string
    year: number | null
    groupId: string | null
    offeringId: string
    title: string
    sessions: {
      id: string
      startsAt: string
      endsAt: string
      placeId: string
      schoolId: string | null
      latitude: number
      longitude: number
    }[]
  }>`
    SELECT e.id AS "enrolmentId", e.status, c.id AS "childId", c.first_name AS "firstName", c.last_name AS "lastName", g.year,
      c.group_id AS "groupId", o.id AS "offeringId", a.title,
      json_agg(json_build_object('id', s.id, 'startsAt', s.starts_at, 'endsAt', s.ends_at, 'placeId', p.id, 'schoolId', p.school_id,
        'latitude', p.latitude, 'longitude', p.longitude) ORDER BY s.starts_at) AS sessions
    FROM child c
    LEFT JOIN school_group g ON g.municipality_id = c.municipality_id AND g.id = c.group_id
    JOIN enrolment e ON e.municipality_id = c.municipality_id AND e.child_id = c.id
      AND e.status IN ('placed', 'offered', 'awaiting_consent', 'waitlisted')
    JOIN offering o ON o.municipality_id = e.municipality_id AND o.id = e.offering_id AND NOT o.in_school_time
    JOIN activity a ON a.municipality_id = o.municipality_id AND a.id = o.activity_id
    JOIN session s ON s.municipality_id = o.municipality_id AND s.offering_id = o.id AND s.cancelled_at IS NULL
      AND s.ends_at > ${deps.clock()}
    JOIN place p ON p.municipality_id = s.municipality_id AND p.id = s.place_id
    WHERE c.municipality_id = ${municipality.id} AND c.school_id = ${schoolId}
    GROUP BY e.municipality_id, e.id, e.status, c.id, c.first_name, c.last_name, g.year, c.group_id, o.id, a.title
    ORDER BY c.last_name, c.first_name, e.id`
  return rows.flatMap((row) => {
    const sessions = row.sessions
      .map((session) =>
        planSession(
          {
            id: session.id,
            startsAt: new Date(session.startsAt),
            endsAt: new Date(session.endsAt),
            spot: session,
          },
          municipality.timeZone,
        ),
      )
      .filter((session) => session.date >= validFrom && session.date < until)
    const clashes = findLessonClashes(sessions, dayFinder(schedule, row), schedule.spot, {
      cyclingKmh: municipality.cyclingKmh,
      inSchoolTime: false,
    })
    return clashes.map((clash) => ({
      enrolmentId: row.enrolmentId,
      status: row.status,
      child: { id: row.childId, firstName: row.firstName, lastName: row.lastName },
      offering: { id: row.offeringId, title: row.title },
      code: clash.code === 'travel-clash' ? ('travel-clash' as const) : ('lesson-clash' as const),
      date: String(clash.facts.date),
      startTime: String(clash.facts.startTime),
      endTime: String(clash.facts.endTime),
      lessonsEnd: String(clash.facts.lessonsEnd ?? clash.facts.lessonsStart),
      minutes: Number(clash.facts.minutes),
      sessions: Number(clash.facts.sessions),
    }))
  })
}

const own = (actor: Actor, schoolId: string) => {
  if (!actor.schoolIds.includes(schoolId)) throw new Problem('not-found')
}

/** The enrolments that this timetable would make clash; nothing is kept. */
export async function previewTimetable(
  deps: Dependencies,
  actor: Actor,
  schoolId: string,
  validFrom: string,
  input: TimetableInput,
): Promise<TimetableResult> {
  own(actor, schoolId)
  const errors = await findWrongLessons(deps, schoolId, validFrom, input.lessons)
  if (errors.length > 0)
    throw new Problem('invalid-input', { detail: 'Some fields are not right; see errors.', errors })
  const schedule = (await readSchedules(deps.db, deps.municipality.id, [schoolId])).get(schoolId)
  if (!schedule) throw new Problem('not-found')
  const versions = [
    ...schedule.versions.filter((version) => version.validFrom !== validFrom),
    { validFrom, lessons: input.lessons },
  ]
  const clashes = await findStandingClashes(deps, deps.db, schoolId, validFrom, {
    ...schedule,
    versions,
    judged: new Map(),
  })
  await recordLooks(
    deps,
    deps.db,
    actor,
    { role: 'school', schoolId, what: 'timetable-clash' },
    clashes.map((clash) => clash.child.id),
  )
  return { schoolId, validFrom, status: input.status, clashes }
}

/**
 * Keeps a version of the own school's timetable, in place of the one with the same first day. Answers the enrolments that now
 * clash: none is dropped. Publishing also removes the draft that it grew from.
 */
export async function publishTimetable(
  deps: Dependencies,
  actor: Actor,
  schoolId: string,
  validFrom: string,
  input: TimetableInput,
): Promise<TimetableResult> {
  const result = await previewTimetable(deps, actor, schoolId, validFrom, input)
  const m = deps.municipality.id
  await inTransaction(deps.db, async (tx) => {
    await tx.sql`SELECT 1 FROM school WHERE municipality_id = ${m} AND id = ${schoolId} FOR NO KEY UPDATE`
    await tx.sql`
      DELETE FROM timetable WHERE municipality_id = ${m} AND school_id = ${schoolId} AND valid_from = ${validFrom}
        AND (status = ${input.status} OR ${input.status} = 'published')`
    const id = newId()
    await tx.sql`
      INSERT INTO timetable (municipality_id, id, school_id, valid_from, status, changed_at, changed_by)
      VALUES (${m}, ${id}, ${schoolId}, ${validFrom}, ${input.status}, ${deps.clock()}, ${actor.accountId})`
    await tx.sql`
      INSERT INTO timetable_lesson (municipality_id, id, timetable_id, weekday, year, group_id, starts_at, ends_at)
      SELECT ${m}, l.id, ${id}, l.weekday, l.year, l.group_id, l.starts_at, l.ends_at
      FROM jsonb_to_recordset(${JSON.stringify(
        input.lessons.map((lesson) => ({
          id: newId(),
          weekday: lesson.weekday,
          year: lesson.year,
          group_id: lesson.groupId,
          starts_at: lesson.startTime,
          ends_at: lesson.endTime,
        })),
      )}::jsonb) AS l (id uuid, weekday smallint, year smallint, group_id uuid, starts_at time, ends_at time)`
    await logChange(deps, tx, actor, {
      verb: 'publish-timetable',
      subjectKind: 'school',
      subjectId: schoolId,
      after: { validFrom, ...input },
    })
  })
  return result
}

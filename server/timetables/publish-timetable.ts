import { inTransaction, type Transaction } from '@portal/db/transaction.ts'
import { newId } from '@portal/shared/ids.ts'
import { findLessonClashes } from '@portal/shared/schedule/find-clashes.ts'
import type { StandingClash, TimetableInput, TimetableResult } from '@portal/shared/timetables/timetable.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { changeSchoolDays } from '../calendar/change-school-days.ts'
import { type JudgedStanding, readStanding } from '../calendar/read-standing.ts'
import { anyVersion, type IfMatch } from '../http/etag.ts'
import { Problem } from '../http/problem.ts'
import { because, logChange } from '../log/log-change.ts'
import { recordLooks } from '../looks/record-looks.ts'
import { holdToOwnSchool } from '../schools/own-school.ts'
import { findWrongLessons } from './check-lessons.ts'
import { dayFinder, readSchedules, type SchoolSchedule } from './school-schedules.ts'
import { holdToSeenTimetables } from './timetable-version.ts'

/** Enrolments that do not fit a timetable from its first day until the next version's, also those that did not fit before. */
function findStandingClashes(
  { municipality, clock }: Dependencies,
  standing: readonly JudgedStanding[],
  validFrom: string,
  schedule: SchoolSchedule,
): StandingClash[] {
  const now = clock().getTime()
  const later = schedule.versions.map((version) => version.validFrom).filter((from) => from > validFrom)
  const until = later.sort()[0] ?? '9999-12-31'
  return standing.flatMap((row) => {
    const { plan, facts } = row.judgement
    const sessions = plan.sessions.filter(
      ({ date, endsAt }) => date >= validFrom && date < until && endsAt > now,
    )
    const clashes = findLessonClashes(sessions, dayFinder(schedule, facts), schedule.spot, {
      cyclingKmh: municipality.cyclingKmh,
      inSchoolTime: plan.inSchoolTime,
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

/** A schedule in which a version stands in the place of the one with the same first day. */
const withVersion = (
  schedule: SchoolSchedule,
  validFrom: string,
  { lessons }: TimetableInput,
): SchoolSchedule => ({
  ...schedule,
  versions: [
    ...schedule.versions.filter((version) => version.validFrom !== validFrom),
    { validFrom, lessons },
  ],
  judged: new Map(),
})

async function holdToSound(
  deps: Dependencies,
  actor: Actor,
  schoolId: string,
  validFrom: string,
  input: TimetableInput,
): Promise<void> {
  holdToOwnSchool(actor, schoolId)
  const errors = await findWrongLessons(deps, schoolId, validFrom, input.lessons)
  if (errors.length > 0)
    throw new Problem('invalid-input', { detail: 'Some fields are not right; see errors.', errors })
}

async function answer(
  deps: Dependencies,
  db: Parameters<typeof recordLooks>[1],
  actor: Actor,
  schoolId: string,
  result: Omit<TimetableResult, 'schoolId'>,
): Promise<TimetableResult> {
  const seen = result.clashes.map((clash) => clash.child.id)
  await recordLooks(deps, db, actor, { role: 'school', schoolId, what: 'timetable-clash' }, seen)
  return { schoolId, ...result }
}

/** The enrolments that this timetable would make clash; nothing is kept. @throws Problem not-found, invalid-input */
export async function previewTimetable(
  deps: Dependencies,
  actor: Actor,
  schoolId: string,
  validFrom: string,
  input: TimetableInput,
): Promise<TimetableResult> {
  await holdToSound(deps, actor, schoolId, validFrom, input)
  const schedule = (await readSchedules(deps.db, deps.municipality.id, [schoolId])).get(schoolId)
  if (!schedule) throw new Problem('not-found')
  const standing = await readStanding(deps, deps.db, { schoolId })
  const clashes = findStandingClashes(deps, standing, validFrom, withVersion(schedule, validFrom, input))
  return answer(deps, deps.db, actor, schoolId, { validFrom, status: input.status, clashes })
}

/**
 * Keeps a version of the own school's timetable, in place of the one with the same first day, and records notices for the families whose
 * enrolments clash by it. Answers the enrolments that now clash: none is dropped. Publishing also removes the draft that it grew from.
 * @throws Problem not-found, invalid-input, precondition-failed
 */
export async function publishTimetable(
  deps: Dependencies,
  actor: Actor,
  schoolId: string,
  validFrom: string,
  input: TimetableInput,
  ifMatch: IfMatch = anyVersion,
): Promise<TimetableResult> {
  await holdToSound(deps, actor, schoolId, validFrom, input)
  return inTransaction(deps.db, async (tx) => {
    const { standing, schedule } = await changeSchoolDays(deps, tx, schoolId, input.reason, () =>
      write(deps, tx, actor, schoolId, validFrom, input, ifMatch),
    )
    if (!schedule) throw new Problem('not-found')
    // What a draft would make clash is answered as well.
    const judged = input.status === 'draft' ? withVersion(schedule, validFrom, input) : schedule
    const clashes = findStandingClashes(deps, standing, validFrom, judged)
    return answer(deps, tx, actor, schoolId, { validFrom, status: input.status, clashes })
  })
}

async function write(
  deps: Dependencies,
  tx: Transaction,
  actor: Actor,
  schoolId: string,
  validFrom: string,
  { status, lessons, reason }: TimetableInput,
  ifMatch: IfMatch,
): Promise<void> {
  const m = deps.municipality.id
  await tx.sql`SELECT 1 FROM school WHERE municipality_id = ${m} AND id = ${schoolId} FOR NO KEY UPDATE`
  await holdToSeenTimetables(deps, tx, schoolId, ifMatch)
  await tx.sql`
    DELETE FROM timetable WHERE municipality_id = ${m} AND school_id = ${schoolId} AND valid_from = ${validFrom}
      AND (status = ${status} OR ${status} = 'published')`
  const id = newId()
  await tx.sql`
    INSERT INTO timetable (municipality_id, id, school_id, valid_from, status, changed_at, changed_by)
    VALUES (${m}, ${id}, ${schoolId}, ${validFrom}, ${status}, ${deps.clock()}, ${actor.accountId})`
  await tx.sql`
    INSERT INTO timetable_lesson (municipality_id, id, timetable_id, weekday, year, group_id, starts_at, ends_at)
    SELECT ${m}, l.id, ${id}, l.weekday, l.year, l.group_id, l.starts_at, l.ends_at
    FROM jsonb_to_recordset(${JSON.stringify(
      lessons.map((lesson) => ({
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
    after: { validFrom, status, lessons, ...because(reason) },
  })
}

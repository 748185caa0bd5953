import type { Touched } from '@portal/shared/calendar/clash.ts'
import type { Refusal } from '@portal/shared/problem.ts'
import {
  findNewClosureWarnings,
  findNewLessonClashes,
  type PupilDays,
} from '@portal/shared/schedule/new-clashes.ts'
import type { Municipality } from '../app-env.ts'
import type { ChildFacts } from '../enrolments/child-facts.ts'
import { dayFinder, type SchoolSchedule } from '../timetables/school-schedules.ts'
import type { JudgedStanding } from './read-standing.ts'

/** How things are: enrolments that stand, and the schedules of the schools of their children. */
export type Situation = {
  standing: readonly JudgedStanding[]
  schedules: ReadonlyMap<string, SchoolSchedule>
}

/** Days of pupils, found once for all of the same school, year and group. */
function daysFinder(schedules: Situation['schedules']): (facts: ChildFacts) => PupilDays {
  const known = new Map<string, PupilDays>()
  return ({ schoolId, year, groupId }) => {
    const schedule = schedules.get(schoolId ?? '')
    if (!schedule) return null
    const key = `${schoolId} ${year} ${groupId}`
    const days = known.get(key) ?? { dayOf: dayFinder(schedule, { year, groupId }), school: schedule.spot }
    known.set(key, days)
    return days
  }
}

const newCodes = (before: readonly Refusal[], after: readonly Refusal[]) =>
  after.filter(({ code }) => !before.some((each) => each.code === code))

/**
 * Enrolments that a change touches: for which the child is no longer eligible, which clash with lessons and did not (as much), or of
 * which sessions now fall on a day without lessons. What stood in the way before is no news. A child that waits is not told of a day
 * without lessons: it has no sessions yet.
 */
export function findTouched(
  before: Situation,
  after: Situation,
  { cyclingKmh }: Pick<Municipality, 'cyclingKmh'>,
  now: Date,
): Touched[] {
  const known = new Map(before.standing.map((each) => [each.enrolmentId, each]))
  const [daysBefore, daysAfter] = [daysFinder(before.schedules), daysFinder(after.schedules)]
  return after.standing.flatMap((each) => {
    const { judgement, enrolmentId, status, childId, firstName, lastName, offeringId, title } = each
    const was = known.get(enrolmentId)?.judgement
    const sessions = judgement.plan.sessions.filter((session) => session.endsAt > now.getTime())
    const days = [was ? daysBefore(was.facts) : null, daysAfter(judgement.facts)] as const
    const refusals = [
      ...newCodes(was?.eligibility ?? [], judgement.eligibility),
      ...findNewLessonClashes(sessions, ...days, { cyclingKmh, inSchoolTime: judgement.plan.inSchoolTime }),
    ]
    const warnings = status === 'waitlisted' ? [] : findNewClosureWarnings(sessions, ...days)
    if (refusals.length + warnings.length === 0) return []
    return [
      {
        enrolmentId,
        status,
        child: { id: childId, firstName, lastName },
        offering: { id: offeringId, title },
        refusals,
        warnings,
      },
    ]
  })
}

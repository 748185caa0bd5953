import type { Refusal, Warning } from '../problem.ts'
import { findClosureWarnings, findLessonClashes, type PlannedSession } from './find-clashes.ts'
import type { SchoolDay } from './school-day.ts'
import type { Spot } from './travel.ts'

/** The school days of one pupil, and where the school is; null: no school is known. */
export type PupilDays = { dayOf: (date: string) => SchoolDay; school: Spot } | null

type Options = { cyclingKmh: number; inSchoolTime: boolean }

const clashOf = (session: PlannedSession, days: PupilDays, options: Options): Refusal | undefined =>
  days ? findLessonClashes([session], days.dayOf, days.school, options)[0] : undefined

/** Lessons at the same time are worse than too little time for the way; of the same kind more minutes are worse. */
function isWorse(was: Refusal | undefined, now: Refusal | undefined): boolean {
  if (!now) return false
  if (!was) return true
  if (was.code !== now.code) return now.code === 'lesson-clash'
  return Number(now.facts.minutes) > Number(was.facts.minutes)
}

/**
 * What clashes with lessons after a change and did not, or not as much, before: looked at session by session, so that a clash that
 * stood already is no news, also when others of the same series are solved by the same change.
 */
export function findNewLessonClashes(
  sessions: readonly PlannedSession[],
  before: PupilDays,
  after: PupilDays,
  options: Options,
): Refusal[] {
  if (!after) return []
  const worse = sessions.filter((session) =>
    isWorse(clashOf(session, before, options), clashOf(session, after, options)),
  )
  return findLessonClashes(worse, after.dayOf, after.school, options)
}

/** Sessions on a day without lessons that had lessons, or no closure, before. */
export function findNewClosureWarnings(
  sessions: readonly PlannedSession[],
  before: PupilDays,
  after: PupilDays,
): Warning[] {
  if (!after) return []
  const isClosed = (days: PupilDays, date: string) => {
    const closure = days?.dayOf(date).closure
    return closure !== null && closure !== undefined && closure.kind !== 'short-day'
  }
  const fresh = sessions.filter(({ date }) => isClosed(after, date) && !isClosed(before, date))
  return findClosureWarnings(fresh, after.dayOf)
}

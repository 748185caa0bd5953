import type { Queryable } from '@portal/db/client.ts'
import type { Refusal } from '@portal/shared/problem.ts'
import {
  findBusyClashes,
  findLessonClashes,
  type PlannedSession,
} from '@portal/shared/schedule/find-clashes.ts'
import type { Dependencies } from '../app-env.ts'
import { readChildFacts } from '../enrolments/child-facts.ts'
import { dayFinder, schedulesOf } from '../timetables/school-schedules.ts'

/**
 * What would stand in the way of each child at these sessions of an offering: lessons, the way, and the other places that it holds; by
 * the rules of enrolling. Three queries, whatever their number; a child without anything in the way is not in the answer.
 */
export async function clashesAt(
  { municipality, clock }: Pick<Dependencies, 'municipality' | 'clock'>,
  db: Queryable & object,
  offering: { id: string; inSchoolTime: boolean; sessions: readonly PlannedSession[] },
  childIds: readonly string[],
): Promise<Map<string, Refusal[]>> {
  const found = new Map<string, Refusal[]>()
  if (childIds.length === 0 || offering.sessions.length === 0) return found
  // Nobody in particular asks.
  const questions = childIds.map((childId) => ({
    childId,
    offeringId: offering.id,
    accountId: childId,
    schoolIds: [],
  }))
  const children = await readChildFacts(db, municipality, questions, clock())
  const schoolIds = new Set<string>()
  for (const facts of children) if (facts?.schoolId) schoolIds.add(facts.schoolId)
  const calendarVersion = Math.max(0, ...children.map((facts) => facts?.calendarVersion ?? 0))
  const schedules = await schedulesOf(db, municipality.id, [...schoolIds], calendarVersion)
  const { cyclingKmh } = municipality
  for (const facts of children) {
    if (!facts) continue
    const schedule = schedules.get(facts.schoolId ?? '')
    const clashes = [
      ...findBusyClashes(offering.sessions, facts.busy, cyclingKmh),
      ...(schedule
        ? findLessonClashes(offering.sessions, dayFinder(schedule, facts), schedule.spot, {
            cyclingKmh,
            inSchoolTime: offering.inSchoolTime,
          })
        : []),
    ]
    if (clashes.length > 0) found.set(facts.childId, clashes)
  }
  return found
}

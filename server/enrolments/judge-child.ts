import type { Queryable } from '@portal/db/client.ts'
import { decideEligibility } from '@portal/shared/eligibility/decide-eligibility.ts'
import { decideEnrolment, type EnrolmentDecision } from '@portal/shared/enrolments/decide-enrolment.ts'
import type { Refusal, Warning } from '@portal/shared/problem.ts'
import {
  findBusyClashes,
  findClosureWarnings,
  findLessonClashes,
} from '@portal/shared/schedule/find-clashes.ts'
import type { Municipality } from '../app-env.ts'
import { dayFinder, recentSchedules, type SchoolSchedule } from '../timetables/school-schedules.ts'
import { type ChildFacts, type Question, readChildFacts } from './child-facts.ts'
import { type OfferingPlan, plansOf } from './offering-plans.ts'

/** What the rules say of a child and an offering, with the facts on which they rest. */
export type Judgement = {
  facts: ChildFacts
  plan: OfferingPlan
  eligibility: Refusal[]
  clashes: Refusal[]
  warnings: Warning[]
  decision: EnrolmentDecision
}

/** Judges many questions at once: a handful of queries, whatever their number. Null where child or offering is not there. */
export async function judge(
  db: Queryable & object,
  municipality: Municipality,
  questions: readonly Question[],
  now: Date,
): Promise<(Judgement | null)[]> {
  const found = await readChildFacts(db, municipality, questions, now)
  const wanted = new Map<string, number>()
  const schools = new Set<string>()
  for (const [index, facts] of found.entries()) {
    const question = questions[index]
    if (!facts || !question) continue
    if (facts.offering) wanted.set(question.offeringId, facts.offering.version)
    if (facts.schoolId) schools.add(facts.schoolId)
  }
  const plans = await plansOf(
    db,
    municipality,
    [...wanted].map(([id, version]) => ({ id, version })),
    now,
  )
  const schedules = await recentSchedules(db, municipality.id, [...schools])
  return found.map((facts, index) => {
    const plan = plans.get(questions[index]?.offeringId ?? '')
    if (!facts?.offering || !plan) return null
    return judgeOne(facts, plan, schedules.get(facts.schoolId ?? ''), municipality, now)
  })
}

function judgeOne(
  facts: ChildFacts,
  plan: OfferingPlan,
  schedule: SchoolSchedule | undefined,
  municipality: Municipality,
  now: Date,
): Judgement {
  const eligibility = decideEligibility(
    {
      birthDate: facts.birthDate,
      homeNeighbourhoods: facts.homeNeighbourhood ? [facts.homeNeighbourhood] : [],
      school:
        facts.schoolId && facts.sector
          ? { id: facts.schoolId, sector: facts.sector, neighbourhood: facts.schoolNeighbourhood }
          : null,
      year: facts.year,
      isInvited: facts.isInvited,
    },
    plan.audience,
  ).map((refusal) =>
    refusal.code === 'other-neighbourhood'
      ? { ...refusal, facts: { ...refusal.facts, neighbourhoods: plan.neighbourhoodNames.join(', ') } }
      : refusal,
  )
  const clashes = [
    ...lessonClashes(facts, plan, schedule, municipality, now),
    ...findBusyClashes(toCome(plan, now), facts.busy, municipality.cyclingKmh),
  ]
  const decision = decideEnrolment({
    offering: plan,
    now: now.getTime(),
    askedBy: facts.isGuardian ? 'guardian' : 'school',
    freePlaces: facts.offering?.free ?? 0,
    waitingBefore: facts.offering?.waiting ?? 0,
    isEnrolled: facts.live !== null,
    places: { held: facts.claims === '' ? 0 : facts.claims.split(',').length, most: null },
    eligibility,
    clashes,
  })
  return { facts, plan, eligibility, clashes, warnings: warningsOf(facts, plan, schedule, now), decision }
}

const toCome = (plan: OfferingPlan, now: Date) =>
  plan.sessions.filter((session) => session.endsAt > now.getTime())

function lessonClashes(
  facts: ChildFacts,
  plan: OfferingPlan,
  schedule: SchoolSchedule | undefined,
  municipality: Municipality,
  now: Date,
): Refusal[] {
  if (!schedule) return []
  const key = `${plan.id} ${plan.version} ${facts.year} ${facts.groupId}`
  let clashes = schedule.clashes.get(key)
  if (!clashes) {
    clashes = findLessonClashes(toCome(plan, now), dayFinder(schedule, facts), schedule.spot, {
      cyclingKmh: municipality.cyclingKmh,
      inSchoolTime: plan.inSchoolTime,
    })
    schedule.clashes.set(key, clashes)
  }
  return clashes
}

function warningsOf(
  facts: ChildFacts,
  plan: OfferingPlan,
  schedule: SchoolSchedule | undefined,
  now: Date,
): Warning[] {
  if (!schedule) {
    return [{ code: 'school-unknown', detail: 'Without a school, lessons cannot be checked.', facts: {} }]
  }
  const warnings = findClosureWarnings(toCome(plan, now), dayFinder(schedule, facts))
  if (schedule.versions.length === 0) {
    warnings.push({
      code: 'timetable-unknown',
      detail: 'The school has published no timetable yet.',
      facts: {},
    })
  } else if (!facts.groupId) {
    warnings.push({
      code: 'group-unknown',
      detail: 'Without a group, lessons of the whole school count.',
      facts: {},
    })
  }
  return warnings
}

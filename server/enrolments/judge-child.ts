import type { Queryable } from '@portal/db/client.ts'
import { decideEligibility } from '@portal/shared/eligibility/decide-eligibility.ts'
import {
  decideEnrolment,
  type EnrolmentDecision,
  findReachedLimit,
} from '@portal/shared/enrolments/decide-enrolment.ts'
import type { Refusal, Warning } from '@portal/shared/problem.ts'
import {
  findBusyClashes,
  findClosureWarnings,
  findLessonClashes,
} from '@portal/shared/schedule/find-clashes.ts'
import type { Municipality } from '../app-env.ts'
import { dayFinder, type SchoolSchedule, schedulesOf } from '../timetables/school-schedules.ts'
import { type ChildFacts, type Question, readChildFacts } from './child-facts.ts'
import { type OfferingPlan, plansOf } from './offering-plans.ts'

/** What the rules say of a child and an offering, with the facts on which they rest. */
export type Judgement = {
  facts: ChildFacts
  plan: OfferingPlan
  eligibility: Refusal[]
  clashes: Refusal[]
  /** The child holds the most places that it may have in that period. */
  limit: Refusal[]
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
  return judgeFacts(db, municipality, questions, await readChildFacts(db, municipality, questions, now), now)
}

/** The same from facts that are there already, one for each question; of offerings and schools that are known no query is asked. */
export async function judgeFacts(
  db: Queryable & object,
  municipality: Municipality,
  questions: readonly Question[],
  found: readonly (ChildFacts | null)[],
  now: Date,
): Promise<(Judgement | null)[]> {
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
  const calendarVersion = Math.max(0, ...found.map((facts) => facts?.calendarVersion ?? 0))
  const schedules = await schedulesOf(db, municipality.id, [...schools], calendarVersion)
  return found.map((facts, index) => {
    const question = questions[index]
    const plan = plans.get(question?.offeringId ?? '')
    if (!facts?.offering || !plan || !question) return null
    return judgeOne(question, facts, plan, schedules.get(facts.schoolId ?? ''), municipality, now)
  })
}

function judgeOne(
  question: Question,
  facts: ChildFacts,
  plan: OfferingPlan,
  schedule: SchoolSchedule | undefined,
  municipality: Municipality,
  now: Date,
): Judgement {
  const eligibility = decideEligibility(
    {
      birthDate: facts.birthDate,
      homeNeighbourhoods: [facts.homeNeighbourhood, facts.secondNeighbourhood].filter(
        (code) => code !== null,
      ),
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
  const school = judgeSchoolDays(facts, plan, schedule, municipality, now)
  const clashes = [
    ...school.clashes,
    ...findBusyClashes(toCome(plan, now), facts.busy, municipality.cyclingKmh),
  ]
  const limit = findReachedLimit(facts.places)
  const rules = { facts, plan, eligibility, clashes, limit, warnings: school.warnings }
  const room = { freePlaces: facts.offering?.free ?? 0, waitingBefore: facts.offering?.waiting ?? 0 }
  return { ...rules, decision: decideWith(rules, question, room, now) }
}

/** The decision when so many places are free for this child, and so many stand before it. */
export function decideWith(
  { facts, plan, eligibility, clashes }: Omit<Judgement, 'decision'>,
  question: Pick<Question, 'schoolIds'>,
  room: { freePlaces: number; waitingBefore: number },
  now: Date,
): EnrolmentDecision {
  return decideEnrolment({
    offering: plan,
    now: now.getTime(),
    askedBy: facts.schoolId && question.schoolIds.includes(facts.schoolId) ? 'school' : 'guardian',
    ...room,
    isEnrolled: facts.live !== null,
    places: facts.places,
    eligibility,
    clashes,
  })
}

const toCome = (plan: OfferingPlan, now: Date) =>
  plan.sessions.filter((session) => session.endsAt > now.getTime())

/** Clashes with lessons and warnings: the same for all of a school, year and group, so found once. */
function judgeSchoolDays(
  facts: ChildFacts,
  plan: OfferingPlan,
  schedule: SchoolSchedule | undefined,
  municipality: Municipality,
  now: Date,
): { clashes: Refusal[]; warnings: Warning[] } {
  if (!schedule) {
    const unknown = { code: 'school-unknown' as const, facts: {} }
    return {
      clashes: [],
      warnings: [{ ...unknown, detail: 'Without a school, lessons cannot be checked.' }],
    }
  }
  const sessions = toCome(plan, now)
  const key = `${plan.id} ${plan.version} ${sessions.length} ${facts.year} ${facts.groupId}`
  let judged = schedule.judged.get(key)
  if (!judged) {
    const dayOf = dayFinder(schedule, facts)
    const clashes = findLessonClashes(sessions, dayOf, schedule.spot, {
      cyclingKmh: municipality.cyclingKmh,
      inSchoolTime: plan.inSchoolTime,
    })
    const warnings: Warning[] = findClosureWarnings(sessions, dayOf)
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
    judged = { clashes, warnings }
    schedule.judged.set(key, judged)
  }
  return judged
}

import type { OfferingStatus } from '../catalogue/offering.ts'
import type { Refusal } from '../problem.ts'

export type EnrolmentFacts = {
  offering: {
    status: OfferingStatus
    enrolmentMode: 'direct' | 'round' | 'school'
    hasWaitingList: boolean
    /** Milliseconds since 1970. */
    opensAt: number
    closesAt: number
  }
  now: number
  /** Who asks: a guardian, or the child's school. */
  askedBy: 'guardian' | 'school'
  freePlaces: number
  waitingBefore: number
  isEnrolled: boolean
  /** Places the child holds and may hold in the period in which the offering begins; `most` null: no limit. */
  places: { held: number; most: number | null; period?: string | null }
  /** From decideEligibility. */
  eligibility: readonly Refusal[]
  /** From findLessonClashes and findBusyClashes. */
  clashes: readonly Refusal[]
}

export type EnrolmentDecision =
  | { outcome: 'refused'; refusals: [Refusal, ...Refusal[]] }
  | { outcome: 'placed' }
  | { outcome: 'waitlisted'; position: number }

const iso = (at: number) => new Date(at).toISOString()

/** Whether enrolment is open at all, whoever the child is. */
export function findClosedDoors(facts: Pick<EnrolmentFacts, 'offering' | 'now' | 'askedBy'>): Refusal[] {
  const { offering, now } = facts
  if (offering.status !== 'published') {
    return [
      {
        code: 'offering-not-published',
        detail: 'This offering is not public.',
        facts: { status: offering.status },
      },
    ]
  }
  if (offering.enrolmentMode === 'round') {
    return [{ code: 'enrolment-by-round', detail: 'Places are drawn in a round.', facts: {} }]
  }
  if (offering.enrolmentMode === 'school' && facts.askedBy !== 'school') {
    return [{ code: 'enrolment-by-school', detail: 'The school enrols for this offering.', facts: {} }]
  }
  if (now < offering.opensAt) {
    return [
      {
        code: 'enrolment-not-open',
        detail: `Enrolment opens at ${iso(offering.opensAt)}.`,
        facts: { opensAt: iso(offering.opensAt) },
      },
    ]
  }
  if (now >= offering.closesAt) {
    return [
      {
        code: 'enrolment-closed',
        detail: `Enrolment closed at ${iso(offering.closesAt)}.`,
        facts: { closedAt: iso(offering.closesAt) },
      },
    ]
  }
  return []
}

/** Whether the child holds the most places that it may have; waiting does not count. */
export function findReachedLimit({ held, most, period }: EnrolmentFacts['places']): Refusal[] {
  if (most === null || held < most) return []
  return [
    {
      code: 'limit-reached',
      detail: `The child holds ${held} places.`,
      facts: { held, most, period: period ?? null },
    },
  ]
}

/** Order matters: never tell a family "full" when a place could not help them anyway. */
export function decideEnrolment(facts: EnrolmentFacts): EnrolmentDecision {
  const refusals: Refusal[] = [
    ...findClosedDoors(facts),
    ...facts.eligibility,
    ...facts.clashes,
    ...(facts.isEnrolled
      ? [{ code: 'already-enrolled' as const, detail: 'The child is enrolled already.', facts: {} }]
      : []),
    ...findReachedLimit(facts.places),
  ]
  if (refusals.length === 0 && !hasRoom(facts) && !facts.offering.hasWaitingList) {
    refusals.push({
      code: 'offering-full',
      detail: 'All places are taken, and there is no waiting list.',
      facts: { waiting: facts.waitingBefore },
    })
  }
  const [first, ...rest] = refusals
  if (first) return { outcome: 'refused', refusals: [first, ...rest] }
  if (hasRoom(facts)) return { outcome: 'placed' }
  return { outcome: 'waitlisted', position: facts.waitingBefore + 1 }
}

/** A newcomer never overtakes the waiting list: a free place is for whoever waits. */
function hasRoom(facts: EnrolmentFacts): boolean {
  return facts.freePlaces > 0 && facts.waitingBefore === 0
}

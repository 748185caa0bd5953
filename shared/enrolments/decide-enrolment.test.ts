import { describe, expect, it } from 'vitest'
import { decideEnrolment, type EnrolmentFacts } from './decide-enrolment.ts'
import { enrolmentStatuses, mayBecome, transitions } from './status.ts'

const facts = (over: Partial<EnrolmentFacts> = {}): EnrolmentFacts => ({
  offering: { status: 'published', enrolmentMode: 'direct', hasWaitingList: true, opensAt: 0, closesAt: 100 },
  now: 50,
  askedBy: 'guardian',
  freePlaces: 3,
  waitingBefore: 0,
  isEnrolled: false,
  places: { held: 0, most: null },
  eligibility: [],
  clashes: [],
  ...over,
})
const codes = (over: Partial<EnrolmentFacts>) => {
  const decision = decideEnrolment(facts(over))
  return decision.outcome === 'refused' ? decision.refusals.map((refusal) => refusal.code) : decision
}

describe('enrolling', () => {
  it('gives a place while one is free and nobody waits', () => {
    expect(codes({})).toEqual({ outcome: 'placed' })
  })
  it('does not let a newcomer overtake the waiting list when a place is free', () => {
    expect(codes({ waitingBefore: 2 })).toEqual({ outcome: 'waitlisted', position: 3 })
  })
  it('never tells a family "full" when a place could not help them anyway', () => {
    const offering = { ...facts().offering, hasWaitingList: false }
    expect(codes({ offering, freePlaces: 0 })).toEqual(['offering-full'])
    expect(
      codes({ offering, freePlaces: 0, eligibility: [{ code: 'too-young', detail: '', facts: {} }] }),
    ).toEqual(['too-young'])
  })
  it('opens at the moment itself and is closed at the closing moment', () => {
    expect(codes({ now: -1 })).toEqual(['enrolment-not-open'])
    expect(codes({ now: 0 })).toEqual({ outcome: 'placed' })
    expect(codes({ now: 100 })).toEqual(['enrolment-closed'])
  })
  it('is left to the round or to the school where the offering says so', () => {
    expect(codes({ offering: { ...facts().offering, enrolmentMode: 'round' } })).toEqual([
      'enrolment-by-round',
    ])
    expect(codes({ offering: { ...facts().offering, enrolmentMode: 'school' } })).toEqual([
      'enrolment-by-school',
    ])
    expect(codes({ offering: { ...facts().offering, enrolmentMode: 'school' }, askedBy: 'school' })).toEqual({
      outcome: 'placed',
    })
  })
  it('stops at the limit of places', () => {
    expect(codes({ places: { held: 2, most: 2 } })).toEqual(['limit-reached'])
  })
})

it('an ended enrolment never comes back to life, but for a no that is undone', () => {
  for (const from of enrolmentStatuses) {
    for (const to of enrolmentStatuses) expect(mayBecome(from, to)).toBe(transitions[from].includes(to))
  }
  for (const ended of ['withdrawn', 'expired', 'cancelled', 'completed'] as const)
    expect(transitions[ended]).toEqual([])
})

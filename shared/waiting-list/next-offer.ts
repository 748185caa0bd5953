import type { Refusal } from '../problem.ts'

export type Candidate = {
  enrolmentId: string
  priorityClass: number
  joinedNumber: number
  refusals: readonly Refusal[]
}

/**
 * Who is offered the free places: by priority class (lower first), then by moment of joining; a child for whom it does not
 * fit now is passed over and keeps its turn.
 */
export function nextOffers(
  candidates: readonly Candidate[],
  freePlaces: number,
): { offered: Candidate[]; passedOver: Candidate[] } {
  const inOrder = [...candidates].sort(
    (a, b) => a.priorityClass - b.priorityClass || a.joinedNumber - b.joinedNumber,
  )
  const offered: Candidate[] = []
  const passedOver: Candidate[] = []
  for (const candidate of inOrder) {
    if (offered.length >= freePlaces) break
    if (candidate.refusals.length > 0) passedOver.push(candidate)
    else offered.push(candidate)
  }
  return { offered, passedOver }
}

const hour = 3_600_000

/**
 * Until when a family may say yes: the municipality's hours (48 by default), shorter close to the start: never later than two
 * hours before the first session still to come, but always at least one hour, and never after that session begins unless it
 * is less than an hour away.
 */
export function offerDeadline(now: number, nextSessionStart: number | null, offerHours: number): number {
  const usual = now + offerHours * hour
  if (nextSessionStart === null) return usual
  return Math.max(now + hour, Math.min(usual, nextSessionStart - 2 * hour))
}

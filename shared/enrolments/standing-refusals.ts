import type { Refusal } from '../problem.ts'
import type { EnrolmentStatus } from './status.ts'

/** States of an enrolment that stands, and that a change may make clash. */
export const standingStatuses: readonly EnrolmentStatus[] = [
  'placed',
  'offered',
  'awaiting_consent',
  'waitlisted',
]

/**
 * What stands in the way of an enrolment that stands, by the same rules that enrolling goes by. Nothing of one that is over. Of a
 * child that waits, what it has at the same time elsewhere is no clash: it is passed over and keeps its turn.
 */
export function standingRefusals(enrolment: {
  status: EnrolmentStatus
  sessionsToCome: number
  eligibility: readonly Refusal[]
  clashes: readonly Refusal[]
}): Refusal[] {
  const { status, sessionsToCome, eligibility, clashes } = enrolment
  if (!standingStatuses.includes(status) || sessionsToCome === 0) return []
  const isElsewhere = ({ facts }: Refusal) => facts.otherOfferingId !== undefined
  return [...eligibility, ...clashes.filter((clash) => status !== 'waitlisted' || !isElsewhere(clash))]
}

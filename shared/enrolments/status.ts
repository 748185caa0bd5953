/** All states of an enrolment (domain.md rule 7). */
export const enrolmentStatuses = [
  'wished',
  'placed',
  'waitlisted',
  'offered',
  'not_placed',
  'declined',
  'expired',
  'withdrawn',
  'cancelled',
  'completed',
  'awaiting_consent',
] as const
export type EnrolmentStatus = (typeof enrolmentStatuses)[number]

/** States in which a place is counted as taken. The same list stands in the triggers of migration 0009. */
export const takesPlace: readonly EnrolmentStatus[] = ['placed', 'offered', 'awaiting_consent', 'completed']

/** States in which the child's time is claimed. The same list stands in the exclusion constraint of migration 0007. */
export const claimsTime: readonly EnrolmentStatus[] = ['placed', 'offered', 'awaiting_consent']

/** States of which a child may have only one per offering. The same list stands in the unique index of migration 0007. */
export const isLive: readonly EnrolmentStatus[] = [
  'wished',
  'placed',
  'waitlisted',
  'offered',
  'awaiting_consent',
  'completed',
]

/** What may follow what. */
export const transitions: Record<EnrolmentStatus, readonly EnrolmentStatus[]> = {
  wished: ['placed', 'waitlisted', 'not_placed', 'withdrawn', 'cancelled'],
  placed: ['withdrawn', 'cancelled', 'completed'],
  waitlisted: ['offered', 'withdrawn', 'cancelled'],
  offered: ['placed', 'waitlisted', 'declined', 'expired', 'withdrawn', 'cancelled'],
  awaiting_consent: ['placed', 'declined', 'expired', 'withdrawn', 'cancelled'],
  not_placed: [],
  // The one undo of a no: the offer again when its place is still there, else the own turn on the list.
  declined: ['offered', 'waitlisted'],
  expired: [],
  withdrawn: [],
  cancelled: [],
  completed: [],
}

/** Whether an enrolment may go from one state to the other. */
export function mayBecome(from: EnrolmentStatus, to: EnrolmentStatus): boolean {
  return transitions[from].includes(to)
}

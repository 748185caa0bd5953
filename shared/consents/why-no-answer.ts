import type { EnrolmentStatus } from '../enrolments/status.ts'
import type { ProblemCode } from '../problem.ts'

/**
 * Why a question for consent can no longer be answered; null when it can. `until` null: consent is not awaited (any more).
 * `isAnswered`: somebody answered this very question before. Milliseconds since 1970.
 */
export function whyNoAnswer(asked: {
  status: EnrolmentStatus
  until: number | null
  isAnswered: boolean
  now: number
}): Extract<ProblemCode, 'consent-answered' | 'consent-expired' | 'consent-ended'> | null {
  const { status, until, isAnswered, now } = asked
  if (status === 'awaiting_consent' && until !== null) return until > now ? null : 'consent-expired'
  if (status === 'expired') return 'consent-expired'
  if (isAnswered || status === 'placed' || status === 'declined' || status === 'completed')
    return 'consent-answered'
  return 'consent-ended'
}

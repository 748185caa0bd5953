import type { ProblemCode } from '../problem.ts'
import type { ProviderStatus } from './provider.ts'
import { vogStateOn } from './vog.ts'

/** What decides whether an organisation may show anything. `today`: a day in the municipality's calendar. */
export type ApprovalFacts = { status: ProviderStatus; vogValidUntil: string | null; today: string }

/** Why an organisation may not be public, or may not show something new. */
export type PublishRefusal = Extract<ProblemCode, 'provider-not-approved' | 'vog-expired'>

/** Why an organisation may publish nothing new; null when it may. Approval is looked at first: it is asked of the team. */
export function whyNotPublish({ status, vogValidUntil, today }: ApprovalFacts): PublishRefusal | null {
  if (status !== 'approved') return 'provider-not-approved'
  const vog = vogStateOn(vogValidUntil, today)
  return vog === 'expired' || vog === 'unknown' ? 'vog-expired' : null
}

/**
 * Why something that its organisation published is not shown; null when it is. Without approval nothing is. After the VOG has
 * expired, what children have a place in or wait for goes on, so that nobody is dropped; the rest waits for a new one.
 */
export function whyHidden(facts: ApprovalFacts & { hasChildren: boolean }): PublishRefusal | null {
  const reason = whyNotPublish(facts)
  return reason === 'vog-expired' && facts.hasChildren ? null : reason
}

import * as v from 'valibot'
import { LocalDate, typedText } from '../wire.ts'
import type { ProviderStatus } from './provider.ts'

/**
 * What the programme team decides. `approve`: may be public, with conditions; `reject`: an application is refused; `suspend`: may
 * not be public for now; `reinstate`: may again; `amend`: other conditions or another date of the VOG, the status stays.
 */
export const decisions = ['approve', 'reject', 'suspend', 'reinstate', 'amend'] as const
export type Decision = (typeof decisions)[number]

const outcomes: Record<Decision, { from: readonly ProviderStatus[]; to: ProviderStatus | null }> = {
  // Somebody who was rejected may be approved after all.
  approve: { from: ['applied', 'rejected'], to: 'approved' },
  reject: { from: ['applied', 'suspended'], to: 'rejected' },
  suspend: { from: ['approved'], to: 'suspended' },
  reinstate: { from: ['suspended'], to: 'approved' },
  amend: { from: ['approved', 'suspended'], to: null },
}

/** The status that follows; null when this can't be decided in that status. */
export function statusAfter(decision: Decision, status: ProviderStatus): ProviderStatus | null {
  const { from, to } = outcomes[decision]
  return from.includes(status) ? (to ?? status) : null
}

/** What can be decided in a status, for the buttons of the page. */
export const decisionsIn = (status: ProviderStatus): Decision[] =>
  decisions.filter((decision) => statusAfter(decision, status) !== null)

/** A no has a reason, which the organisation reads. */
export const needsReason = (decision: Decision) => decision === 'reject' || decision === 'suspend'
const isReason = (text: string | undefined) => (text ?? '').length >= 10

/**
 * POST /providers/{id}/decisions. `version` of what was seen: a decision on an older one is refused with changed-meanwhile. What is
 * left out stays as it is. The verb also refuses to approve with a VOG that has expired.
 */
export const ProviderDecision = v.pipe(
  v.object({
    decision: v.picklist(decisions),
    version: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000_000)),
    reason: v.optional(typedText(0, 2000)),
    conditions: v.optional(typedText(0, 2000)),
    vogValidUntil: v.optional(LocalDate),
    hasSafetyCode: v.optional(v.boolean()),
  }),
  v.forward(
    v.partialCheck(
      [['decision'], ['reason']],
      (input) => !needsReason(input.decision) || isReason(input.reason),
      'Say why, in at least 10 characters.',
    ),
    ['reason'],
  ),
  v.forward(
    v.partialCheck(
      [['decision'], ['vogValidUntil']],
      (input) => input.decision !== 'approve' || input.vogValidUntil !== undefined,
      'Say until when the certificates of conduct are valid.',
    ),
    ['vogValidUntil'],
  ),
  v.forward(
    v.partialCheck(
      [['decision'], ['hasSafetyCode']],
      (input) => input.decision !== 'approve' || input.hasSafetyCode === true,
      'Approve only who signed the code of conduct for the safety of children.',
    ),
    ['hasSafetyCode'],
  ),
)
export type ProviderDecision = v.InferOutput<typeof ProviderDecision>

import { type Decision, needsReason } from '@portal/shared/providers/decision.ts'
import type { Provider } from '@portal/shared/providers/organisation.ts'

/** A decision as typed. */
export type DecisionDraft = {
  reason: string
  conditions: string
  vogValidUntil: string
  hasSafetyCode: boolean
}

export const draftOf = (provider: Provider): DecisionDraft => ({
  reason: '',
  conditions: provider.conditions,
  vogValidUntil: provider.vogValidUntil ?? '',
  hasSafetyCode: provider.hasSafetyCode,
})

/** Which fields a decision asks for. */
export const asksTerms = (decision: Decision) => decision === 'approve' || decision === 'amend'
export const asksReason = needsReason

export type DecisionError =
  | 'decide.wrong.reason'
  | 'decide.wrong.vog'
  | 'decide.wrong.date'
  | 'decide.wrong.code'
  | 'decide.wrong.conditions'

/** What is wrong, as keys of the dictionary per field. `today` on the clock of the municipality. */
export function errorsOf(
  decision: Decision,
  draft: DecisionDraft,
  today: string,
): Partial<Record<keyof DecisionDraft, DecisionError>> {
  if (asksReason(decision)) return draft.reason.trim().length < 10 ? { reason: 'decide.wrong.reason' } : {}
  if (!asksTerms(decision)) return {}
  const isNew = decision === 'approve'
  return {
    ...(draft.vogValidUntil === ''
      ? { vogValidUntil: isNew ? ('decide.wrong.vog' as const) : ('decide.wrong.date' as const) }
      : isNew && draft.vogValidUntil < today
        ? { vogValidUntil: 'decide.wrong.vog' as const }
        : {}),
    ...(isNew && !draft.hasSafetyCode ? { hasSafetyCode: 'decide.wrong.code' as const } : {}),
    ...(draft.conditions.trim().length > 2000 ? { conditions: 'decide.wrong.conditions' as const } : {}),
  }
}

/** What the API takes. */
export const inputOf = (decision: Decision, draft: DecisionDraft, version: number) => ({
  decision,
  version,
  ...(asksReason(decision) ? { reason: draft.reason.trim() } : {}),
  ...(asksTerms(decision)
    ? {
        conditions: draft.conditions.trim(),
        vogValidUntil: draft.vogValidUntil,
        hasSafetyCode: draft.hasSafetyCode,
      }
    : {}),
})

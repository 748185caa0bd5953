import { ProviderDecision } from '@portal/shared/providers/decision.ts'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { errorsOf, inputOf } from './decision-draft.ts'

const today = '2026-11-24'
const typed = {
  reason: '',
  conditions: ' Altijd twee begeleiders. ',
  vogValidUntil: '2027-11-24',
  hasSafetyCode: true,
}

describe('a decision as typed', () => {
  it('approves with a VOG that counts today and a code that was seen', () => {
    expect(errorsOf('approve', typed, today)).toEqual({})
    expect(errorsOf('approve', { ...typed, vogValidUntil: today }, today)).toEqual({})
    expect(
      errorsOf('approve', { ...typed, vogValidUntil: '2026-11-23', hasSafetyCode: false }, today),
    ).toEqual({
      vogValidUntil: 'decide.wrong.vog',
      hasSafetyCode: 'decide.wrong.code',
    })
  })

  it('may take the VOG away with a date that has passed', () => {
    expect(errorsOf('amend', { ...typed, vogValidUntil: '2026-11-01' }, today)).toEqual({})
    expect(errorsOf('amend', { ...typed, vogValidUntil: '' }, today)).toEqual({
      vogValidUntil: 'decide.wrong.date',
    })
  })

  it('says why for a no, and asks nothing to end a pause', () => {
    for (const no of ['reject', 'suspend'] as const) {
      expect(errorsOf(no, { ...typed, reason: '  te kort  ' }, today)).toEqual({
        reason: 'decide.wrong.reason',
      })
      expect(errorsOf(no, { ...typed, reason: 'Klachten van ouders.' }, today)).toEqual({})
    }
    expect(errorsOf('reinstate', typed, today)).toEqual({})
  })

  it('sends what the server takes, and nothing that was not asked', () => {
    for (const decision of ['approve', 'amend', 'reinstate', 'suspend', 'reject'] as const) {
      const input = inputOf(decision, { ...typed, reason: 'Klachten van ouders.' }, 3)
      expect(v.is(ProviderDecision, input), decision).toBe(true)
    }
    expect(inputOf('suspend', { ...typed, reason: 'Klachten van ouders.' }, 3)).toEqual({
      decision: 'suspend',
      version: 3,
      reason: 'Klachten van ouders.',
    })
    expect(inputOf('approve', typed, 3).conditions).toBe('Altijd twee begeleiders.')
  })
})

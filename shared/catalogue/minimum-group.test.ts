import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayToDecide, type GroupFacts, groupState } from './minimum-group.ts'

const facts: GroupFacts = {
  status: 'published',
  minimumGroup: 6,
  decideBy: null,
  firstDate: '2026-12-10',
  taken: 3,
  runsAnyway: false,
}

describe('the minimum group', () => {
  it('is decided on a week before the first session, unless the provider named another day', () => {
    expect(dayToDecide(facts)).toBe('2026-12-03')
    expect(dayToDecide({ ...facts, decideBy: '2026-11-30' })).toBe('2026-11-30')
    expect(dayToDecide({ ...facts, decideBy: '2026-12-24' })).toBe('2026-12-10')
    expect(dayToDecide({ ...facts, minimumGroup: null })).toBeNull()
    expect(dayToDecide({ ...facts, firstDate: null })).toBeNull()
  })

  it('is at risk from that day on up to and including the first session, as long as too few come', () => {
    expect(groupState(facts, '2026-12-02')).toBe('gathering')
    for (const today of ['2026-12-03', '2026-12-10']) expect(groupState(facts, today)).toBe('at-risk')
    expect(groupState(facts, '2026-12-11')).toBe('none')
    expect(groupState({ ...facts, taken: 6 }, '2026-12-03')).toBe('enough')
    expect(groupState({ ...facts, runsAnyway: true }, '2026-12-03')).toBe('enough')
  })

  it('says nothing of a draft, of what is cancelled, or without a minimum', () => {
    for (const status of ['draft', 'cancelled'] as const)
      expect(groupState({ ...facts, status }, '2026-12-03')).toBe('none')
    expect(groupState({ ...facts, minimumGroup: null }, '2026-12-03')).toBe('none')
    expect(groupState({ ...facts, status: 'hidden' }, '2026-12-03')).toBe('at-risk')
  })

  it('is never at risk again by one child more', () => {
    fc.assert(
      fc.property(fc.nat(20), fc.integer({ min: 1, max: 20 }), fc.nat(30), (taken, minimumGroup, day) => {
        const today = `2026-12-${String(day + 1).padStart(2, '0')}`
        const now = groupState({ ...facts, taken, minimumGroup }, today)
        const later = groupState({ ...facts, taken: taken + 1, minimumGroup }, today)
        if (now === 'enough') expect(later).toBe('enough')
        if (later === 'at-risk') expect(now).toBe('at-risk')
      }),
    )
  })
})

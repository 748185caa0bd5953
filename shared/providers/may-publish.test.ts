import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from '../schedule/local-time.ts'
import { decisions, decisionsIn, statusAfter } from './decision.ts'
import { whyHidden, whyNotPublish } from './may-publish.ts'
import { providerStatuses } from './provider.ts'
import { vogStateOn, vogWarningDays } from './vog.ts'

const today = '2026-11-24'

describe('certificates of conduct', () => {
  it.each([
    [null, 'unknown'],
    ['2026-11-23', 'expired'],
    // Up to and including the last day.
    ['2026-11-24', 'expires-soon'],
    [addDays(today, vogWarningDays), 'expires-soon'],
    [addDays(today, vogWarningDays + 1), 'valid'],
  ])('valid until %s are %s', (validUntil, state) => {
    expect(vogStateOn(validUntil, today)).toBe(state)
  })
})

describe('an organisation', () => {
  it('publishes nothing before it is approved, whatever its certificates', () => {
    for (const status of providerStatuses)
      expect(whyNotPublish({ status, vogValidUntil: '2030-01-01', today })).toBe(
        status === 'approved' ? null : 'provider-not-approved',
      )
  })

  it('publishes nothing new after its certificates expired, and what children are in goes on', () => {
    const facts = { status: 'approved' as const, vogValidUntil: '2026-11-23', today }
    expect(whyNotPublish(facts)).toBe('vog-expired')
    expect(whyHidden({ ...facts, hasChildren: false })).toBe('vog-expired')
    expect(whyHidden({ ...facts, hasChildren: true })).toBeNull()
  })

  it('without approval shows not even what children are in', () => {
    for (const status of ['applied', 'rejected', 'suspended'] as const)
      expect(whyHidden({ status, vogValidUntil: '2030-01-01', today, hasChildren: true })).toBe(
        'provider-not-approved',
      )
  })

  it('that may publish something new hides nothing', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...providerStatuses),
        fc.option(fc.integer({ min: -500, max: 500 })),
        fc.boolean(),
        (status, days, hasChildren) => {
          const facts = { status, vogValidUntil: days === null ? null : addDays(today, days), today }
          const hidden = whyHidden({ ...facts, hasChildren })
          if (whyNotPublish(facts) === null) expect(hidden).toBeNull()
          if (hidden !== null) expect(hidden).toBe(whyNotPublish(facts))
        },
      ),
    )
  })
})

describe('a decision of the team', () => {
  it.each([
    ['applied', ['approve', 'reject']],
    ['approved', ['suspend', 'amend']],
    ['suspended', ['reject', 'reinstate', 'amend']],
    ['rejected', ['approve']],
  ] as const)('on who is %s can be %s', (status, possible) => {
    expect(decisionsIn(status)).toEqual(possible)
  })

  it('never makes a public organisation of one that was not looked at', () => {
    for (const decision of decisions)
      if (decision !== 'approve') expect(statusAfter(decision, 'applied')).not.toBe('approved')
  })
})

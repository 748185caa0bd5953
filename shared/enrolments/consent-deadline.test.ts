import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { consentDeadline } from './consent-deadline.ts'

const hour = 3_600_000
const day = 24 * hour
const now = Date.parse('2026-11-24T09:00:00Z')
const cases = fc.record({
  until: fc.integer({ min: -day, max: 90 * day }),
  days: fc.integer({ min: 1, max: 60 }),
})

describe('how long guardians have to consent', () => {
  it('is a week when the first session is far away, or there is none yet', () => {
    expect(consentDeadline(now, now + 30 * day, 7)).toBe(now + 7 * day)
    expect(consentDeadline(now, null, 7)).toBe(now + 7 * day)
  })

  it('ends a day before the session, so that somebody else can still come', () => {
    expect(consentDeadline(now, now + 5 * day, 7)).toBe(now + 4 * day)
  })

  it('is a day when the session is the day after tomorrow, until the start when it is tomorrow, and an hour when it starts', () => {
    expect(consentDeadline(now, now + 30 * hour, 7)).toBe(now + day)
    expect(consentDeadline(now, now + 10 * hour, 7)).toBe(now + 10 * hour)
    expect(consentDeadline(now, now + hour / 2, 7)).toBe(now + hour)
  })

  it('is an hour at least and the days of the municipality at most, whatever the session', () => {
    fc.assert(
      fc.property(cases, ({ until, days }) => {
        const deadline = consentDeadline(now, now + until, days)
        expect(deadline).toBeGreaterThanOrEqual(now + hour)
        expect(deadline).toBeLessThanOrEqual(now + days * day)
      }),
    )
  })

  it('never takes the last day before a session that is two days away or more, and is never shorter than a day then', () => {
    fc.assert(
      fc.property(cases, ({ until, days }) => {
        fc.pre(until >= 2 * day)
        const deadline = consentDeadline(now, now + until, days)
        expect(deadline).toBeLessThanOrEqual(now + until - day)
        expect(deadline).toBeGreaterThanOrEqual(now + day)
      }),
    )
  })

  it('is never after the start when that is more than an hour away, and never shorter for a later start', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 0, max: 10 * day }), ({ until, days }, later) => {
        const deadline = consentDeadline(now, now + until, days)
        if (until >= hour) expect(deadline).toBeLessThanOrEqual(now + until)
        // Between two days and less the day before counts; from there on it only grows.
        if (until >= 2 * day)
          expect(consentDeadline(now, now + until + later, days)).toBeGreaterThanOrEqual(deadline)
      }),
    )
  })
})

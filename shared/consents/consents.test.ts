import fc from 'fast-check'
import { expect, it } from 'vitest'
import { enrolmentStatuses } from '../enrolments/status.ts'
import { needsConsent } from './needs-consent.ts'
import { whyNoAnswer } from './why-no-answer.ts'

it('a guardian is asked until 16, unless one said yes before or is the one who enrols', () => {
  const unasked = { hasConsent: false, isByGuardian: false }
  expect(needsConsent({ age: 15, ...unasked })).toBe(true)
  expect(needsConsent({ age: 16, ...unasked })).toBe(false)
  expect(needsConsent({ age: 8, ...unasked, hasConsent: true })).toBe(false)
  expect(needsConsent({ age: 8, ...unasked, isByGuardian: true })).toBe(false)
})

it('only a question that still waits can be answered, and only in time', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...enrolmentStatuses),
      fc.option(fc.integer({ min: 0, max: 100 })),
      fc.boolean(),
      fc.integer({ min: 0, max: 100 }),
      (status, until, isAnswered, now) => {
        const why = whyNoAnswer({ status, until, isAnswered, now })
        expect(why === null).toBe(status === 'awaiting_consent' && until !== null && until > now)
      },
    ),
  )
})

it('says whether it was answered, too late, or taken back', () => {
  const asked = { until: null, isAnswered: false, now: 5 }
  expect(whyNoAnswer({ ...asked, status: 'placed' })).toBe('consent-answered')
  expect(whyNoAnswer({ ...asked, status: 'declined' })).toBe('consent-answered')
  expect(whyNoAnswer({ ...asked, status: 'withdrawn' })).toBe('consent-ended')
  expect(whyNoAnswer({ ...asked, status: 'withdrawn', isAnswered: true })).toBe('consent-answered')
  expect(whyNoAnswer({ ...asked, status: 'cancelled' })).toBe('consent-ended')
  expect(whyNoAnswer({ ...asked, status: 'expired' })).toBe('consent-expired')
  expect(whyNoAnswer({ ...asked, status: 'awaiting_consent', until: 5 })).toBe('consent-expired')
  expect(whyNoAnswer({ ...asked, status: 'awaiting_consent', until: 6 })).toBe(null)
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromLocal, toLocal } from '../schedule/local-time.ts'
import { offerDeadline } from './offer-deadline.ts'

const hour = 3_600_000
const zone = 'Europe/Amsterdam'
const times = { hours: 48, hoursNear: 12, nearDays: 3 }
const at = (local: string) => {
  const [date = '', time = ''] = local.split(' ')
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  const moment = fromLocal(date, hours * 60 + minutes, zone)
  if (!moment) throw new Error(`${local} never is`)
  return moment.getTime()
}
const hoursFor = (now: string, next: string) =>
  (offerDeadline(at(now), at(next), times, zone) - at(now)) / hour

describe('the time to answer an offered place', () => {
  it('is what the municipality says, and shorter when the next session is near', () => {
    expect(hoursFor('2027-01-11 09:00', '2027-01-20 15:00')).toBe(48)
    expect(hoursFor('2027-01-11 09:00', '2027-01-15 08:00')).toBe(48)
    expect(hoursFor('2027-01-11 09:00', '2027-01-14 20:00')).toBe(12)
    expect(offerDeadline(0, null, times, zone)).toBe(48 * hour)
  })
  it('ends two hours before that session, but leaves an hour at least', () => {
    expect(hoursFor('2027-01-11 09:00', '2027-01-11 15:00')).toBe(4)
    expect(hoursFor('2027-01-11 09:00', '2027-01-11 11:30')).toBe(1)
    expect(hoursFor('2027-01-11 09:00', '2027-01-11 09:05')).toBe(1)
  })
  it('counts real hours when the clock changes in between', () => {
    // The night of 28 March 2027 has an hour less, that of 31 October an hour more.
    const spring = offerDeadline(at('2027-03-27 12:00'), at('2027-05-01 10:00'), times, zone)
    expect(toLocal(new Date(spring), zone)).toEqual({ date: '2027-03-29', minutes: 13 * 60 })
    const autumn = offerDeadline(at('2027-10-30 12:00'), at('2027-12-01 10:00'), times, zone)
    expect(toLocal(new Date(autumn), zone)).toEqual({ date: '2027-11-01', minutes: 11 * 60 })
  })
  it('counts days of the calendar, also when one of them has 23 or 25 hours', () => {
    expect(hoursFor('2027-03-25 00:30', '2027-03-28 23:30')).toBe(12)
    expect(hoursFor('2027-03-25 23:30', '2027-03-29 00:30')).toBe(48)
    expect(hoursFor('2027-10-28 00:30', '2027-10-31 23:30')).toBe(12)
    expect(hoursFor('2027-10-28 23:30', '2027-11-01 00:30')).toBe(48)
  })

  const moment = fc.integer({ min: at('2027-03-20 00:00'), max: at('2027-11-10 00:00') })
  const settings = fc
    .record({
      hours: fc.integer({ min: 1, max: 336 }),
      near: fc.double({ min: 0, max: 1, noNaN: true }),
      nearDays: fc.integer({ min: 0, max: 30 }),
    })
    .map(({ hours, near, nearDays }) => ({
      hours,
      hoursNear: Math.max(1, Math.round(hours * near)),
      nearDays,
    }))
  const away = fc.integer({ min: 1, max: 40 * 24 * 60 }).map((minutes) => minutes * 60_000)

  it('is never under an hour, never over the usual time, and never in the last two hours before a session further away', () => {
    fc.assert(
      fc.property(moment, away, settings, (now, until, set) => {
        const deadline = offerDeadline(now, now + until, set, zone)
        expect(deadline - now).toBeGreaterThanOrEqual(hour)
        expect(deadline - now).toBeLessThanOrEqual(Math.max(1, set.hours) * hour)
        if (until >= 3 * hour) expect(deadline).toBeLessThanOrEqual(now + until - 2 * hour)
      }),
    )
  })
  it('is never later for a session that comes sooner', () => {
    fc.assert(
      fc.property(moment, away, away, settings, (now, one, other, set) => {
        const [sooner, later] = one < other ? [one, other] : [other, one]
        expect(offerDeadline(now, now + sooner, set, zone)).toBeLessThanOrEqual(
          offerDeadline(now, now + later, set, zone),
        )
      }),
    )
  })
})

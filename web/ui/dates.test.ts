import { describe, expect, it } from 'vitest'
import { dutchDay, dutchFullDate, dutchMoment, dutchTime, plusDays, today, weekdayName } from './dates.ts'

describe('days and times on screen', () => {
  it('says a day with its weekday, and times with a point', () => {
    expect(dutchDay('2026-11-25')).toBe('woensdag 25 november')
    expect(weekdayName('2026-11-25')).toBe('woensdag')
    expect(dutchFullDate('2026-11-25')).toBe('25 november 2026')
    expect(dutchTime('14:30')).toBe('14.30')
  })

  it('says a moment on the clock of the municipality, in winter and in summer', () => {
    expect(dutchMoment('2026-12-01T08:00:00Z')).toMatch(/dinsdag 1 december.* 09\.00/)
    expect(dutchMoment('2026-07-01T08:00:00Z')).toMatch(/woensdag 1 juli.* 10\.00/)
  })

  it('knows which day it is here just after midnight, when it is still yesterday in UTC', () => {
    expect(today(new Date('2026-07-01T22:30:00Z'))).toBe('2026-07-02')
    expect(today(new Date('2026-12-01T22:30:00Z'))).toBe('2026-12-01')
  })

  it('counts days over months, years and both changes of the clock', () => {
    expect(plusDays('2026-12-31', 1)).toBe('2027-01-01')
    expect(plusDays('2026-03-28', 2)).toBe('2026-03-30')
    expect(plusDays('2026-10-26', -7)).toBe('2026-10-19')
  })
})

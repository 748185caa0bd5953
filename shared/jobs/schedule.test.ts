import { describe, expect, it } from 'vitest'
import { nextRun } from './schedule.ts'

const next = (schedule: Parameters<typeof nextRun>[0], now: string) =>
  nextRun(schedule, new Date(now), 'Europe/Amsterdam').toISOString()

describe('the next turn of a job', () => {
  it('is on the next minute, also when it is on the minute now', () => {
    expect(next('every-minute', '2026-11-24T09:00:30.5Z')).toBe('2026-11-24T09:01:00.000Z')
    expect(next('every-minute', '2026-11-24T09:00:00Z')).toBe('2026-11-24T09:01:00.000Z')
  })

  it('is on the next hour', () => {
    expect(next('every-hour', '2026-11-24T09:00:30Z')).toBe('2026-11-24T10:00:00.000Z')
  })

  it('is at 03:30 on the clock of the municipality, in summer and in winter and on the nights between', () => {
    expect(next('every-night', '2026-11-24T09:00:00Z')).toBe('2026-11-25T02:30:00.000Z')
    expect(next('every-night', '2026-11-24T23:30:00Z')).toBe('2026-11-25T02:30:00.000Z')
    expect(next('every-night', '2026-07-01T09:00:00Z')).toBe('2026-07-02T01:30:00.000Z')
    expect(next('every-night', '2027-03-27T22:00:00Z')).toBe('2027-03-28T01:30:00.000Z')
    expect(next('every-night', '2026-10-24T22:00:00Z')).toBe('2026-10-25T02:30:00.000Z')
  })
})

import { addDays, fromLocal, toLocal } from '../schedule/local-time.ts'

/** How often something is done by itself. At night: at 03:30 on the clock of the municipality, which every day has once. */
export const schedules = ['every-minute', 'every-hour', 'every-night'] as const
export type Schedule = (typeof schedules)[number]

/** As cron writes it, on the clock of the municipality. */
export const cronOf: Record<Schedule, string> = {
  'every-minute': '* * * * *',
  'every-hour': '0 * * * *',
  'every-night': '30 3 * * *',
}

const minute = 60_000
const nightMinutes = 3 * 60 + 30

/** The first moment after `now` for which a schedule sends its job. */
export function nextRun(schedule: Schedule, now: Date, timeZone: string): Date {
  if (schedule === 'every-minute') return new Date((Math.floor(now.getTime() / minute) + 1) * minute)
  // Zones of municipalities differ from UTC by whole hours.
  if (schedule === 'every-hour')
    return new Date((Math.floor(now.getTime() / (60 * minute)) + 1) * 60 * minute)
  const { date, minutes } = toLocal(now, timeZone)
  const day = minutes < nightMinutes ? date : addDays(date, 1)
  return fromLocal(day, nightMinutes, timeZone) ?? new Date(now.getTime() + 24 * 60 * minute)
}

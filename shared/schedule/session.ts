import { fromLocal, minutesOf } from './local-time.ts'

export type SessionTimes = { start: Date; end: Date }

/**
 * A session from local times to moments. Refused with a reason: one that ends before it starts or runs over midnight
 * (`order`), and one whose start or end the clock skips in spring (`no-such-time`).
 */
export function sessionTimes(
  session: { date: string; startTime: string; endTime: string },
  zone: string,
): SessionTimes | { problem: 'order' | 'no-such-time' } {
  if (session.endTime <= session.startTime) return { problem: 'order' }
  const start = fromLocal(session.date, minutesOf(session.startTime), zone)
  const end = fromLocal(session.date, minutesOf(session.endTime), zone)
  if (!start || !end) return { problem: 'no-such-time' }
  // In autumn 02:30-02:15 cannot be written, and 02:00-02:30 takes the first hour of the two: end is always after start.
  return { start, end }
}

import { toLocal } from '../schedule/local-time.ts'

/**
 * How long a family has to answer, as a municipality settles it: `hours`, and `hoursNear` when the next session is at most
 * `nearDays` days of the calendar away (0: today).
 */
export type OfferTimes = { hours: number; hoursNear: number; nearDays: number }

const hour = 3_600_000
/** So long before the next session everybody knows who comes. */
const hoursBeforeSession = 2

const dayNumber = (moment: number, zone: string) =>
  Date.parse(`${toLocal(new Date(moment), zone).date}T00:00:00Z`) / 86_400_000

/**
 * Until when a family may say yes: the municipality's hours, fewer of them close to the start; never later than two hours
 * before the next session, but always at least one hour, so that session may have begun when an offer comes in the last three
 * hours. Hours are real hours, also when the clock changes in between; days are those of the municipality's calendar.
 * @param now and `nextSessionStart` in milliseconds since 1970; the latter null when there is none
 */
export function offerDeadline(
  now: number,
  nextSessionStart: number | null,
  times: OfferTimes,
  zone: string,
): number {
  if (nextSessionStart === null) return now + times.hours * hour
  const isNear = dayNumber(nextSessionStart, zone) - dayNumber(now, zone) <= times.nearDays
  const usual = now + (isNear ? Math.min(times.hoursNear, times.hours) : times.hours) * hour
  return Math.max(now + hour, Math.min(usual, nextSessionStart - hoursBeforeSession * hour))
}

const hour = 3_600_000
const day = 24 * hour

/**
 * Until when guardians may consent to what a school enrolled their child for: the municipality's days, but a day before the next
 * session at the latest, so that who waits can still be offered the place; and a day at least, so that a letter can be read. Where
 * the two do not go together (less than two days to go) a day is given, but not beyond the start; an hour is given always.
 * @param now milliseconds since 1970, as all moments here
 * @param nextSessionStart of the next session to come; null when there is none
 */
export function consentDeadline(now: number, nextSessionStart: number | null, consentDays: number): number {
  const usual = now + consentDays * day
  if (nextSessionStart === null) return usual
  const inTime = Math.min(usual, nextSessionStart - day)
  if (inTime >= now + day) return inTime
  return Math.max(now + hour, Math.min(now + day, nextSessionStart))
}

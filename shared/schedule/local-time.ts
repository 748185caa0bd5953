/** Days and times on a municipality's clock. Luxon-free, so that the browser can use it; its test compares it with Luxon. */

const minute = 60_000
const formatters = new Map<string, Intl.DateTimeFormat>()

function formatterFor(zone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(zone)
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    })
    formatters.set(zone, formatter)
  }
  return formatter
}

/** Per zone the minute that was asked for last: most who ask want to know what day it is now, and a formatter is slow. */
const latest = new Map<string, { minute: number; local: { date: string; minutes: number } }>()

/** A moment on the local clock: `date` as YYYY-MM-DD, `minutes` since local midnight as the clock shows them. */
export function toLocal(moment: Date, zone: string): { date: string; minutes: number } {
  const at = Math.floor(moment.getTime() / minute)
  const known = latest.get(zone)
  if (known?.minute === at) return { ...known.local }
  const parts: Record<string, string> = {}
  for (const { type, value } of formatterFor(zone).formatToParts(moment)) parts[type] = value
  const local = {
    date: `${parts.year}-${parts.month}-${parts.day}`,
    minutes: Number(parts.hour) * 60 + Number(parts.minute),
  }
  latest.set(zone, { minute: at, local })
  return { ...local }
}

/**
 * The moment at which the local clock shows this time. Null when it never does (the hour skipped in spring); the first of
 * the two when it does so twice (the hour repeated in autumn).
 */
export function fromLocal(date: string, minutes: number, zone: string): Date | null {
  const asIfUtc = Date.parse(`${date}T00:00:00Z`) + minutes * minute
  // Offsets differ by at most an hour around a clock change; a day earlier and later shows both.
  const offsets = [asIfUtc - 86_400_000, asIfUtc + 86_400_000].map((at) => offsetAt(at, zone))
  const found = offsets
    .map((offset) => asIfUtc - offset * minute)
    .filter((at) => {
      const local = toLocal(new Date(at), zone)
      return local.date === date && local.minutes === minutes
    })
  return found.length === 0 ? null : new Date(Math.min(...found))
}

function offsetAt(at: number, zone: string): number {
  const local = toLocal(new Date(at), zone)
  return Math.round((Date.parse(`${local.date}T00:00:00Z`) + local.minutes * minute - at) / minute)
}

/** `HH:MM` (or `HH:MM:SS`) in minutes since midnight. */
export function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
}

/** Minutes since midnight as `HH:MM`. */
export function timeOf(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}

/** ISO day of the week of a date: 1 Monday to 7 Sunday. */
export function weekdayOf(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay() || 7
}

/** The date so many days later (or earlier). */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

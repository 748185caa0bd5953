/** Dutch days and times, made with Intl: no date library in the browser. */
const zone = 'Europe/Amsterdam'
const day = new Intl.DateTimeFormat('nl-NL', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  timeZone: 'UTC',
})
const weekday = new Intl.DateTimeFormat('nl-NL', { weekday: 'long', timeZone: 'UTC' })
const short = new Intl.DateTimeFormat('nl-NL', { day: 'numeric', month: 'long', timeZone: 'UTC' })
const full = new Intl.DateTimeFormat('nl-NL', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
})
const moment = new Intl.DateTimeFormat('nl-NL', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: zone,
})

/** `2026-11-25` as "woensdag 25 november". */
export const dutchDay = (date: string) => day.format(new Date(`${date}T00:00:00Z`))
/** `2026-11-25` as "woensdag". */
export const weekdayName = (date: string) => weekday.format(new Date(`${date}T00:00:00Z`))
/** `2026-11-25` as "25 november". */
export const dutchDate = (date: string) => short.format(new Date(`${date}T00:00:00Z`))
/** `2026-11-25` as "25 november 2026": for what may be a year away. */
export const dutchFullDate = (date: string) => full.format(new Date(`${date}T00:00:00Z`))
/** `14:30` as "14.30". */
export const dutchTime = (time: string) => time.replace(':', '.')
/** A moment on the municipality's clock. */
export const dutchMoment = (iso: string) => moment.format(new Date(iso)).replace(/(\d\d):(\d\d)/, '$1.$2')
/** The date so many days later. */
export const plusDays = (date: string, days: number) =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
/** Today's date on the municipality's clock: what a browser abroad or in UTC says does not count. */
export const today = (now = new Date()) => new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(now)

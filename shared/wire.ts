import * as v from 'valibot'

/** Opaque identifier on the wire. */
export const Id = v.pipe(v.string(), v.uuid('Give an id.'))

const isRealDate = (text: string) => {
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text
}

/** A day in the municipality's calendar, `YYYY-MM-DD`, between 1900 and 2100, that really exists. */
export const LocalDate = v.pipe(
  v.string(),
  v.regex(/^(19|20)\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'Give a date as YYYY-MM-DD.'),
  v.check(isRealDate, 'This date does not exist.'),
)

/** A time of day on the municipality's clock, `HH:MM`. */
export const LocalTime = v.pipe(v.string(), v.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Give a time as HH:MM.'))

const momentForm = 'Give a moment as RFC 3339, such as 2026-11-24T13:00:00Z.'

/** A moment: RFC 3339, in UTC on the way out, between 1900 and 2100, that really exists. */
export const Moment = v.pipe(
  v.string(),
  v.isoTimestamp(momentForm),
  v.check(
    (text) => /^(19|20)/.test(text) && isRealDate(text.slice(0, 10)) && !Number.isNaN(Date.parse(text)),
    momentForm,
  ),
)

/** ISO 8601 day of the week: 1 is Monday, 7 is Sunday. */
export const Weekday = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(7))

/** A Dutch postcode, normalised to `5223XB`: spaces and case are forgiven. */
export const Postcode = v.pipe(
  v.string(),
  v.maxLength(20, 'Give a postcode such as 5223 XB.'),
  v.transform((text) => text.replace(/\s/g, '').toUpperCase()),
  v.regex(/^[1-9]\d{3}[A-Z]{2}$/, 'Give a postcode such as 5223 XB.'),
)

/** Line feed and tab are allowed; PostgreSQL cannot keep NUL at all, nor half of a surrogate pair. */
const canBeKept = (text: string) => !/(?![\n\t])\p{Cc}|\p{Surrogate}/u.test(text)

/** Text typed by a person: trimmed, composed (NFC), without control characters (bidi marks included: they hide what is read). */
export const typedText = (minLength: number, maxLength: number) =>
  v.pipe(
    v.string(),
    v.transform((text) =>
      text
        .normalize('NFC')
        .replace(/[\u202A-\u202E\u2066-\u2069]/g, '')
        .trim(),
    ),
    v.minLength(minLength, minLength === 1 ? 'Fill this in.' : `Use at least ${minLength} characters.`),
    v.maxLength(maxLength, `Use at most ${maxLength} characters.`),
    v.check(canBeKept, 'Use no control characters.'),
  )

/** What is searched for: at most 100 characters. */
export const SearchText = v.pipe(
  v.string(),
  v.trim(),
  v.maxLength(100, 'Search with at most 100 characters.'),
  v.check(canBeKept, 'Use no control characters.'),
)

/** `page` counts from 1; `pageSize` is at most 100. */
export const PageQuery = {
  page: v.optional(
    v.pipe(v.string(), v.regex(/^[1-9]\d{0,5}$/, 'Give a page number from 1.'), v.transform(Number)),
    '1',
  ),
  pageSize: v.optional(
    v.pipe(v.string(), v.regex(/^([1-9]\d?|100)$/, 'Give a page size from 1 to 100.'), v.transform(Number)),
    '20',
  ),
}

/** A page of a list. `total` counts all items that match. */
export const pageOf = <Schema extends v.GenericSchema>(item: Schema) =>
  v.object({ items: v.array(item), total: v.number(), page: v.number(), pageSize: v.number() })

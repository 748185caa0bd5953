import * as v from 'valibot'
import { Id, LocalDate, PageQuery, Postcode, SearchText } from '../wire.ts'
import { areas, audiences, slots } from './offering.ts'

export const offeringSorts = ['soonest', 'nearest', 'title', 'free'] as const
export type OfferingSort = (typeof offeringSorts)[number]

/**
 * The query of GET /offerings. Filters combine (all must hold).
 * - `neighbourhood`: open to children of that neighbourhood, or held at a place in it
 * - `school`: open to pupils of that school, and distances are measured from it
 * - `postcode`: distances are measured from it (four digits and letters); no filter
 * - `age`: whole years of the child on the first day
 * - `weekday`: 1 Monday to 7 Sunday; `from`, `until`: has a session between these local dates, both included
 * - `free`: `true` leaves only offerings with room
 * - `sort`: `soonest` is the default; `nearest` needs `postcode` or `school`
 */
export const OfferingQuery = v.pipe(
  v.object({
    neighbourhood: v.optional(v.pipe(v.string(), v.regex(/^WK\d{6}$/, 'Give a neighbourhood code.'))),
    school: v.optional(Id),
    postcode: v.optional(Postcode),
    age: v.optional(
      v.pipe(v.string(), v.regex(/^([2-9]|1[0-8])$/, 'Give an age from 2 to 18.'), v.transform(Number)),
    ),
    area: v.optional(v.picklist(areas)),
    audience: v.optional(v.picklist(audiences)),
    weekday: v.optional(
      v.pipe(v.string(), v.regex(/^[1-7]$/, 'Give a weekday from 1 (Monday) to 7.'), v.transform(Number)),
    ),
    slot: v.optional(v.picklist(slots)),
    q: v.optional(SearchText),
    free: v.optional(
      v.pipe(
        v.picklist(['true', 'false']),
        v.transform((text) => text === 'true'),
      ),
      'false',
    ),
    from: v.optional(LocalDate),
    until: v.optional(LocalDate),
    sort: v.optional(v.picklist(offeringSorts), 'soonest'),
    ...PageQuery,
  }),
  v.forward(
    v.partialCheck(
      [['from'], ['until']],
      (query) => !query.from || !query.until || query.from <= query.until,
      'The last day is before the first.',
    ),
    ['until'],
  ),
)
export type OfferingQuery = v.InferOutput<typeof OfferingQuery>

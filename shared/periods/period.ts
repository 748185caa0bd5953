import * as v from 'valibot'
import { Id, LocalDate, PageQuery, pageOf, typedText } from '../wire.ts'

/**
 * A part of the year, both ends included, with the most places that a child may have in it (null: no limit). A place counts in the
 * period in which its first session falls; waiting does not count.
 */
export const Period = v.object({
  id: Id,
  name: v.string(),
  firstDate: LocalDate,
  lastDate: LocalDate,
  mostPlaces: v.nullable(v.number()),
  /** Children who have more places than that now: they keep them. */
  childrenAbove: v.number(),
})
export type Period = v.InferOutput<typeof Period>

export const PeriodPage = pageOf(Period)
export type PeriodPage = v.InferOutput<typeof PeriodPage>

export const PeriodQuery = v.object(PageQuery)
export type PeriodQuery = v.InferOutput<typeof PeriodQuery>

/** The most that a limit can be: above it there is no sense in one. */
export const mostOfPlaces = 50

const fields = {
  name: typedText(1, 100),
  firstDate: LocalDate,
  lastDate: LocalDate,
  mostPlaces: v.nullable(
    v.pipe(
      v.number(),
      v.integer('Give a whole number.'),
      v.minValue(1, 'Give a number from 1.'),
      v.maxValue(mostOfPlaces, `Give a number up to ${mostOfPlaces}, or none.`),
    ),
  ),
}

const inOrder = 'The last day is before the first.'

/** POST /periods */
export const PeriodInput = v.pipe(
  v.object({ ...fields, mostPlaces: v.optional(fields.mostPlaces, null) }),
  v.forward(
    v.partialCheck([['firstDate'], ['lastDate']], (input) => input.lastDate >= input.firstDate, inOrder),
    ['lastDate'],
  ),
)
export type PeriodInput = v.InferOutput<typeof PeriodInput>

/** PATCH /periods/{id}: any of the fields; together with the others they must hold as for a new one. */
export const PeriodPatch = v.partial(v.object(fields))
export type PeriodPatch = v.InferOutput<typeof PeriodPatch>

/** GET /children/{id}/places: of each period with a limit that is not over, how many places the child has and may have. */
export const ChildPlaces = v.object({
  items: v.array(
    v.object({
      periodId: Id,
      name: v.string(),
      firstDate: LocalDate,
      lastDate: LocalDate,
      held: v.number(),
      most: v.number(),
    }),
  ),
})
export type ChildPlaces = v.InferOutput<typeof ChildPlaces>

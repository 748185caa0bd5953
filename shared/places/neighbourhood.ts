import * as v from 'valibot'
import { pageOf } from '../wire.ts'

// A list of two, not a tuple: the generator writes tuples in a way that OpenAPI 3.1 does not know.
const Point = v.pipe(v.array(v.number()), v.length(2)) as unknown as v.GenericSchema<[number, number]>

/** A CBS district (wijk). `isFocus`: the programme works there. `outline`: rings of [longitude, latitude], for display only. */
export const Neighbourhood = v.object({
  code: v.string(),
  name: v.string(),
  isFocus: v.boolean(),
  outline: v.array(v.array(Point)),
})
export type Neighbourhood = v.InferOutput<typeof Neighbourhood>

export const NeighbourhoodPage = pageOf(Neighbourhood)
export type NeighbourhoodPage = v.InferOutput<typeof NeighbourhoodPage>

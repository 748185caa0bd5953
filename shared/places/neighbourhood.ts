import * as v from 'valibot'
import { pageOf } from '../wire.ts'

/** A CBS district (wijk). `isFocus`: the programme works there. `outline`: rings of [longitude, latitude], for display only. */
export const Neighbourhood = v.object({
  code: v.string(),
  name: v.string(),
  isFocus: v.boolean(),
  outline: v.array(v.array(v.tuple([v.number(), v.number()]))),
})
export type Neighbourhood = v.InferOutput<typeof Neighbourhood>

export const NeighbourhoodPage = pageOf(Neighbourhood)
export type NeighbourhoodPage = v.InferOutput<typeof NeighbourhoodPage>

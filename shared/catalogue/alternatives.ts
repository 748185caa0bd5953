import * as v from 'valibot'
import { Id } from '../wire.ts'
import { OfferingSummary } from './offering.ts'

/** GET /children/{id}/alternatives: what else fits instead of this offering, which has to be named. */
export const AlternativesQuery = v.object({ offeringId: v.optional(Id) })

/** The most like it first, at most ten: this child would have a place at once. `distance` in metres from the one that is lost. */
export const Alternatives = v.object({ items: v.array(OfferingSummary) })
export type Alternatives = v.InferOutput<typeof Alternatives>

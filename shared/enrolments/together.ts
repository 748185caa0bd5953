import * as v from 'valibot'
import { Refusal, Warning } from '../problem.ts'
import { Id } from '../wire.ts'

/** How many own children can be enrolled at once. */
export const mostTogether = 4

const fields = {
  offeringId: Id,
  childIds: v.pipe(
    v.array(Id),
    v.minLength(2, 'Name at least two children.'),
    v.maxLength(mostTogether, `Name at most ${mostTogether} children.`),
    v.check((ids) => new Set(ids).size === ids.length, 'Name each child once.'),
  ),
  mayWait: v.optional(v.boolean(), true),
}

/** POST /enrolment-groups/previews */
export const GroupPreviewInput = v.object(fields)
export type GroupPreviewInput = v.InferOutput<typeof GroupPreviewInput>

/**
 * POST /enrolment-groups: own children, all or none. `mayWait`: when there is no room for all, wait for it together. `aloneToo`: on
 * the waiting list a place is wanted for each of them, also when another of them stops.
 */
export const GroupInput = v.object({ ...fields, aloneToo: v.optional(v.boolean(), false) })
export type GroupInput = v.InferOutput<typeof GroupInput>

/** What came of it for each child; the outcome is the same for all. */
export const GroupReceipt = v.object({
  outcome: v.picklist(['placed', 'waitlisted']),
  children: v.array(
    v.object({
      childId: Id,
      id: Id,
      status: v.picklist(['placed', 'waitlisted', 'offered', 'awaiting_consent', 'completed', 'wished']),
      position: v.optional(v.number()),
    }),
  ),
})
export type GroupReceipt = v.InferOutput<typeof GroupReceipt>

/** What enrolling them together now would give. `refused`: for all, because of the children that have refusals, or for want of room. */
export const GroupPreview = v.object({
  outcome: v.picklist(['placed', 'waitlisted', 'refused']),
  /** Free places, for whoever may have them. */
  free: v.number(),
  children: v.array(
    v.object({
      childId: Id,
      position: v.nullable(v.number()),
      refusals: v.array(Refusal),
      warnings: v.array(Warning),
    }),
  ),
})
export type GroupPreview = v.InferOutput<typeof GroupPreview>

/** POST /enrolments/{id}/swaps/previews */
export const SwapPreviewInput = v.object({ offeringId: Id })
export type SwapPreviewInput = v.InferOutput<typeof SwapPreviewInput>

/** POST /enrolments/{id}/swaps. `mayWait`: without a free place wait for one, and keep the old one until then. */
export const SwapInput = v.object({ offeringId: Id, mayWait: v.optional(v.boolean(), false) })
export type SwapInput = v.InferOutput<typeof SwapInput>

/** What swapping now would give: a place at once, a turn on the list while the old place stays, or nothing. */
export const SwapPreview = v.object({
  outcome: v.picklist(['placed', 'waitlisted', 'refused']),
  position: v.nullable(v.number()),
  refusals: v.array(Refusal),
  warnings: v.array(Warning),
})
export type SwapPreview = v.InferOutput<typeof SwapPreview>

/** `gaveUp`: the old place is given up; false: it stays until the new one is there. */
export const SwapReceipt = v.object({
  id: Id,
  status: v.picklist(['placed', 'waitlisted', 'offered']),
  position: v.optional(v.number()),
  childId: Id,
  offeringId: Id,
  gaveUp: v.boolean(),
})
export type SwapReceipt = v.InferOutput<typeof SwapReceipt>

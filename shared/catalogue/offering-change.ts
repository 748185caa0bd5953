import * as v from 'valibot'
import { enrolmentStatuses } from '../enrolments/status.ts'
import { Refusal } from '../problem.ts'
import { Id, LocalDate, LocalTime } from '../wire.ts'

/** A session on the municipality's clock. */
export const SessionTime = v.object({ date: LocalDate, startTime: LocalTime, endTime: LocalTime })
export type SessionTime = v.InferOutput<typeof SessionTime>

/**
 * POST /offerings/{id}/changes/previews, with the body of a PATCH: what it would change for who comes and who waits. No effect.
 * Numbers are of children, each counted once per number.
 */
export const OfferingChangePreview = v.object({
  sessions: v.object({
    moved: v.array(v.object({ id: Id, from: SessionTime, to: SessionTime })),
    added: v.array(SessionTime),
    cancelled: v.array(SessionTime),
  }),
  /** Names of the places; null when it stays where it is. */
  place: v.nullable(v.object({ from: v.string(), to: v.string() })),
  cancelsOffering: v.boolean(),
  /** Who gets a notice: children with a place (offered ones too), children who wait, and in how many families they live. */
  told: v.object({ placed: v.number(), waiting: v.number(), families: v.number() }),
  /** Children with something in the way afterwards: another activity, lessons, or too little time for the way. */
  clashing: v.object({ elsewhere: v.number(), lessons: v.number(), travel: v.number() }),
  /** Of those who have a place: who would be in two places at once. Nothing is kept while there are any, unless `onClash` is `end`. */
  wouldEnd: v.number(),
  /** It touches families: they are to be told why. */
  wantsReason: v.boolean(),
  /** The children with something in the way; null for who may not see the children. Which other activity is not told. */
  children: v.nullable(
    v.array(
      v.object({
        enrolmentId: Id,
        childId: Id,
        firstName: v.string(),
        lastName: v.string(),
        status: v.picklist(enrolmentStatuses),
        clashes: v.array(Refusal),
      }),
    ),
  ),
})
export type OfferingChangePreview = v.InferOutput<typeof OfferingChangePreview>

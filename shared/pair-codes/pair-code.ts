import * as v from 'valibot'
import { Id, LocalDate, LocalTime, Moment, PageQuery, pageOf } from '../wire.ts'
import { normalisePairCode, pairCodePattern } from './pair-code-text.ts'

const mistyped = 'This is not a code: look at each letter and number again.'

/** A code as somebody typed it. */
const Code = v.pipe(
  v.string(),
  v.maxLength(60, mistyped),
  v.transform(normalisePairCode),
  v.regex(pairCodePattern, mistyped),
)

/**
 * POST /pair-codes. `mayWait`: when there is no room for both, wait for it together. `aloneToo`: when the other then stops, have the
 * place alone.
 */
export const PairCodeInput = v.object({
  childId: Id,
  offeringId: Id,
  mayWait: v.optional(v.boolean(), true),
  aloneToo: v.optional(v.boolean(), false),
})
export type PairCodeInput = v.InferOutput<typeof PairCodeInput>

/** A code, told this once: the portal itself keeps only a hash of it. `link` opens the page with the code filled in. */
export const NewPairCode = v.object({ id: Id, code: v.string(), link: v.string(), expiresAt: Moment })
export type NewPairCode = v.InferOutput<typeof NewPairCode>

export const pairCodeStates = ['open', 'used', 'expired', 'ended'] as const

/** An own code, without the code. `joined`: first name of the child that joined with it. */
export const PairCode = v.object({
  id: Id,
  state: v.picklist(pairCodeStates),
  child: v.object({ id: Id, firstName: v.string() }),
  offering: v.object({ id: Id, title: v.string() }),
  joined: v.nullable(v.string()),
  createdAt: Moment,
  expiresAt: Moment,
})
export type PairCode = v.InferOutput<typeof PairCode>

export const PairCodePage = pageOf(PairCode)
export type PairCodePage = v.InferOutput<typeof PairCodePage>

/** GET /pair-codes: own ones, the newest first. */
export const PairCodeQuery = v.object({
  childId: v.optional(Id),
  offeringId: v.optional(Id),
  state: v.optional(v.picklist(pairCodeStates)),
  ...PageQuery,
})
export type PairCodeQuery = v.InferOutput<typeof PairCodeQuery>

/** POST /pair-codes/previews */
export const PairPreviewInput = v.object({ code: Code })

/** Of the other family's child no more than its first name; and the activity, which everybody may see. */
export const PairPreview = v.object({
  firstName: v.string(),
  offering: v.object({
    id: Id,
    title: v.string(),
    placeName: v.string(),
    firstDate: v.nullable(LocalDate),
    lastDate: v.nullable(LocalDate),
    weekdays: v.array(v.number()),
    startTime: v.nullable(LocalTime),
    endTime: v.nullable(LocalTime),
  }),
  /** Places that are free now, for whoever may have them. */
  free: v.number(),
  /** The other family wants to wait together when there is no room for both. */
  mayWait: v.boolean(),
  expiresAt: Moment,
})
export type PairPreview = v.InferOutput<typeof PairPreview>

/** POST /pair-codes/redemptions: as for the one who made the code, for the own child. */
export const PairRedemptionInput = v.object({
  code: Code,
  childId: Id,
  mayWait: v.optional(v.boolean(), true),
  aloneToo: v.optional(v.boolean(), false),
})
export type PairRedemptionInput = v.InferOutput<typeof PairRedemptionInput>

/** Both were enrolled: the own child's enrolment, and with whom. */
export const PairRedemption = v.object({
  id: Id,
  status: v.picklist(['placed', 'waitlisted']),
  position: v.optional(v.number()),
  childId: Id,
  offeringId: Id,
  togetherWith: v.string(),
})
export type PairRedemption = v.InferOutput<typeof PairRedemption>

import * as v from 'valibot'
import { Id, Moment, PageQuery, pageOf } from '../wire.ts'
import { claimCodePattern, isWholeClaimCode, normaliseClaimCode } from './claim-code.ts'

const mistyped = 'This is not a code: look at each letter and number again.'

/** A code as somebody typed it. */
const Code = v.pipe(
  v.string(),
  v.maxLength(60, mistyped),
  v.transform(normaliseClaimCode),
  v.regex(claimCodePattern, mistyped),
  v.check(isWholeClaimCode, mistyped),
)

/** POST /claims/previews */
export const ClaimPreviewInput = v.object({ code: Code })

/** Of a stranger's child no more than this: the one who holds the code should see that it is the right one. */
export const ClaimPreview = v.object({
  firstName: v.string(),
  school: v.object({ id: Id, name: v.string() }),
  /** The child is one's own already. */
  isOwn: v.boolean(),
})
export type ClaimPreview = v.InferOutput<typeof ClaimPreview>

/** POST /claims. `childId`: an own child that is the same one, entered before. */
export const ClaimInput = v.object({ code: Code, childId: v.optional(v.nullable(Id), null) })
export type ClaimInput = v.InferOutput<typeof ClaimInput>

/** `isMerged`: the pupil and the own child have become one. `needsPostcode`: the portal does not know yet where the child lives. */
export const Claimed = v.object({
  childId: Id,
  firstName: v.string(),
  school: v.object({ id: Id, name: v.string() }),
  isMerged: v.boolean(),
  needsPostcode: v.boolean(),
})
export type Claimed = v.InferOutput<typeof Claimed>

/**
 * POST /schools/{id}/claim-codes: for a group or for some pupils. Those with a guardian get none; those who have a code that works
 * keep it, unless `renew`: then it stops working. Without a group and without pupils: nobody.
 */
export const ClaimCodesInput = v.object({
  groupId: v.optional(v.nullable(Id), null),
  childIds: v.optional(v.pipe(v.array(Id), v.maxLength(100, 'Name at most 100 pupils.')), []),
  renew: v.optional(v.boolean(), false),
})
export type ClaimCodesInput = v.InferOutput<typeof ClaimCodesInput>

/** Codes, told this once: the portal itself keeps only a hash of them. `link` opens the page for parents with the code filled in. */
export const NewClaimCodes = v.object({
  items: v.array(
    v.object({
      id: Id,
      childId: Id,
      firstName: v.string(),
      lastName: v.string(),
      group: v.nullable(v.string()),
      code: v.string(),
      link: v.string(),
      expiresAt: Moment,
    }),
  ),
  /** Have a guardian. */
  claimed: v.number(),
  /** Keep the code that they have. */
  kept: v.number(),
})
export type NewClaimCodes = v.InferOutput<typeof NewClaimCodes>

export const claimCodeStates = ['open', 'used', 'expired', 'ended'] as const

/** A code that was handed out, without the code. */
export const ClaimCode = v.object({
  id: Id,
  child: v.object({ id: Id, firstName: v.string(), lastName: v.string() }),
  group: v.nullable(v.string()),
  state: v.picklist(claimCodeStates),
  createdAt: Moment,
  expiresAt: Moment,
  usedAt: v.nullable(Moment),
})
export type ClaimCode = v.InferOutput<typeof ClaimCode>

export const ClaimCodePage = pageOf(ClaimCode)
export type ClaimCodePage = v.InferOutput<typeof ClaimCodePage>

/** GET /schools/{id}/claim-codes */
export const ClaimCodeQuery = v.object({
  group: v.optional(Id),
  state: v.optional(v.picklist(claimCodeStates)),
  ...PageQuery,
})
export type ClaimCodeQuery = v.InferOutput<typeof ClaimCodeQuery>

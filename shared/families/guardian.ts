import * as v from 'valibot'
import { problems } from '../problem.ts'
import { Id, Moment, pageOf } from '../wire.ts'

/** Somebody who belongs to a child: a guardian, or the child's own account. */
export const FamilyMember = v.object({
  accountId: Id,
  kind: v.picklist(['guardian', 'young']),
  /** Empty when they gave none. */
  name: v.string(),
  /** Empty for somebody who came without one. */
  email: v.string(),
  /** Null for the child's own account. */
  since: v.nullable(Moment),
  isMe: v.boolean(),
  /** Why the asker may not end this link, null when they may. */
  refusal: v.nullable(v.picklist(Object.keys(problems) as [keyof typeof problems])),
  /** Ending it takes a home with it. Told only to whoever may end it: who entered a home is nobody else's business. */
  takesHome: v.boolean(),
})
export type FamilyMember = v.InferOutput<typeof FamilyMember>

/** GET /children/{id}/guardians */
export const FamilyMemberPage = pageOf(FamilyMember)
export type FamilyMemberPage = v.InferOutput<typeof FamilyMemberPage>

import * as v from 'valibot'
import { Id, Moment, pageOf } from '../wire.ts'

/** Somebody who works for a school, a provider or the programme team. `id` is that of the membership, not of the person. */
export const StaffMember = v.object({
  id: Id,
  /** Empty when they gave none. */
  name: v.string(),
  email: v.string(),
  isOwner: v.boolean(),
  /** An owner of a provider always may; at a school and in the team it means nothing. */
  maySeeParticipants: v.boolean(),
  since: Moment,
  isMe: v.boolean(),
})
export type StaffMember = v.InferOutput<typeof StaffMember>

export const StaffPage = pageOf(StaffMember)
export type StaffPage = v.InferOutput<typeof StaffPage>

/** PATCH /schools/{id}/staff/{memberId}: what is not sent stays. */
export const SchoolStaffPatch = v.object({ isOwner: v.optional(v.boolean()) })
export type SchoolStaffPatch = v.InferOutput<typeof SchoolStaffPatch>

/** PATCH /providers/{id}/staff/{memberId}: what is not sent stays. */
export const ProviderStaffPatch = v.object({
  isOwner: v.optional(v.boolean()),
  maySeeParticipants: v.optional(v.boolean()),
})
export type ProviderStaffPatch = v.InferOutput<typeof ProviderStaffPatch>

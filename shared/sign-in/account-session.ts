import * as v from 'valibot'
import { Id, pageOf } from '../wire.ts'

/** How somebody signed in. */
export const signInMethods = ['link', 'invitation', 'openid', 'passkey'] as const
export type SignInMethod = (typeof signInMethods)[number]

/**
 * A browser in which the own account is signed in. `device`: "Chrome op Android", empty when it could not be told.
 * `lastUsedOn`: a day in the municipality's calendar. `isCurrent`: the one that asks.
 */
export const AccountSession = v.object({
  id: Id,
  method: v.picklist(signInMethods),
  device: v.string(),
  createdAt: v.string(),
  lastUsedOn: v.string(),
  isCurrent: v.boolean(),
})
export type AccountSession = v.InferOutput<typeof AccountSession>
export const AccountSessionPage = pageOf(AccountSession)
export type AccountSessionPage = v.InferOutput<typeof AccountSessionPage>

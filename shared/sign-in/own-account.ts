import * as v from 'valibot'
import { typedText } from '../wire.ts'
import { Email } from './sign-in.ts'

/** PATCH /me. An empty name is allowed: nobody has to give one. */
export const MePatch = v.object({ name: typedText(0, 150) })
export type MePatch = v.InferOutput<typeof MePatch>

/** POST /email-changes: a letter with a link goes to the new address. */
export const EmailChangeRequest = v.object({ email: Email })
export type EmailChangeRequest = v.InferOutput<typeof EmailChangeRequest>

/** POST /email-changes/confirmations: the token of that link. */
export const EmailChangeConfirmation = v.object({
  token: v.pipe(v.string(), v.maxLength(1500), v.regex(/^[\w.-]+$/, 'Give the token of the link.')),
})
export type EmailChangeConfirmation = v.InferOutput<typeof EmailChangeConfirmation>

import * as v from 'valibot'
import { Email, Me } from '../sign-in/sign-in.ts'
import { Id, Moment, pageOf } from '../wire.ts'

/** What an invitation makes of the reader: another guardian, a young person for themselves, or a colleague. */
export const invitationKinds = ['guardian', 'young', 'school', 'provider', 'team'] as const

/** How long an invitation works. */
export const invitationDays = 7

/** POST /children/{id}/invitations. `young`: the child itself, from the age in may-act.ts. */
export const ChildInvitationInput = v.object({ email: Email, as: v.picklist(['guardian', 'young']) })
export type ChildInvitationInput = v.InferOutput<typeof ChildInvitationInput>

/** POST /schools/{id}/invitations. An owner invites and removes colleagues. */
export const SchoolInvitationInput = v.object({ email: Email, isOwner: v.optional(v.boolean(), false) })
export type SchoolInvitationInput = v.InferOutput<typeof SchoolInvitationInput>

/** POST /providers/{id}/invitations. An owner sees the participants whatever `maySeeParticipants` says. */
export const ProviderInvitationInput = v.object({
  email: Email,
  isOwner: v.optional(v.boolean(), false),
  maySeeParticipants: v.optional(v.boolean(), false),
})
export type ProviderInvitationInput = v.InferOutput<typeof ProviderInvitationInput>

/** POST /team-invitations */
export const TeamInvitationInput = v.object({ email: Email })
export type TeamInvitationInput = v.InferOutput<typeof TeamInvitationInput>

/** An invitation that was not answered yet, as those see it who may invite there. */
export const Invitation = v.object({
  id: Id,
  kind: v.picklist(invitationKinds),
  email: v.string(),
  isOwner: v.boolean(),
  maySeeParticipants: v.boolean(),
  /** Name of who invited, or their address; empty when they have neither. */
  invitedBy: v.string(),
  createdAt: Moment,
  expiresAt: Moment,
  /** The link does not work any more; it can be sent again. */
  isExpired: v.boolean(),
})
export type Invitation = v.InferOutput<typeof Invitation>

export const InvitationPage = pageOf(Invitation)
export type InvitationPage = v.InferOutput<typeof InvitationPage>

/** POST /invitations/previews and /invitations/acceptances. */
export const InvitationToken = v.object({
  token: v.pipe(v.string(), v.maxLength(200), v.regex(/^[\w-]+$/, 'Give the token of the link.')),
})
export type InvitationToken = v.InferOutput<typeof InvitationToken>

/** What the reader is asked, before they answer. */
export const InvitationPreview = v.object({
  kind: v.picklist(invitationKinds),
  /** Empty when the inviter gave no name. */
  invitedBy: v.string(),
  /** First name of the child, name of the school, organisation or municipality. */
  about: v.string(),
  /** For which address, of which only the first letter is told: `f…@demo.example`. */
  email: v.string(),
  isOwner: v.boolean(),
  maySeeParticipants: v.boolean(),
  expiresAt: Moment,
  /** Who is signed in here, compared with whom it is for. */
  reader: v.picklist(['nobody', 'invited', 'somebody-else']),
})
export type InvitationPreview = v.InferOutput<typeof InvitationPreview>

/** What came of it, and who is signed in now. */
export const Acceptance = v.object({
  kind: v.picklist(invitationKinds),
  childId: v.nullable(Id),
  schoolId: v.nullable(Id),
  providerId: v.nullable(Id),
  me: Me,
})
export type Acceptance = v.InferOutput<typeof Acceptance>

/** An address as a stranger who found a link may see it: `f…@demo.example`. */
export function maskedEmail(email: string): string {
  const at = email.lastIndexOf('@')
  const [first = ''] = email
  return `${first}…${email.slice(at)}`
}

import * as v from 'valibot'
import { providerStatuses } from '../providers/provider.ts'
import { sectors } from '../schools/school.ts'
import { Id } from '../wire.ts'

/** An address to which mail can be sent; compared without regard to case. */
export const Email = v.pipe(
  v.string('Give a mail address.'),
  v.trim(),
  v.maxLength(254, 'Use at most 254 characters.'),
  v.rfcEmail('Give a mail address such as naam@voorbeeld.nl.'),
)

/** A path on this site, to open after signing in: never another site (`//`, `/\`, a tab that browsers leave out). */
export const NextPath = v.pipe(
  v.string(),
  v.maxLength(300),
  v.regex(/^\/(?![/\\])[^\p{Cc}\p{Surrogate}]*$/u, 'Give a path on this site.'),
)

/** POST /sign-in-links. `next`: the page to open after signing in. */
export const SignInLinkRequest = v.object({ email: Email, next: v.optional(NextPath) })
export type SignInLinkRequest = v.InferOutput<typeof SignInLinkRequest>

/** POST /sessions */
export const SessionRequest = v.object({
  token: v.pipe(v.string(), v.maxLength(200), v.regex(/^[\w-]+$/, 'Give the token of the link.')),
})
export type SessionRequest = v.InferOutput<typeof SessionRequest>

/** Who somebody is to the portal; what each role may do stands in server/access/access-table.ts. */
export const roles = [
  'guardian',
  'young',
  'school',
  'school-owner',
  'provider',
  'provider-owner',
  'coach',
  'team',
] as const

/**
 * GET /me, and the answer of POST /sessions. Everybody who signs in may be a guardian; staff also have memberships. `email` is
 * empty for somebody who came through a broker that knows none. `ownChildId`: the child that this account itself is (a young
 * person).
 */
export const Me = v.object({
  id: Id,
  email: v.string(),
  name: v.string(),
  roles: v.array(v.picklist(roles)),
  schools: v.array(v.object({ id: Id, name: v.string(), sector: v.picklist(sectors), isOwner: v.boolean() })),
  providers: v.array(
    v.object({
      id: Id,
      name: v.string(),
      status: v.picklist(providerStatuses),
      isOwner: v.boolean(),
      maySeeParticipants: v.boolean(),
    }),
  ),
  childCount: v.number(),
  ownChildId: v.nullable(Id),
  /** Notices of own children that this account has not seen. */
  unreadNotices: v.number(),
})
export type Me = v.InferOutput<typeof Me>

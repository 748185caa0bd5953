import { type Invitation, invitationDays } from '@portal/shared/invitations/invitation.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { countHit } from '../http/rate-limit.ts'
import { invitationLetter } from './invitation-letter.ts'
import type { Place } from './place.ts'

/** A school that brings in its whole staff at once stays below the first. */
const perAccount = { name: 'invitation-account', limit: 60, windowSeconds: 3600 }
/** So that nobody fills a mailbox from here; and nobody who fills one keeps others from inviting that address. */
const perPlaceAndAddress = { name: 'invitation-place-address', limit: 5, windowSeconds: 86_400 }
const perAddress = { name: 'invitation-address', limit: 20, windowSeconds: 86_400 }

/** Counts an attempt, whatever comes of it. @throws Problem rate-limited */
export const countAttempt = (deps: Dependencies, actor: Actor) => countHit(deps, perAccount, actor.accountId)

/**
 * Counts a letter to an address, for somebody who may invite to this place: whoever may not uses up nobody's limit.
 * @throws Problem rate-limited
 */
export async function countLetter(deps: Dependencies, place: Place, email: string): Promise<void> {
  const address = email.toLowerCase()
  await countHit(deps, perPlaceAndAddress, `${place.kind === 'team' ? 'team' : place.id} ${address}`)
  await countHit(deps, perAddress, address)
}

/** From now. */
export const expiryOf = (now: Date) => new Date(now.getTime() + invitationDays * 86_400_000)

/** Mails an invitation that is kept already, and does not wait for it; when it fails, the log says so. */
export function sendInvitation(
  deps: Dependencies,
  actor: Actor,
  invitation: Pick<Invitation, 'kind' | 'email' | 'isOwner' | 'maySeeParticipants'> & { expiresAt: Date },
  about: string,
  token: string,
): void {
  const link = new URL('/uitnodiging', deps.settings.publicUrl)
  link.searchParams.set('token', token)
  const until = new Intl.DateTimeFormat('nl-NL', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: deps.municipality.timeZone,
  }).format(invitation.expiresAt)
  const letter = invitationLetter({
    ...invitation,
    inviter: actor.name,
    about,
    link: link.href,
    municipality: deps.municipality.name,
    until,
  })
  deps.mailer.send(letter).catch((error: unknown) => {
    // What a mail server answered may repeat the address: only its codes go to the log.
    const { code, responseCode } = Object(error) as { code?: unknown; responseCode?: unknown }
    const reason = [code, responseCode].filter((part) => part !== undefined).join(' ') || 'unknown'
    deps.log.error({ event: 'invitation-not-mailed', reason }, 'invitation not mailed')
  })
}

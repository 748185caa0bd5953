import { type Invitation, invitationDays } from '@portal/shared/invitations/invitation.ts'
import type { Letter } from '../mail/mailer.ts'

type Facts = Pick<Invitation, 'kind' | 'email' | 'isOwner' | 'maySeeParticipants'> & {
  /** The inviter's own name, empty when there is none. */
  inviter: string
  about: string
  link: string
  municipality: string
  /** The day on which the link ends, in words. */
  until: string
}

/**
 * A name that somebody typed, fit for a letter from us: one line, and nothing of which a mail program makes a link, so that no
 * name can pass for a line of ours or lead elsewhere.
 */
export const nameInLetter = (name: string): string =>
  name
    .replace(/[\p{C}\s]+/gu, ' ')
    .replace(/[/\\:@<>[\]{}|_=]+/gu, ' ')
    .replace(/\.(?=\S)/g, '. ')
    .replace(/ {2,}/g, ' ')
    .trim()
    .slice(0, 150)

function sentencesOf({ kind, isOwner, maySeeParticipants, ...facts }: Facts): string[] {
  const about = nameInLetter(facts.about)
  const portal = `Rijke Schooldag ${facts.municipality}`
  const inviter = nameInLetter(facts.inviter)
  const ask = (what: string) => (inviter ? `${inviter} nodigt u uit: ${what}` : `U bent uitgenodigd: ${what}`)
  switch (kind) {
    case 'guardian':
      return [
        ask(`word ouder of verzorger van ${about} bij ${portal}.`),
        `U ziet dan de week van ${about} en u kunt ${about} inschrijven voor activiteiten.`,
      ]
    case 'young':
      return [
        ask(`maak een eigen account voor ${about} bij ${portal}.`),
        'Deze link is voor het kind zelf. In het account staat de eigen week. Vanaf 16 jaar kan het kind zelf inschrijven.',
      ]
    case 'school':
      return [
        ask(`word collega van ${about} bij ${portal}.`),
        isOwner
          ? 'U wordt beheerder. U kunt dan ook zelf collega’s uitnodigen.'
          : 'U kunt dan werken voor deze school.',
      ]
    case 'provider':
      return [
        ask(`word collega van ${about} bij ${portal}.`),
        isOwner
          ? 'U wordt beheerder. U ziet dan wie er meedoen en u kunt zelf collega’s uitnodigen.'
          : maySeeParticipants
            ? 'U ziet dan welke kinderen meedoen.'
            : 'U kunt dan werken aan het aanbod.',
      ]
    case 'team':
      return [ask(`word lid van het team van ${portal}.`), 'U helpt dan scholen, aanbieders en ouders.']
  }
}

/**
 * The letter with an invitation, in plain Dutch (B1). No name in the subject: it stands on a locked screen. The link is on a line
 * of its own, so that no mail program breaks it.
 */
export function invitationLetter(facts: Facts): Letter {
  const portal = `Rijke Schooldag ${facts.municipality}`
  return {
    to: facts.email,
    subject: 'Uitnodiging voor Rijke Schooldag',
    text: [
      'Hallo,',
      '',
      ...sentencesOf(facts),
      '',
      'Open deze link om te kijken en te kiezen:',
      '',
      facts.link,
      '',
      `De link werkt ${invitationDays} dagen, tot ${facts.until}. U kunt hem één keer gebruiken.`,
      '',
      'Kent u deze persoon niet, of klopt het niet? Dan hoeft u niets te doen. Geef de link niet aan iemand anders.',
      '',
      'Met vriendelijke groet,',
      portal,
      '',
    ].join('\n'),
  }
}

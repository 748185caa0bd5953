import { nameInLetter } from '../invitations/invitation-letter.ts'
import type { Letter } from '../mail/mailer.ts'

type Facts = {
  to: string
  firstName: string
  school: string
  title: string
  place: string
  /** In words; empty when no day is known. */
  firstTime: string
  until: string
  link: string
  municipality: string
}

/**
 * The letter that asks a guardian for consent, in plain Dutch (B1). No name in the subject: it stands on a locked screen. The link is
 * on a line of its own, so that no mail program breaks it.
 */
export function consentLetter(facts: Facts): Letter {
  const child = nameInLetter(facts.firstName)
  const title = nameInLetter(facts.title)
  return {
    to: facts.to,
    subject: 'Mag uw kind meedoen?',
    text: [
      'Hallo,',
      '',
      `${nameInLetter(facts.school)} heeft ${child} ingeschreven voor ${title}.`,
      'Dat kan alleen als u het goed vindt.',
      '',
      `Waar: ${nameInLetter(facts.place)}`,
      ...(facts.firstTime ? [`De eerste keer: ${facts.firstTime}`] : []),
      '',
      'Open deze link en zeg ja of nee. U hoeft niet in te loggen.',
      '',
      facts.link,
      '',
      `Geef antwoord voor ${facts.until}. Tot dan houden we de plek vrij voor ${child}. Daarna gaat de plek naar een ander kind.`,
      '',
      `De link is alleen voor u. Geef hem niet aan iemand anders. Kent u ${child} niet? Dan hoeft u niets te doen.`,
      '',
      'Met vriendelijke groet,',
      `Rijke Schooldag ${facts.municipality}`,
      '',
    ].join('\n'),
  }
}

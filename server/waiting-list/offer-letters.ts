import { nameInLetter } from '../invitations/invitation-letter.ts'
import type { Letter } from '../mail/mailer.ts'

/** What a letter about a place is made of; `when` and `until` in words, `link` on its own line. */
export type OfferLetterFacts = {
  to: string
  firstName: string
  title: string
  when: string
  placeName: string
  until: string
  link: string
  municipality: string
}

const ending = (municipality: string) => [
  '',
  'Met vriendelijke groet,',
  `Rijke Schooldag ${municipality}`,
  '',
]

/** The place is there for who says yes. No name in the subject: it stands on a locked screen. */
export function offeredLetter(facts: OfferLetterFacts): Letter {
  const [name, title] = [nameInLetter(facts.firstName), nameInLetter(facts.title)]
  return {
    to: facts.to,
    subject: 'Er is een plek vrij. Zeg ja of nee.',
    text: [
      'Hallo,',
      '',
      `Goed nieuws: er is een plek vrij voor ${name} bij ${title}.`,
      '',
      `Wanneer: ${facts.when}`,
      `Waar: ${nameInLetter(facts.placeName)}`,
      '',
      `Zeg ja of nee voor ${facts.until}. Daarna gaat de plek naar een ander kind.`,
      '',
      'Open deze link en druk op Ja of Nee. U hoeft niet in te loggen:',
      '',
      facts.link,
      '',
      'De link is alleen voor u. Geef de link niet aan iemand anders.',
      ...ending(facts.municipality),
    ].join('\n'),
  }
}

/** The place was given at once, because the family had asked for that. */
export function givenLetter(facts: Omit<OfferLetterFacts, 'until'>): Letter {
  const [name, title] = [nameInLetter(facts.firstName), nameInLetter(facts.title)]
  return {
    to: facts.to,
    subject: 'Er was een plek vrij. De plek is geregeld.',
    text: [
      'Hallo,',
      '',
      `Goed nieuws: ${name} heeft een plek bij ${title}.`,
      '',
      'U had gekozen dat we een vrije plek meteen voor u nemen. Dat hebben we gedaan. U hoeft niets te doen.',
      '',
      `Wanneer: ${facts.when}`,
      `Waar: ${nameInLetter(facts.placeName)}`,
      '',
      'Kan het toch niet? Meld uw kind dan af. Dan kan een ander kind komen:',
      '',
      facts.link,
      ...ending(facts.municipality),
    ].join('\n'),
  }
}

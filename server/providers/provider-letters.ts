import type { Decision } from '@portal/shared/providers/decision.ts'
import type { Letter } from '../mail/mailer.ts'

/** What a letter to an organisation is made of. `link`: its own page on the portal; `vogValidUntil` as YYYY-MM-DD. */
export type LetterFacts = {
  name: string
  municipality: string
  link: string
  reason: string
  conditions: string
  vogValidUntil: string | null
}

const day = new Intl.DateTimeFormat('nl-NL', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
})
const dutchDay = (date: string) => day.format(new Date(`${date}T00:00:00Z`))

const conditionLines = ({ conditions, vogValidUntil }: LetterFacts) => [
  ...(vogValidUntil
    ? [
        `De verklaringen omtrent het gedrag (VOG) zijn gecontroleerd. Ze gelden tot en met ${dutchDay(vogValidUntil)}.`,
        '',
      ]
    : []),
  ...(conditions ? ['Dit vraagt het programmateam van u:', '', conditions, ''] : []),
]

type Text = { subject: string; lines: (facts: LetterFacts) => string[] }

const received: Text = {
  subject: 'Uw aanmelding is binnen',
  lines: ({ name }) => [
    `Wij hebben de aanmelding van ${name} ontvangen.`,
    '',
    'Het programmateam van de gemeente kijkt ernaar. U krijgt een mail als er een besluit is.',
    'U kunt al activiteiten klaarzetten. Ouders zien die nog niet.',
    '',
    'Hier ziet u hoe het ervoor staat:',
  ],
}

const texts: Record<Decision, Text> = {
  approve: {
    subject: 'Uw organisatie is goedgekeurd',
    lines: (facts) => [
      `Goed nieuws: ${facts.name} is goedgekeurd. U kunt uw activiteiten nu op het portaal zetten.`,
      '',
      ...conditionLines(facts),
      'Zet hier uw activiteiten op het portaal:',
    ],
  },
  reject: {
    subject: 'Uw aanmelding is niet goedgekeurd',
    lines: ({ name, reason }) => [
      `Het programmateam heeft de aanmelding van ${name} niet goedgekeurd.`,
      '',
      'De reden is:',
      '',
      reason,
      '',
      'Hebt u vragen? Neem contact op met het programmateam. Uw gegevens staan hier:',
    ],
  },
  suspend: {
    subject: 'Uw aanbod staat niet meer op het portaal',
    lines: ({ name, reason }) => [
      `Het programmateam heeft ${name} op pauze gezet. Uw activiteiten zijn nu niet te zien op het portaal.`,
      'Niemand kan zich inschrijven. Kinderen die al een plek hebben, houden hun plek.',
      '',
      'De reden is:',
      '',
      reason,
      '',
      'Neem contact op met het programmateam. Uw gegevens staan hier:',
    ],
  },
  reinstate: {
    subject: 'Uw aanbod staat weer op het portaal',
    lines: (facts) => [
      `De pauze van ${facts.name} is voorbij. Uw activiteiten zijn weer te zien op het portaal.`,
      '',
      ...conditionLines(facts),
      'Bekijk uw aanbod:',
    ],
  },
  amend: {
    subject: 'De afspraken met uw organisatie zijn veranderd',
    lines: (facts) => [
      `Het programmateam heeft de afspraken met ${facts.name} veranderd.`,
      '',
      ...conditionLines(facts),
      'Hier leest u de afspraken na:',
    ],
  },
}

/** The letter to an organisation that applied (null), or of which the team decided something; in plain Dutch (B1). */
export function providerLetter(to: string, decision: Decision | null, facts: LetterFacts): Letter {
  const { subject, lines } = decision ? texts[decision] : received
  const portal = `Rijke Schooldag ${facts.municipality}`
  return {
    to,
    subject,
    text: ['Hallo,', '', ...lines(facts), '', facts.link, '', 'Met vriendelijke groet,', portal, ''].join(
      '\n',
    ),
  }
}

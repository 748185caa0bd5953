import type { Letter } from '../mail/mailer.ts'

/** The letter with a sign-in link, in plain Dutch (B1). The link stands on a line of its own, so that no mail program breaks it. */
export function signInLetter(to: string, link: string, municipality: string, minutes: number): Letter {
  const portal = `Rijke Schooldag ${municipality}`
  return {
    to,
    subject: `Uw link om in te loggen bij Rijke Schooldag`,
    text: [
      'Hallo,',
      '',
      `Met deze link logt u in bij ${portal}:`,
      '',
      link,
      '',
      `De link werkt ${minutes} minuten en u kunt hem één keer gebruiken.`,
      '',
      'Hebt u niet om deze link gevraagd? Dan hoeft u niets te doen. Geef de link niet aan iemand anders.',
      '',
      'Met vriendelijke groet,',
      portal,
      '',
    ].join('\n'),
  }
}

import type { Letter } from '../mail/mailer.ts'

const ending = (portal: string) => ['', 'Met vriendelijke groet,', portal, '']

/** To the new address: the link that makes it the address of the account. */
export function newAddressLetter(to: string, link: string, municipality: string, minutes: number): Letter {
  const portal = `Rijke Schooldag ${municipality}`
  return {
    to,
    subject: 'Dit e-mailadres gebruiken voor Rijke Schooldag',
    text: [
      'Hallo,',
      '',
      `U wilt dit e-mailadres gebruiken bij ${portal}. Open deze link in de browser waarin u bent ingelogd:`,
      '',
      link,
      '',
      `De link werkt ${minutes} minuten.`,
      '',
      'Hebt u hier niet om gevraagd? Dan hoeft u niets te doen.',
      ...ending(portal),
    ].join('\n'),
  }
}

/** To the old address, when it is one no longer: whoever did not do this hears of it. */
export function oldAddressLetter(to: string, municipality: string): Letter {
  const portal = `Rijke Schooldag ${municipality}`
  return {
    to,
    subject: 'Uw e-mailadres bij Rijke Schooldag is veranderd',
    text: [
      'Hallo,',
      '',
      `Het e-mailadres van uw account bij ${portal} is veranderd. U kunt met dit adres niet meer inloggen.`,
      '',
      'Hebt u dit niet gedaan? Neem dan meteen contact op met de gemeente.',
      ...ending(portal),
    ].join('\n'),
  }
}

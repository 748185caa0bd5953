import type { Letter } from '../mail/mailer.ts'

/** `link`: the offering's own page; `firstDate` as YYYY-MM-DD. */
export type RiskFacts = {
  title: string
  taken: number
  minimumGroup: number
  firstDate: string
  municipality: string
  link: string
}

const day = new Intl.DateTimeFormat('nl-NL', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  timeZone: 'UTC',
})

const children = (count: number) => (count === 1 ? '1 kind' : `${count} kinderen`)

/** Tells an owner that too few children come, and asks for a decision; in plain Dutch (B1). */
export function riskLetter(to: string, facts: RiskFacts): Letter {
  // What a colleague typed must not pass for a line of ours.
  const title = facts.title.replaceAll(/\s+/g, ' ')
  return {
    to,
    subject: 'Te weinig kinderen: gaat uw activiteit door?',
    text: [
      'Hallo,',
      '',
      `Uw activiteit "${title}" begint op ${day.format(new Date(`${facts.firstDate}T00:00:00Z`))}.`,
      `Er zijn nu ${children(facts.taken)}. U hebt gezegd: vanaf ${children(facts.minimumGroup)} gaat het door.`,
      '',
      'Beslis nu: gaat het toch door, of gaat het niet door? De ouders willen het graag weten.',
      '',
      facts.link,
      '',
      'Met vriendelijke groet,',
      `Rijke Schooldag ${facts.municipality}`,
      '',
    ].join('\n'),
  }
}

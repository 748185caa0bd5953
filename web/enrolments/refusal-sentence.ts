import type { Facts, Refusal, Warning } from '@portal/shared/problem.ts'
import words from '../i18n/nl/refusals.json'
import { wordsOf } from '../i18n/translate.ts'
import { dutchDay, dutchMoment, dutchTime } from '../ui/dates.ts'

const t = wordsOf(words)
const isKnown = (key: string): key is keyof typeof words => key in words

/** Facts as they are said: "14.30", "maandag 7 december", "maandag 7 december om 09.00". */
export function saidValues(facts: Facts | undefined): Record<string, string | number> {
  const values: Record<string, string | number> = {}
  for (const [key, value] of Object.entries(facts ?? {})) {
    if (value === null || typeof value === 'boolean') continue
    if (typeof value === 'number') values[key] = value
    else if (/^\d\d:\d\d$/.test(value)) values[key] = dutchTime(value)
    else if (/^\d{4}-\d\d-\d\d$/.test(value)) values[key] = dutchDay(value)
    else values[key] = key.endsWith('At') ? dutchMoment(value) : value
  }
  return values
}

/** Where the facts decide between two sentences: which of them. */
function variant(code: string, facts: Facts): string {
  if (code === 'file-unreadable') return `${code}.${facts.reason}`
  if (code === 'held-places-not-free' && typeof facts.free === 'number')
    return `${code}.${facts.free === 0 ? 'none' : facts.free === 1 ? 'one' : 'many'}`
  if (code === 'session-clash' && facts.children !== undefined)
    return facts.children === 1 ? `${code}.child` : `${code}.children`
  if (code === 'session-clash' && facts.otherTitle === undefined) return `${code}.other`
  if (code === 'travel-clash') return `${code}.${facts.with}`
  if (code === 'other-neighbourhood' && facts.audience === 'city') return `${code}.city`
  if (code === 'limit-reached' && facts.passkeys !== undefined) return `${code}.passkeys`
  if (code === 'limit-reached' && typeof facts.period === 'string')
    return facts.most === 1 ? `${code}.period.one` : `${code}.period`
  if (code === 'limit-reached' && facts.held === undefined) return `${code}.children`
  if (code === 'limit-reached' && facts.held === 1) return `${code}.one`
  return code
}

/** One plain sentence from a code and its facts; `name` is the child's first name. An unknown code says that nothing changed. */
export function refusalSentence(
  refusal: { code: Refusal['code'] | 'offline' | 'other' | (string & {}); facts?: Facts | undefined },
  name: string,
): string {
  const said = variant(refusal.code, refusal.facts ?? {})
  const key = isKnown(said) ? said : isKnown(refusal.code) ? refusal.code : 'other'
  return t(key, { ...saidValues(refusal.facts), name })
}

/** The same for what does not stand in the way. A closure's own name must not pass for the child's. */
export function warningSentence(warning: Pick<Warning, 'code' | 'facts'>, name: string): string {
  const { name: closure = '', ...values } = saidValues(warning.facts)
  return t(`warning.${warning.code}`, { ...values, closure, name })
}

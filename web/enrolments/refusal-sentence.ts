import type { Facts } from '@portal/shared/problem.ts'
import words from '../i18n/nl/refusals.json'
import { wordsOf } from '../i18n/translate.ts'
import { dutchMoment, dutchTime } from '../ui/dates.ts'

const t = wordsOf(words)
const isKnown = (code: string): code is keyof typeof words => code in words

/** One plain sentence from a code and its facts; `name` is the child's first name. */
export function refusalSentence(refusal: { code: string; facts?: Facts | undefined }, name: string): string {
  const values: Record<string, string | number> = { name }
  for (const [key, value] of Object.entries(refusal.facts ?? {})) {
    if (value === null || typeof value === 'boolean') continue
    const isTime = typeof value === 'string' && /^\d\d:\d\d$/.test(value)
    values[key] = isTime
      ? dutchTime(value)
      : key.endsWith('At') && typeof value === 'string'
        ? dutchMoment(value)
        : value
  }
  if (refusal.code === 'lesson-clash' || isKnown(refusal.code))
    return t(isKnown(refusal.code) ? refusal.code : 'other', values)
  return t('other', values)
}

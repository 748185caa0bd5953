import type { HeldPlaces } from '@portal/shared/holds/hold.ts'
import words from '../i18n/nl/holds.json'
import { wordsOf } from '../i18n/translate.ts'
import { dutchDate, today } from '../ui/dates.ts'

const t = wordsOf(words)

/** "3 plekken vrijgehouden voor Kindcentrum X tot 3 december" */
export function heldText({ kind, name, left, until }: HeldPlaces): string {
  const key = `held.${kind}` as const
  return t(left === 1 ? `${key}.one` : key, {
    left,
    name: name ?? '',
    // A day stays beside its month.
    date: dutchDate(today(new Date(until))).replace(' ', '\u00a0'),
  })
}

import type { ChildChange } from '@portal/shared/families/history.ts'
import words from '../i18n/nl/family.json'
import { wordsOf } from '../i18n/translate.ts'
import { dutchMoment } from '../ui/dates.ts'

const t = wordsOf(words)
const isKnown = (key: string): key is keyof typeof words => key in words

type Reader = { firstName: string; isSelf: boolean }

/** What changed, in a few words: "Aangepast: voornaam en thuis". */
export function whatChanged(change: ChildChange, child: Reader): string {
  const key = `did.${change.verb === 'enrolment' ? change.status : change.verb}`
  return t(isKnown(key) ? key : 'did.other', {
    name: child.firstName,
    title: change.offering?.title ?? '',
    fields: new Intl.ListFormat('nl-NL').format(change.fields.map((field) => t(`field.${field}`))),
  })
}

function whoChanged({ role, name }: ChildChange['by'], child: Reader): string {
  if (role === 'you') return t(child.isSelf ? 'by.you.self' : 'by.you')
  if (name && role === 'school') return t('by.name.school', { name })
  if (name && role !== 'portal') return t('by.name', { name })
  if (role === 'young') return t('by.name', { name: child.firstName })
  if (role === 'guardian' && child.isSelf) return t('by.guardian.self')
  return t(`by.${role}`)
}

/** By whom and when: "Door u, op dinsdag 24 november om 10.00". */
export const whoAndWhen = (change: ChildChange, child: Reader): string =>
  t('history.line', { who: whoChanged(change.by, child), moment: dutchMoment(change.at) })

import type { SeenLook } from '@portal/shared/families/history.ts'
import words from '../i18n/nl/family.json'
import { wordsOf } from '../i18n/translate.ts'
import { dutchMoment } from '../ui/dates.ts'

const t = wordsOf(words)

/** Who saw what, how often and when, in one sentence; to the young person themselves it says "je". */
export function lookSentence(look: SeenLook, child: { firstName: string; isSelf: boolean }): string {
  const who = t(look.role === 'team' ? 'look.who.team' : 'look.who', {
    name: look.name || t('look.somebody'),
    of: look.of,
  })
  const what = t(child.isSelf ? `look.${look.what}.self` : `look.${look.what}`, {
    who,
    name: child.firstName,
  })
  return t(look.times === 1 ? 'look.once' : 'look.often', {
    what,
    times: look.times,
    moment: dutchMoment(look.lastAt),
  })
}

import { type Notice, reasonBy } from '@portal/shared/notices/notice.ts'
import { refusalSentence, saidValues } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/notices.json'
import { wordsOf } from '../i18n/translate.ts'

const t = wordsOf(words)
type Key = keyof typeof words
type Told = Pick<Notice, 'kind' | 'facts' | 'offering' | 'child'>

/** Where the facts decide between sentences: which of them. */
function variant({ kind, facts }: Told): Key {
  const isTravel = facts.code === 'travel-clash'
  if (kind === 'lessons-changed' && isTravel) return 'lessons-changed.travel'
  if (kind === 'child-changed' && isTravel) return 'child-changed.travel'
  if (kind === 'child-changed' && facts.code === 'lesson-clash') return 'child-changed.lesson'
  return kind
}

/** What happened, in plain words made from the facts; then why the child may not come any more, and how much more it touches. */
export function noticeSentence(notice: Told): string {
  const { facts, offering, child } = notice
  const key = variant(notice)
  const more = typeof facts.more === 'number' ? facts.more : 0
  const activity = typeof facts.activity === 'string' ? facts.activity : (offering?.title ?? t('activity'))
  return [
    t(key, { ...saidValues(facts), activity }),
    ...(key === 'child-changed' && typeof facts.code === 'string'
      ? [refusalSentence({ code: facts.code, facts }, child.firstName)]
      : []),
    ...(more > 0 ? [more === 1 ? t('more.one') : t('more', { more })] : []),
  ].join(' ')
}

/** The reason in quotes, with who wrote it; null when nobody was asked. */
export function reasonSentence({ kind, reason }: Pick<Notice, 'kind' | 'reason'>): string | null {
  return reason ? t(`reason.${reasonBy(kind)}`, { reason }) : null
}

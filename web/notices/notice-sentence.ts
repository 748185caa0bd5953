import { type Notice, reasonBy } from '@portal/shared/notices/notice.ts'
import type { Facts } from '@portal/shared/problem.ts'
import { refusalSentence, saidValues } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/notices.json'
import { wordsOf } from '../i18n/translate.ts'

const t = wordsOf(words)
type Key = keyof typeof words
type Told = Pick<Notice, 'kind' | 'facts' | 'offering' | 'child'>

const has =
  (...names: string[]) =>
  (facts: Facts) =>
    names.every((name) => typeof facts[name] === 'string')
const is = (name: string, value: string) => (facts: Facts) => facts[name] === value

/**
 * Sentences that say more, where the facts for it are there; without them the kind has a sentence of its own. To add a kind: its name in
 * shared/notices/notice.ts, a sentence under that name in notices.json, and here only what depends on its facts.
 */
const variants: { key: Key; when: (facts: Facts) => boolean }[] = [
  { key: 'session-moved.when', when: has('date', 'newDate', 'newStartTime', 'newEndTime') },
  { key: 'session-added.when', when: has('date', 'startTime', 'endTime') },
  { key: 'session-cancelled.when', when: has('date') },
  { key: 'location-changed.where', when: has('newPlaceName') },
  { key: 'place-ended.with', when: has('otherTitle') },
  { key: 'lessons-changed.travel', when: is('code', 'travel-clash') },
  { key: 'child-changed.travel', when: is('code', 'travel-clash') },
  { key: 'child-changed.lesson', when: is('code', 'lesson-clash') },
  { key: 'consent-asked.until', when: has('consentUntilAt') },
  { key: 'enrolled-by-school.waitlisted', when: is('status', 'waitlisted') },
]

/** The sentence of a kind, or the one that says more. That every kind has one is for the compiler to see. */
const keyOf = ({ kind, facts }: Told): Key =>
  variants.find(({ key, when }) => key.startsWith(`${kind}.`) && when(facts))?.key ?? kind

const numberOf = (facts: Facts, name: string) => (typeof facts[name] === 'number' ? Number(facts[name]) : 0)

/** What comes after the first sentence: what is in the way by it, and how much more it touches. */
function afterwards(key: Key, { facts, child }: Told): string[] {
  const sessions = ['moved', 'added', 'cancelled'].reduce((sum, name) => sum + numberOf(facts, name), 0)
  const more = numberOf(facts, 'more')
  const clash = `clash.${facts.clash}`
  return [
    ...(key === 'child-changed' && typeof facts.code === 'string'
      ? [refusalSentence({ code: facts.code, facts }, child.firstName)]
      : []),
    ...(sessions > 1 ? [t('sessions', { count: sessions })] : []),
    ...(clash in words && facts.clashDate ? [t(clash as Key, saidValues(facts))] : []),
    ...(more > 0 ? [more === 1 ? t('more.one') : t('more', { more })] : []),
  ]
}

/** What happened, in plain words made from the facts. */
export function noticeSentence(notice: Told): string {
  const { facts, offering } = notice
  const key = keyOf(notice)
  const activity = typeof facts.activity === 'string' ? facts.activity : (offering?.title ?? t('activity'))
  return [t(key, { ...saidValues(facts), activity }), ...afterwards(key, notice)].join(' ')
}

/** The reason in quotes, with who wrote it; null when nobody was asked. */
export function reasonSentence({ kind, reason }: Pick<Notice, 'kind' | 'reason'>): string | null {
  return reason ? t(`reason.${reasonBy(kind)}`, { reason }) : null
}

import type { Refusal, Warning } from '@portal/shared/problem.ts'
import { refusalSentence, saidValues } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/clashes.json'
import { wordsOf } from '../i18n/translate.ts'

const t = wordsOf(words)

/** What stands in the way, on what day, by how many minutes, and how often; `name` is how the child is called there. */
export function clashSentence(refusal: Refusal, name: string): string {
  const { facts, code } = refusal
  const said = saidValues(facts)
  const hasDay = typeof facts.date === 'string'
  const overlap = code === 'lesson-clash' || code === 'session-clash' ? [t('minutes', said)] : []
  return [
    ...(hasDay ? [t('on', { ...said, start: said.startTime ?? '', end: said.endTime ?? '' })] : []),
    refusalSentence(refusal, name),
    ...(code === 'travel-clash' ? [t('short', said)] : overlap),
    ...(typeof facts.sessions === 'number' && facts.sessions > 1 ? [t('sessions', said)] : []),
  ].join(' ')
}

/** A session that would fall on a day without lessons. */
export function closedSentence({ facts }: Warning): string {
  const { name: closure = '', ...said } = saidValues(facts)
  return t('closed', { ...said, closure })
}

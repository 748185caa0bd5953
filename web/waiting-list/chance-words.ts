import type { WaitingInfo } from '@portal/shared/waiting-list/waiting.ts'
import words from '../i18n/nl/waiting-list.json'
import { wordsOf } from '../i18n/translate.ts'

const t = wordsOf(words)

/** Who stands before a child that could be offered a place: what a position alone does not say. */
export function aheadText({ ahead }: Pick<WaitingInfo, 'ahead'>, name: string): string {
  if (ahead === 0) return t('waiting.first', { name })
  return ahead === 1 ? t('waiting.ahead.one', { name }) : t('waiting.ahead', { name, count: ahead })
}

/** How often a place came free so far. Where none ever did, that the chance is not known: never a promise. */
export function movedText({ weeks, lately, ever }: WaitingInfo['moved']): string {
  if (ever === 0) return t('waiting.moved.never')
  if (lately === 0) return t('waiting.moved.not', { weeks, ever })
  return lately === 1 ? t('waiting.moved.one', { weeks, ever }) : t('waiting.moved', { weeks, lately, ever })
}

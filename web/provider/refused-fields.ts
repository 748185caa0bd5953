import { ApiProblem } from '../api.ts'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import changes from '../i18n/nl/changes.json'
import words from '../i18n/nl/provider.json'
import { wordsOf } from '../i18n/translate.ts'
import { type DraftError, fieldOf } from './offering-draft.ts'
import type { SeriesError } from './series-draft.ts'

const t = wordsOf(words)
const c = wordsOf(changes)

/** What the server has against an offering, in words per field of the form; `form` for what belongs to none. */
export function refusedFields(error: unknown): Record<string, string> {
  const problem = error instanceof ApiProblem ? error.problem : { code: 'other' as const }
  const wrong = 'errors' in problem ? (problem.errors ?? []) : []
  if (wrong.length === 0) {
    const field =
      problem.code === 'capacity-below-taken' || problem.code === 'capacity-below-held' ? 'capacity' : 'form'
    return { [field]: refusalSentence(problem, '') }
  }
  return Object.fromEntries(
    wrong.map(({ pointer }) => {
      const field = fieldOf(pointer)
      if (field === 'postcode') return [field, t('wrong.postcode')]
      if (field === 'minimumGroup' || field === 'decideBy') return [field, c(`wrong.${field}`)]
      if (field === 'sessions') return [field, t('wrong.sessions')]
      return [field, field === 'form' ? t('wrong.form') : t('wrong.field', { field: t(`field.${field}`) })]
    }),
  )
}

/** What the form itself found wrong, in words per field. */
export const errorTexts = (found: Record<string, DraftError | SeriesError>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(found).map(([name, key]) => [
      name,
      key === 'wrong.minimumGroup'
        ? c(key)
        : key === 'wrong.required'
          ? t('wrong.field', { field: t(`field.${name}` as 'field.title') })
          : t(key),
    ]),
  )

import { ApiProblem } from '../api.ts'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/people.json'
import { wordsOf } from '../i18n/translate.ts'

const t = wordsOf(words)

/** Why an invitation was not sent: beside the address when it is about that, else above the form. */
export function refusedInvitation(error: unknown, name: string): Record<string, string> {
  const problem = error instanceof ApiProblem ? error.problem : { code: 'other' }
  if (problem.code === 'invalid-input') return { email: t('wrong.email') }
  const field = problem.code === 'already-member' ? 'email' : 'form'
  return { [field]: refusalSentence(problem, name) }
}

/** One sentence for an act that was refused. */
export const refusedAct = (error: unknown, name: string): string =>
  refusalSentence(error instanceof ApiProblem ? error.problem : { code: 'other' }, name)

import { ApiProblem } from '../api.ts'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'

/** What went wrong with a call of the API, in a plain sentence. `instead`: a code to read for another. */
export function problemText(error: unknown, instead: Record<string, string> = {}): string {
  const problem = error instanceof ApiProblem ? error.problem : { code: 'other' as const }
  return refusalSentence({ ...problem, code: instead[problem.code] ?? problem.code }, '')
}

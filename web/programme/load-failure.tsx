import { ApiProblem } from '../api.ts'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/programme.json'
import { wordsOf } from '../i18n/translate.ts'
import { Alert } from '../ui/state-blocks.tsx'

const t = wordsOf(words)

/** Why something could not be shown, and another try. */
export function LoadFailure(props: { error: unknown; onAgain: () => void }) {
  const sentence = () =>
    refusalSentence(props.error instanceof ApiProblem ? props.error.problem : { code: 'other' }, '')
  return (
    <>
      <Alert tone="error">{sentence()}</Alert>
      <button type="button" class="button" onClick={() => props.onAgain()}>
        {t('again')}
      </button>
    </>
  )
}

import type { Claimed } from '@portal/shared/claims/claim.ts'
import { createSignal, Show } from 'solid-js'
import { ApiProblem, api } from '../api.ts'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/claims.json'
import { wordsOf } from '../i18n/translate.ts'
import { ErrorSummary, TextField } from '../ui/fields.tsx'
import { Alert } from '../ui/state-blocks.tsx'

const t = wordsOf(words)
const isPostcode = (text: string) => /^[1-9]\d{3}\s?[a-z]{2}$/i.test(text)

/** The child is there; where it lives, when the portal does not know yet; and on to what it can do. */
export function ClaimDone(props: { claimed: Claimed }) {
  const [postcode, setPostcode] = createSignal('')
  const [isKept, setKept] = createSignal(!props.claimed.needsPostcode)
  const [errors, setErrors] = createSignal<Record<string, string>>({})
  const [isBusy, setBusy] = createSignal(false)
  const save = async (event: SubmitEvent) => {
    event.preventDefault()
    const typed = postcode().trim()
    setErrors(isPostcode(typed) ? {} : { postcode: t('wrong.postcode') })
    if (!isPostcode(typed) || isBusy()) return
    setBusy(true)
    try {
      await api('PATCH', `/children/${props.claimed.childId}`, { postcode: typed })
      setKept(true)
    } catch (error) {
      const problem = error instanceof ApiProblem ? error.problem : { code: 'other' as const }
      setErrors(
        problem.code === 'invalid-input'
          ? { postcode: t('wrong.postcode') }
          : { form: refusalSentence(problem, props.claimed.firstName) },
      )
    }
    setBusy(false)
  }
  return (
    <>
      <div role="status">
        <Alert tone="ok">
          {t(props.claimed.isMerged ? 'done.merged' : 'done', { name: props.claimed.firstName })}
        </Alert>
        <Show when={props.claimed.needsPostcode && isKept()}>
          <Alert tone="ok">{t('saved')}</Alert>
        </Show>
      </div>
      <Show
        when={isKept()}
        fallback={
          <form class="form" novalidate onSubmit={save} aria-labelledby="postcode-title">
            <h2 id="postcode-title">{t('postcode.title', { name: props.claimed.firstName })}</h2>
            <p>{t('postcode.text')}</p>
            <ErrorSummary title={t('errors')} errors={errors()} />
            <TextField
              label={t('postcode')}
              name="postcode"
              autocomplete="postal-code"
              value={postcode()}
              error={errors().postcode}
              onType={setPostcode}
              onLeave={(value) =>
                setErrors(value.trim() && !isPostcode(value.trim()) ? { postcode: t('wrong.postcode') } : {})
              }
            />
            <div>
              <button type="submit" class="button button--primary">
                {isBusy() ? t('busy') : t('save')}
              </button>
            </div>
          </form>
        }
      >
        <div class="actions">
          <a class="button button--primary" href="/mijn-kinderen">
            {t('children')}
          </a>
          <a class="button" href="/">
            {t('find')}
          </a>
        </div>
      </Show>
    </>
  )
}

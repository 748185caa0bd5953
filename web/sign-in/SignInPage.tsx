import { createSignal, Show } from 'solid-js'
import { ApiProblem, api } from '../api.ts'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/account.json'
import { wordsOf } from '../i18n/translate.ts'
import { PageTitle } from '../layout/page-title.tsx'
import { ErrorSummary, TextField, textOf } from '../ui/fields.tsx'
import { nextPath } from './next-path.ts'
import { OtherWays } from './other-ways.tsx'

const t = wordsOf(words)
const looksLikeMail = (text: string) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)

/** Ask for a link by mail, or sign in another way. */
export default function SignInPage() {
  const [sentTo, setSentTo] = createSignal('')
  const [errors, setErrors] = createSignal<Record<string, string>>({})
  const [isBusy, setBusy] = createSignal(false)
  const submit = async (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    const email = textOf(event.currentTarget, 'email')
    setErrors(looksLikeMail(email) ? {} : { email: t('form.email') })
    if (!looksLikeMail(email) || isBusy()) return
    setBusy(true)
    const next = nextPath(new URLSearchParams(location.search).get('next'))
    try {
      await api('POST', '/sign-in-links', { email, ...(next ? { next } : {}) })
      setSentTo(email)
    } catch (error) {
      setErrors({
        form: refusalSentence(error instanceof ApiProblem ? error.problem : { code: 'other' }, ''),
      })
    }
    setBusy(false)
  }
  return (
    <div class="wrap narrow">
      <PageTitle title={t('signIn.title')} />
      <Show
        when={!sentTo()}
        fallback={
          <div role="status">
            <h1>{t('signIn.sent.title')}</h1>
            <p>{t('signIn.sent.text', { email: sentTo() })}</p>
            <button type="button" class="button" onClick={() => setSentTo('')}>
              {t('signIn.other')}
            </button>
          </div>
        }
      >
        <h1>{t('signIn.title')}</h1>
        <p>{t('signIn.text')}</p>
        <ErrorSummary title={t('form.errors')} errors={errors()} />
        <form class="form" novalidate onSubmit={submit}>
          <TextField
            label={t('signIn.email')}
            name="email"
            type="email"
            inputmode="email"
            autocomplete="email"
            error={errors().email}
            onLeave={(value) =>
              value && setErrors(looksLikeMail(value.trim()) ? {} : { email: t('form.email') })
            }
          />
          <button type="submit" class="button button--primary">
            {isBusy() ? t('busy') : t('signIn.send')}
          </button>
        </form>
        <OtherWays />
      </Show>
    </div>
  )
}

import type { Me } from '@portal/shared/sign-in/sign-in.ts'
import { createSignal, Show } from 'solid-js'
import { ApiProblem, api } from '../api.ts'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/account.json'
import { wordsOf } from '../i18n/translate.ts'
import { PageTitle } from '../layout/page-title.tsx'
import { Alert } from '../ui/state-blocks.tsx'
import { homeOf } from './home-of.ts'
import { nextPath } from './next-path.ts'

const t = wordsOf(words)

/** Uses the link from the mail: by a button, because mail scanners open links but press nothing. */
export default function SignInLinkPage() {
  const [failure, setFailure] = createSignal('')
  const [isBusy, setBusy] = createSignal(false)
  const signIn = async () => {
    if (isBusy()) return
    setBusy(true)
    const asked = new URLSearchParams(location.search)
    try {
      const me = await api<Me>('POST', '/sessions', { token: asked.get('token') ?? '' })
      location.href = nextPath(asked.get('next')) ?? homeOf(me)
    } catch (error) {
      const code = error instanceof ApiProblem ? error.problem.code : 'other'
      setFailure(refusalSentence({ code: code === 'invalid-input' ? 'link-invalid' : code }, ''))
      setBusy(false)
    }
  }
  return (
    <div class="wrap narrow">
      <PageTitle title={t('signIn.link.title')} />
      <h1>{t('signIn.link.title')}</h1>
      <Show
        when={failure()}
        fallback={
          <>
            <p>{t('signIn.link.text')}</p>
            <button type="button" class="button button--primary" onClick={signIn}>
              {isBusy() ? t('busy') : t('signIn.link.button')}
            </button>
          </>
        }
      >
        <Alert tone="error">{failure()}</Alert>
        <a class="button button--primary" href="/inloggen">
          {t('signIn.link.again')}
        </a>
      </Show>
    </div>
  )
}

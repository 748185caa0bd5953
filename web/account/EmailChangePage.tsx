import type { Me } from '@portal/shared/sign-in/sign-in.ts'
import { createSignal, Show } from 'solid-js'
import { api } from '../api.ts'
import words from '../i18n/nl/sign-in.json'
import { wordsOf } from '../i18n/translate.ts'
import { PageTitle } from '../layout/page-title.tsx'
import { problemText } from '../sign-in/problem-text.ts'
import { SignedIn } from '../sign-in/signed-in.tsx'
import { Alert } from '../ui/state-blocks.tsx'

const t = wordsOf(words)

/** Uses the link that was mailed to a new address: by a button, because mail scanners open links but press nothing. */
export default function EmailChangePage() {
  const [failure, setFailure] = createSignal('')
  const [email, setEmail] = createSignal('')
  const [isBusy, setBusy] = createSignal(false)
  const confirm = async () => {
    if (isBusy()) return
    setBusy(true)
    const token = new URLSearchParams(location.search).get('token') ?? ''
    try {
      setEmail((await api<Me>('POST', '/email-changes/confirmations', { token })).email)
    } catch (error) {
      setFailure(problemText(error, { 'invalid-input': 'link-invalid' }))
    }
    setBusy(false)
  }
  return (
    <SignedIn>
      <div class="wrap narrow">
        <PageTitle title={t('address.title')} />
        <h1>{t('address.title')}</h1>
        <div aria-live="polite">
          <Show when={failure()}>
            <Alert tone="error">{failure()}</Alert>
          </Show>
          <Show when={email()}>
            <Alert tone="ok">{t('address.done', { email: email() })}</Alert>
          </Show>
        </div>
        <Show
          when={failure() || email()}
          fallback={
            <>
              <p>{t('address.text')}</p>
              <button type="button" class="button button--primary" onClick={confirm}>
                {isBusy() ? t('account.busy') : t('address.button')}
              </button>
            </>
          }
        >
          <a class="button" href="/account">
            {t('address.account')}
          </a>
        </Show>
      </div>
    </SignedIn>
  )
}

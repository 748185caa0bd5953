import type { OpenIdSession } from '@portal/shared/sign-in/openid.ts'
import { createSignal, onMount, Show } from 'solid-js'
import { api } from '../api.ts'
import words from '../i18n/nl/sign-in.json'
import { wordsOf } from '../i18n/translate.ts'
import { PageTitle } from '../layout/page-title.tsx'
import { useMe } from '../me.ts'
import { Alert, LoadingBlock } from '../ui/state-blocks.tsx'
import { homeOf } from './home-of.ts'
import { nextPath } from './next-path.ts'
import { problemText } from './problem-text.ts'

const t = wordsOf(words)

/** Where an identity provider sends the browser back to: hands its answer to the portal at once, and goes on. */
export default function OpenIdReturnPage() {
  const me = useMe()
  const [failure, setFailure] = createSignal('')
  onMount(async () => {
    const said = new URLSearchParams(location.search)
    const answer: Record<string, string> = { provider: location.pathname.split('/').at(-1) ?? '' }
    for (const name of ['state', 'code', 'iss', 'error']) {
      const value = said.get(name)
      if (value !== null) answer[name] = value
    }
    // A code is of use once, but need not stand in the history either.
    history.replaceState(history.state, '', location.pathname)
    try {
      const { me: signedIn, next } = await api<OpenIdSession>('POST', '/sessions/openid', answer)
      location.replace(nextPath(next) ?? homeOf(signedIn))
    } catch (error) {
      setFailure(problemText(error, { 'invalid-input': 'sign-in-invalid' }))
    }
  })
  return (
    <div class="wrap narrow">
      <PageTitle title={t('return.title')} />
      <Show
        when={failure()}
        fallback={
          <>
            <h1>{t('return.title')}</h1>
            <LoadingBlock label={t('return.busy')} />
          </>
        }
      >
        <h1>{t('signIn.problem')}</h1>
        <Alert tone="error">{failure()}</Alert>
        <a class="button button--primary" href={me ? '/account' : '/inloggen'}>
          {me ? t('return.account') : t('return.again')}
        </a>
      </Show>
    </div>
  )
}

import { type ParentProps, Show } from 'solid-js'
import words from '../i18n/nl/account.json'
import { wordsOf } from '../i18n/translate.ts'
import { useMe } from '../me.ts'

const t = wordsOf(words)

/** Shows its children to whoever signed in; others are led to sign in and back. */
export function SignedIn(props: ParentProps) {
  return (
    <Show
      when={useMe()}
      fallback={
        <div class="wrap narrow">
          <h1>{t('signIn.title')}</h1>
          <p>{t('needSignIn')}</p>
          <a
            class="button button--primary"
            href={`/inloggen?next=${encodeURIComponent(location.pathname + location.search)}`}
          >
            {t('signIn.title')}
          </a>
        </div>
      }
    >
      {props.children}
    </Show>
  )
}

import type { Me } from '@portal/shared/sign-in/sign-in.ts'
import { Match, Show, Switch } from 'solid-js'
import { api } from '../api.ts'
import words from '../i18n/nl/sign-in.json'
import { wordsOf } from '../i18n/translate.ts'
import { PageTitle } from '../layout/page-title.tsx'
import { useMe } from '../me.ts'
import { SignedIn } from '../sign-in/signed-in.tsx'
import { createLoaded } from '../ui/create-loaded.ts'
import { Alert, LoadingBlock } from '../ui/state-blocks.tsx'
import { AccountDetails } from './account-details.tsx'
import { createAskFirst } from './ask-first.tsx'
import { IdentityPart } from './identity-part.tsx'
import { PasskeyPart } from './passkey-part.tsx'
import { SessionPart } from './session-part.tsx'
import './account.css'

const t = wordsOf(words)

/** The own account: who it is, how it signs in and where it is signed in. An empty one begins with a first step. */
export default function AccountPage() {
  const me = useMe()
  const { ask, Dialog } = createAskFirst()
  // Fresh: what came with the page is as old as the page.
  const [details, { refetch }] = createLoaded(
    () => me !== null,
    () => api<Me>('GET', '/me'),
  )
  const isStaff =
    me !== null && (me.schools.length > 0 || me.providers.length > 0 || me.roles.includes('team'))
  const isEmpty = me !== null && !isStaff && me.childCount === 0 && me.ownChildId === null
  return (
    <SignedIn>
      <div class="wrap narrow account">
        <PageTitle title={t('account.title')} />
        <h1>{t('account.title')}</h1>
        <Show when={isEmpty}>
          <section class="account-first" aria-labelledby="first-title">
            <h2 id="first-title">{t('first.title')}</h2>
            <p>{t('first.child.text')}</p>
            <div class="actions">
              <a class="button button--primary" href="/mijn-kinderen">
                {t('first.child')}
              </a>
              <a class="button" href="/code">
                {t('first.code')}
              </a>
            </div>
            <h3 class="account-part__next">{t('first.staff')}</h3>
            <p class="account-first__else">
              {t('first.staff.text')} <a href="/aanbieder-worden">{t('first.apply')}</a>
            </p>
          </section>
        </Show>
        <Switch fallback={<LoadingBlock label={t('account.loading')} />}>
          <Match when={details.error}>
            <Alert tone="error">{t('account.failed')}</Alert>
            <button type="button" class="button" onClick={refetch}>
              {t('account.again')}
            </button>
          </Match>
          <Match when={details()}>{(known) => <AccountDetails me={known()} />}</Match>
        </Switch>
        <PasskeyPart isStaff={isStaff} onAsk={ask} />
        <IdentityPart isStaff={isStaff} onAsk={ask} />
        <SessionPart onAsk={ask} />
        <Dialog />
      </div>
    </SignedIn>
  )
}

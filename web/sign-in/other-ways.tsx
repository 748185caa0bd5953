import type { IdentityProviderList } from '@portal/shared/sign-in/openid.ts'
import { createSignal, For, Show } from 'solid-js'
import { ApiProblem, api } from '../api.ts'
import words from '../i18n/nl/sign-in.json'
import { wordsOf } from '../i18n/translate.ts'
import { createLoaded } from '../ui/create-loaded.ts'
import { Alert } from '../ui/state-blocks.tsx'
import { goToProvider } from './go-to-provider.ts'
import { homeOf } from './home-of.ts'
import { nextPath } from './next-path.ts'
import { deviceProblem, knowsPasskeys, signInByDevice } from './passkey-device.ts'
import { problemText } from './problem-text.ts'
import './sign-in.css'

const t = wordsOf(words)

/** Signing in at an identity provider, or with a passkey. Parents first; what is for staff stands apart. */
export function OtherWays() {
  const [providers] = createLoaded(
    () => true,
    () => api<IdentityProviderList>('GET', '/identity-providers'),
  )
  const [failure, setFailure] = createSignal('')
  const [busy, setBusy] = createSignal('')
  const next = nextPath(new URLSearchParams(location.search).get('next'))
  const forParents = () => providers()?.items.filter((each) => each.for === 'parents') ?? []
  const forStaff = () => providers()?.items.filter((each) => each.for !== 'parents') ?? []
  const attempt = async (what: string, act: () => Promise<void>) => {
    if (busy()) return
    setBusy(what)
    setFailure('')
    try {
      await act()
    } catch (error) {
      setFailure(error instanceof ApiProblem ? problemText(error) : t(deviceProblem(error)))
      setBusy('')
    }
  }
  const usePasskey = () =>
    attempt('passkey', async () => {
      const me = await signInByDevice()
      location.href = next ?? homeOf(me)
    })
  const Ways = (props: { providers: IdentityProviderList['items'] }) => (
    <For each={props.providers}>
      {(provider) => (
        <li>
          <button
            type="button"
            class="button button--wide"
            onClick={() => attempt(provider.key, () => goToProvider(provider.key, { next }))}
          >
            {busy() === provider.key ? t('signIn.going') : provider.label}
          </button>
        </li>
      )}
    </For>
  )
  return (
    <>
      <Show when={failure()}>
        <Alert tone="error" title={t('signIn.problem')}>
          <p>{failure()}</p>
        </Alert>
      </Show>
      <Show when={forParents().length > 0}>
        <section class="ways" aria-labelledby="ways-parents">
          <h2 id="ways-parents">{t('signIn.or')}</h2>
          <ul class="plain ways__list">
            <Ways providers={forParents()} />
          </ul>
        </section>
      </Show>
      <Show when={forStaff().length > 0 || knowsPasskeys()}>
        <section class="ways" aria-labelledby="ways-staff">
          <h2 id="ways-staff">{t('signIn.staff')}</h2>
          <p>{t('signIn.staff.text')}</p>
          <ul class="plain ways__list">
            <Ways providers={forStaff()} />
            <Show when={knowsPasskeys()}>
              <li>
                <button
                  type="button"
                  class="button button--wide"
                  aria-describedby="ways-passkey"
                  onClick={usePasskey}
                >
                  {busy() === 'passkey' ? t('signIn.passkey.busy') : t('signIn.passkey')}
                </button>
                <p class="hint" id="ways-passkey">
                  {t('signIn.passkey.text')}
                </p>
              </li>
            </Show>
          </ul>
        </section>
      </Show>
    </>
  )
}

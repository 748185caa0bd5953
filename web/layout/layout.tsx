import { A, useIsRouting } from '@solidjs/router'
import { createSignal, onCleanup, onMount, type ParentProps, Show } from 'solid-js'
import { api } from '../api.ts'
import words from '../i18n/nl/public.json'
import { wordsOf } from '../i18n/translate.ts'
import { useMe } from '../me.ts'
import { unreadOf } from '../notices/unread.ts'
import { focusNewPage } from './focus-new-page.ts'

const t = wordsOf(words)

/** Header, navigation by role, footer. */
export function Layout(props: ParentProps) {
  const me = useMe()
  const isRouting = useIsRouting()
  focusNewPage()
  const [isOffline, setOffline] = createSignal(false)
  onMount(() => {
    const update = () => setOffline(!navigator.onLine)
    update()
    addEventListener('online', update)
    addEventListener('offline', update)
    onCleanup(() => {
      removeEventListener('online', update)
      removeEventListener('offline', update)
    })
  })
  const signOut = async () => {
    await api('DELETE', '/sessions/current').catch(() => {})
    location.href = '/'
  }
  // Everybody may be a parent; somebody of a school or club is one here only with a child of their own.
  const isYoung = me !== null && me.ownChildId !== null
  const isFamily = me !== null && (me.childCount > 0 || isYoung || me.roles.length === 1)
  const has = (role: 'school' | 'provider' | 'team') => me?.roles.includes(role) ?? false
  return (
    <>
      <a class="skip-link" href="#inhoud">
        {t('skip')}
      </a>
      <header class="site-header">
        <div class="wrap site-header__row">
          <A href="/" class="brand" end>
            <svg viewBox="0 0 32 32" width="36" height="36" aria-hidden="true">
              <rect width="32" height="32" rx="9" fill="#f7f4ee" />
              <circle cx="11" cy="12" r="4" fill="#e08a00" />
              <path
                d="M6 24c2-6 8-8 12-6s6-2 8-6"
                fill="none"
                stroke="#001759"
                stroke-width="3"
                stroke-linecap="round"
              />
            </svg>
            <span>
              <strong>{t('brand')}</strong>
              <small>{t('city')}</small>
            </span>
          </A>
          <nav aria-label={t('nav')} class="site-nav">
            <A href="/" end>
              {t('nav.catalogue')}
            </A>
            <A href="/hoe-werkt-het" classList={{ 'site-nav__wide': me !== null }}>
              {t('nav.how')}
            </A>
            <Show when={isFamily}>
              <A href="/mijn-kinderen">{t(isYoung && me?.childCount === 0 ? 'nav.self' : 'nav.children')}</A>
              <A href="/mijn-week">{t('nav.week')}</A>
              <A href="/berichten">
                {t('nav.notices')}
                <Show when={unreadOf(me) > 0}>
                  <span class="site-nav__unread" aria-hidden="true">
                    {Math.min(unreadOf(me), 99)}
                  </span>
                  <span class="visually-hidden"> ({t('nav.unread', { count: unreadOf(me) })})</span>
                </Show>
              </A>
            </Show>
            <Show when={has('school')}>
              <A href="/school">{t('nav.school')}</A>
            </Show>
            <Show when={has('provider')}>
              <A href="/aanbieder">{t('nav.provider')}</A>
            </Show>
            <Show when={has('team')}>
              <A href="/gemeente">{t('nav.programme')}</A>
            </Show>
            <Show when={me}>
              <A href="/account">{t('nav.account')}</A>
            </Show>
          </nav>
          <div class="site-account">
            <Show when={me} fallback={<A href="/inloggen">{t('nav.signIn')}</A>}>
              <button type="button" class="link-button" onClick={signOut}>
                {t('nav.signOut')}
              </button>
            </Show>
          </div>
        </div>
      </header>
      <div class="routing" classList={{ 'routing--busy': isRouting() }} aria-hidden="true" />
      <div role="status" aria-live="polite">
        <Show when={isOffline()}>
          <p class="offline">{t('offline')}</p>
        </Show>
      </div>
      <main id="inhoud" tabindex="-1">
        {props.children}
      </main>
      <footer class="site-footer">
        <div class="wrap">
          <p>{t('footer')}</p>
          <p>
            <a href="/hoe-werkt-het">{t('nav.how')}</a>
          </p>
          <p>
            <a href="/aanbieder-worden">{t('nav.apply')}</a>
          </p>
        </div>
      </footer>
    </>
  )
}

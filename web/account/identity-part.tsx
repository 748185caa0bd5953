import type { ExternalIdentityPage, IdentityProviderList } from '@portal/shared/sign-in/openid.ts'
import { For, Show } from 'solid-js'
import { api } from '../api.ts'
import words from '../i18n/nl/sign-in.json'
import { wordsOf } from '../i18n/translate.ts'
import { goToProvider } from '../sign-in/go-to-provider.ts'
import { problemText } from '../sign-in/problem-text.ts'
import { createLoaded } from '../ui/create-loaded.ts'
import { AccountList } from './account-list.tsx'
import type { Question } from './ask-first.tsx'
import { momentDay } from './moment-day.ts'
import { createSay } from './say.tsx'

const t = wordsOf(words)

/** Identities elsewhere that sign in to the own account. Not shown where there is nothing to link. */
export function IdentityPart(props: { isStaff: boolean; onAsk: (question: Question) => void }) {
  const [providers] = createLoaded(
    () => true,
    () => api<IdentityProviderList>('GET', '/identity-providers'),
  )
  const [identities, { refetch }] = createLoaded(
    () => true,
    () => api<ExternalIdentityPage>('GET', '/external-identities?pageSize=100'),
  )
  const { say, Said, attempt } = createSay()
  /** Not yet linked, and for people like this. */
  const open = () =>
    providers()?.items.filter(
      (each) =>
        (props.isStaff || each.for === 'parents') &&
        !identities()?.items.some((identity) => identity.label === each.label),
    ) ?? []
  const link = (key: string) =>
    goToProvider(key, { link: true, next: '/account' }).catch((error: unknown) =>
      say(problemText(error), 'error'),
    )
  const remove = async (id: string) => {
    await attempt(() => api('DELETE', `/external-identities/${id}`), t('identities.removed'))
    refetch()
  }
  return (
    <Show when={open().length > 0 || (identities()?.items.length ?? 0) > 0}>
      <section class="account-part" aria-labelledby="identities-title">
        <h2 id="identities-title">{t('identities.title')}</h2>
        <Said />
        <AccountList loaded={identities} onRetry={refetch} empty={t('identities.empty')}>
          {(identity) => (
            <>
              <div>
                <strong>{identity.label}</strong>
                <br />
                {t('identities.made', { date: momentDay(identity.createdAt) })}
              </div>
              <div class="actions">
                <button
                  type="button"
                  class="button button--danger"
                  aria-label={t('identities.remove.of', { label: identity.label })}
                  onClick={() =>
                    props.onAsk({
                      title: t('identities.remove.of', { label: identity.label }),
                      text: t('identities.remove.text'),
                      button: t('identities.remove'),
                      act: () => void remove(identity.id),
                    })
                  }
                >
                  {t('identities.remove')}
                </button>
              </div>
            </>
          )}
        </AccountList>
        <div class="actions">
          <For each={open()}>
            {(provider) => (
              <button type="button" class="button" onClick={() => link(provider.key)}>
                {t('identities.link', { label: provider.label })}
              </button>
            )}
          </For>
        </div>
      </section>
    </Show>
  )
}

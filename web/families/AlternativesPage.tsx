import type { Alternatives } from '@portal/shared/catalogue/alternatives.ts'
import type { Offering } from '@portal/shared/catalogue/offering.ts'
import type { Child } from '@portal/shared/families/child.ts'
import { useSearchParams } from '@solidjs/router'
import { For, Match, Show, Switch } from 'solid-js'
import { api } from '../api.ts'
import { OfferingCard } from '../catalogue/offering-card.tsx'
import words from '../i18n/nl/changes.json'
import { wordsOf } from '../i18n/translate.ts'
import { PageTitle } from '../layout/page-title.tsx'
import { SignedIn } from '../sign-in/signed-in.tsx'
import { createLoaded } from '../ui/create-loaded.ts'
import { Alert, EmptyState, LoadingBlock } from '../ui/state-blocks.tsx'

const t = wordsOf(words)

/** What a child can do instead of something that does not go on: it has a place there at once. `?kind=<child>&aanbod=<offering>` */
export default function AlternativesPage() {
  const [search] = useSearchParams<{ kind: string; aanbod: string }>()
  const asked = () => {
    const { kind, aanbod } = search
    return kind && aanbod ? { kind, aanbod } : null
  }
  const [found, { refetch }] = createLoaded(asked, async ({ kind, aanbod }) => {
    const [child, lost, alternatives] = await Promise.all([
      api<Child>('GET', `/children/${encodeURIComponent(kind)}`),
      api<Offering>('GET', `/offerings/${encodeURIComponent(aanbod)}`),
      api<Alternatives>(
        'GET',
        `/children/${encodeURIComponent(kind)}/alternatives?offeringId=${encodeURIComponent(aanbod)}`,
      ),
    ])
    return { child, lost, items: alternatives.items }
  })
  return (
    <SignedIn>
      <div class="wrap">
        <PageTitle title={t('alternatives.title')} />
        <Show when={asked()}>
          {(about) => (
            <p>
              <a href={`/mijn-week?kind=${about().kind}`}>
                {t('alternatives.back', { name: found.latest?.child.firstName ?? '' })}
              </a>
            </p>
          )}
        </Show>
        <h1>{t('alternatives.title')}</h1>
        <Switch>
          <Match when={found.error || !asked()}>
            <Alert tone="error">{t('failed')}</Alert>
            <button type="button" class="button" onClick={refetch}>
              {t('again')}
            </button>
          </Match>
          <Match when={!found.latest}>
            <LoadingBlock label={t('loading')} />
          </Match>
          <Match when={found.latest}>
            {(shown) => (
              <>
                <h2>{t('alternatives.instead', { title: shown().lost.title })}</h2>
                <Show
                  when={shown().items.length > 0}
                  fallback={
                    <EmptyState
                      title={t('alternatives.empty')}
                      action={
                        <a class="button" href="/">
                          {t('alternatives.all')}
                        </a>
                      }
                    >
                      {t('alternatives.empty.text', { name: shown().child.firstName })}
                    </EmptyState>
                  }
                >
                  <p>{t('alternatives.text', { name: shown().child.firstName })}</p>
                  <ul class="cards">
                    <For each={shown().items}>{(offering) => <OfferingCard offering={offering} />}</For>
                  </ul>
                </Show>
              </>
            )}
          </Match>
        </Switch>
      </div>
    </SignedIn>
  )
}

import type { OfferingPage } from '@portal/shared/catalogue/offering.ts'
import { createAsync, useLocation } from '@solidjs/router'
import { For, Show, Suspense } from 'solid-js'
import words from '../i18n/nl/public.json'
import { wordsOf } from '../i18n/translate.ts'
import { PageTitle } from '../layout/page-title.tsx'
import { PageLinks } from '../ui/page-links.tsx'
import { Alert, EmptyState, LoadingBlock } from '../ui/state-blocks.tsx'
import { addressWith } from './catalogue-address.ts'
import { getNeighbourhoods, getOfferings, getSchools } from './catalogue-data.ts'
import { CatalogueFilters, resultsId } from './catalogue-filters.tsx'
import { ChosenFilters } from './chosen-filters.tsx'
import { NeighbourhoodChoice } from './neighbourhood-choice.tsx'
import { OfferingCard } from './offering-card.tsx'

const t = wordsOf(words)

/** How many were found; null: the choices are not right. */
function countText(found: OfferingPage | null | undefined): string {
  if (found === null) return t('catalogue.wrong.title')
  if (found?.total === 1) return t('catalogue.count.one')
  return t('catalogue.count', { count: found?.total ?? 0 })
}

/** The catalogue: choices live in the address, so that a search can be shared and works without script. */
export default function CataloguePage() {
  const location = useLocation()
  const offerings = createAsync(() => getOfferings(location.search))
  const neighbourhoods = createAsync(() => getNeighbourhoods())
  const schools = createAsync(() => getSchools())
  return (
    <>
      <PageTitle title={t('catalogue.title')} description={t('catalogue.description', { city: t('city') })} />
      <section class="hero">
        <div class="wrap">
          <h1>{t('catalogue.title')}</h1>
          <p class="lead">{t('catalogue.lead')}</p>
          <Suspense>
            <CatalogueFilters search={location.search} schools={schools()?.items ?? []} />
          </Suspense>
        </div>
      </section>
      <div class="wrap columns">
        <section class="columns__main">
          <Suspense fallback={<LoadingBlock label={t('loading')} />}>
            <div role="status" id={resultsId}>
              <h2>{countText(offerings())}</h2>
            </div>
            <ChosenFilters
              search={location.search}
              neighbourhoods={neighbourhoods()?.items ?? []}
              schools={schools()?.items ?? []}
            />
            <Show when={offerings() !== null} fallback={<Alert tone="error">{t('catalogue.wrong')}</Alert>}>
              <Show
                when={(offerings()?.items.length ?? 0) > 0}
                fallback={
                  <EmptyState
                    title={t('catalogue.empty.title')}
                    action={
                      <a class="button" href="/">
                        {t('catalogue.clear')}
                      </a>
                    }
                  >
                    {t('catalogue.empty.text')}
                  </EmptyState>
                }
              >
                <ul class="cards">
                  <For each={offerings()?.items}>{(offering) => <OfferingCard offering={offering} />}</For>
                </ul>
                <PageLinks
                  page={offerings()?.page ?? 1}
                  pages={Math.ceil((offerings()?.total ?? 0) / (offerings()?.pageSize ?? 20))}
                  link={(page) => addressWith(location.search, { page: String(page) })}
                />
              </Show>
            </Show>
          </Suspense>
        </section>
        <aside class="columns__side">
          <Suspense>
            <NeighbourhoodChoice search={location.search} neighbourhoods={neighbourhoods()?.items ?? []} />
          </Suspense>
        </aside>
      </div>
    </>
  )
}

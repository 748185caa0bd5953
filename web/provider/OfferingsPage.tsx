import type { OfferingPage, OfferingSummary } from '@portal/shared/catalogue/offering.ts'
import { createSignal, For, Match, Show, Switch } from 'solid-js'
import { api } from '../api.ts'
import { whenText } from '../catalogue/catalogue-data.ts'
import words from '../i18n/nl/provider.json'
import { wordsOf } from '../i18n/translate.ts'
import { PageTitle } from '../layout/page-title.tsx'
import { SignedIn } from '../sign-in/signed-in.tsx'
import { createLoaded } from '../ui/create-loaded.ts'
import { today } from '../ui/dates.ts'
import { Alert, EmptyState, LoadingBlock } from '../ui/state-blocks.tsx'
import './provider.css'

const t = wordsOf(words)
const isOver = (offering: OfferingSummary) => offering.lastDate !== null && offering.lastDate < today()

/** The provider's own offerings: drafts, what runs or comes, and what is over. */
export default function OfferingsPage() {
  const [page, setPage] = createSignal(1)
  const [offerings, { refetch }] = createLoaded(page, (number) =>
    api<OfferingPage>('GET', `/own-offerings?pageSize=50&page=${number}`),
  )
  const pages = () => Math.ceil((offerings.latest?.total ?? 0) / 50)
  const groups = () => {
    const items = offerings()?.items ?? []
    return [
      { title: t('group.draft'), items: items.filter((each) => each.status === 'draft') },
      { title: t('group.now'), items: items.filter((each) => each.status !== 'draft' && !isOver(each)) },
      { title: t('group.over'), items: items.filter((each) => each.status !== 'draft' && isOver(each)) },
    ].filter((group) => group.items.length > 0)
  }
  return (
    <SignedIn>
      <div class="wrap">
        <PageTitle title={t('title')} />
        <h1>{t('title')}</h1>
        <div class="actions">
          <a class="button button--primary" href="/aanbieder/aanbod/nieuw">
            {t('new')}
          </a>
        </div>
        <Switch>
          <Match when={offerings.error}>
            <Alert tone="error">{t('failed')}</Alert>
            <button type="button" class="button" onClick={refetch}>
              {t('again')}
            </button>
          </Match>
          <Match when={!offerings.latest}>
            <LoadingBlock label={t('loading')} />
          </Match>
          <Match when={offerings()?.total === 0}>
            <EmptyState title={t('empty')}>{t('empty.text')}</EmptyState>
          </Match>
          <Match when={offerings()}>
            <For each={groups()}>
              {(group) => (
                <section>
                  <h2>{group.title}</h2>
                  <ul class="own-offerings">
                    <For each={group.items}>{(offering) => <Line offering={offering} />}</For>
                  </ul>
                </section>
              )}
            </For>
            <Show when={pages() > 1}>
              <div class="pages">
                <Show when={page() > 1}>
                  <button type="button" class="button" onClick={() => setPage(page() - 1)}>
                    {t('page.previous')}
                  </button>
                </Show>
                <span>{t('page.of', { page: page(), pages: pages() })}</span>
                <Show when={page() < pages()}>
                  <button type="button" class="button" onClick={() => setPage(page() + 1)}>
                    {t('page.next')}
                  </button>
                </Show>
              </div>
            </Show>
          </Match>
        </Switch>
      </div>
    </SignedIn>
  )
}

function Line(props: { offering: OfferingSummary }) {
  const offering = () => props.offering
  return (
    <li class="box own-offering">
      <div>
        <h3>
          <a href={`/aanbieder/aanbod/${offering().id}`}>{offering().title}</a>
        </h3>
        <p>
          {whenText(offering())}, {offering().place.name}
        </p>
        <Show when={offering().status !== 'published'}>
          <span class="badge badge--full">{t(`status.${offering().status}`)}</span>
        </Show>
      </div>
      <p class="own-offering__places">
        <strong>
          {offering().taken} / {offering().capacity}
        </strong>{' '}
        {t('taken')}
        <Show when={offering().waiting > 0}>
          <br />
          {offering().waiting === 1 ? t('waiting.one') : t('waiting', { count: offering().waiting })}
        </Show>
      </p>
    </li>
  )
}

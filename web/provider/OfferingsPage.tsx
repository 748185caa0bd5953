import type { OfferingPage, OfferingSummary } from '@portal/shared/catalogue/offering.ts'
import type { Provider } from '@portal/shared/providers/organisation.ts'
import { createSignal, For, Match, Show, Switch } from 'solid-js'
import { api } from '../api.ts'
import { whenText } from '../catalogue/catalogue-data.ts'
import words from '../i18n/nl/provider.json'
import { wordsOf } from '../i18n/translate.ts'
import { PageTitle } from '../layout/page-title.tsx'
import { useMe } from '../me.ts'
import { SignedIn } from '../sign-in/signed-in.tsx'
import { createLoaded } from '../ui/create-loaded.ts'
import { today } from '../ui/dates.ts'
import { Alert, EmptyState, LoadingBlock } from '../ui/state-blocks.tsx'
import { GroupLine } from './group-state.tsx'
import { OrganisationStanding } from './organisation-standing.tsx'
import './organisation.css'
import './provider.css'
import { ProviderNav } from './provider-nav.tsx'

const t = wordsOf(words)
const isOver = (offering: OfferingSummary) => offering.lastDate !== null && offering.lastDate < today()

/** The provider's own offerings: drafts, what runs or comes, and what is over. */
export default function OfferingsPage() {
  const me = useMe()
  const isOfSeveral = (me?.providers.length ?? 0) > 1
  // Beside the list: that can be worked with also while this is on its way.
  const [organisations] = createLoaded(
    () => me?.providers,
    (own) => Promise.all(own.map(({ id }) => api<Provider>('GET', `/providers/${id}`))),
  )
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
        <ProviderNav />
        <h1>{t('title')}</h1>
        <For each={organisations()}>{(each) => <OrganisationStanding provider={each} />}</For>
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
            <EmptyState title={t('empty')}>
              {me?.providers.some(({ status }) => status === 'approved')
                ? t('empty.text')
                : t('empty.notApproved')}
            </EmptyState>
          </Match>
          <Match when={offerings()}>
            <For each={groups()}>
              {(group) => (
                <section>
                  <h2>{group.title}</h2>
                  <ul class="own-offerings">
                    <For each={group.items}>
                      {(offering) => <Line offering={offering} showsProvider={isOfSeveral} />}
                    </For>
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

function Line(props: { offering: OfferingSummary; showsProvider: boolean }) {
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
        <Show when={props.showsProvider}>
          <p class="muted">{offering().provider.name}</p>
        </Show>
        <GroupLine offering={offering()} />
        <Show when={offering().status !== 'published'}>
          <span class="badge badge--full">{t(`status.${offering().status}`)}</span>
        </Show>
      </div>
      <p class="own-offering__places">
        <strong>
          {offering().taken} / {offering().capacity}
        </strong>{' '}
        {t('taken')}
        <Show when={offering().held > 0}>
          <br />
          {t(offering().held === 1 ? 'held.one' : 'held', { count: offering().held })}
        </Show>
        <Show when={offering().waiting > 0}>
          <br />
          {offering().waiting === 1 ? t('waiting.one') : t('waiting', { count: offering().waiting })}
        </Show>
      </p>
    </li>
  )
}

import type { ProviderPage, ProviderSummary } from '@portal/shared/providers/organisation.ts'
import { type ProviderStatus, providerStatuses } from '@portal/shared/providers/provider.ts'
import { useSearchParams } from '@solidjs/router'
import { For, Match, Show, Switch } from 'solid-js'
import { api } from '../api.ts'
import words from '../i18n/nl/programme.json'
import { wordsOf } from '../i18n/translate.ts'
import { PageTitle } from '../layout/page-title.tsx'
import { SignedIn } from '../sign-in/signed-in.tsx'
import { createLoaded } from '../ui/create-loaded.ts'
import { dutchFullDate, today } from '../ui/dates.ts'
import { SelectField, TextField, textOf } from '../ui/fields.tsx'
import { Alert, EmptyState, LoadingBlock } from '../ui/state-blocks.tsx'
import { ListPages } from './list-pages.tsx'
import { LoadFailure } from './load-failure.tsx'
import './programme.css'
import { ProgrammeNav } from './programme-nav.tsx'

const t = wordsOf(words)

/** All organisations; who waits for a decision first, and pointed out. The choices live in the address. */
export default function ProvidersPage() {
  const [choice, setChoice] = useSearchParams<{ status?: string; q?: string; page?: string }>()
  const query = () => {
    const asked = new URLSearchParams({ page: choice.page ?? '1' })
    if (choice.status) asked.set('status', choice.status)
    if (choice.q) asked.set('q', choice.q)
    return String(asked)
  }
  const [list, { refetch }] = createLoaded(query, (asked) => api<ProviderPage>('GET', `/providers?${asked}`))
  const isFiltered = () => Boolean(choice.status || choice.q)
  const search = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    const form = event.currentTarget
    setChoice({ status: textOf(form, 'status') || null, q: textOf(form, 'q') || null, page: null })
  }
  return (
    <SignedIn>
      <div class="wrap">
        <PageTitle title={t('providers.title')} />
        <ProgrammeNav />
        <h1>{t('providers.title')}</h1>
        <p>{t('providers.lead')}</p>
        <Show when={(list.latest?.waiting ?? 0) > 0 && choice.status !== 'applied' && list.latest?.waiting}>
          {(waiting) => (
            <Alert
              tone="info"
              title={
                waiting() === 1 ? t('providers.waiting.one') : t('providers.waiting', { count: waiting() })
              }
            >
              <p>{t('providers.waiting.text')}</p>
              <a class="button" href="/gemeente?status=applied">
                {t('providers.waiting.show')}
              </a>
            </Alert>
          )}
        </Show>
        <form class="team-filters" onSubmit={search}>
          <TextField label={t('providers.q')} name="q" value={choice.q ?? ''} />
          <SelectField
            label={t('providers.status')}
            name="status"
            value={choice.status ?? ''}
            options={[
              { value: '', label: t('providers.all') },
              ...providerStatuses.map((status: ProviderStatus) => ({
                value: status,
                label: t(`status.${status}`),
              })),
            ]}
          />
          <button type="submit" class="button button--primary">
            {t('show')}
          </button>
        </form>
        <Switch>
          <Match when={list.error}>
            <LoadFailure error={list.error} onAgain={refetch} />
          </Match>
          <Match when={!list.latest}>
            <LoadingBlock label={t('loading')} />
          </Match>
          <Match when={list.latest?.total === 0}>
            <Show
              when={isFiltered()}
              fallback={
                <EmptyState
                  title={t('providers.empty')}
                  action={
                    <a class="button" href="/aanbieder-worden">
                      {t('providers.show')}
                    </a>
                  }
                >
                  {t('providers.empty.text')}
                </EmptyState>
              }
            >
              <EmptyState
                title={t('providers.none')}
                action={
                  <a class="button" href="/gemeente">
                    {t('clear')}
                  </a>
                }
              >
                {t('providers.none.text')}
              </EmptyState>
            </Show>
          </Match>
          <Match when={list.latest}>
            {(page) => (
              <>
                <p role="status">
                  {page().total === 1
                    ? t('providers.found.one')
                    : t('providers.found', { count: page().total })}
                </p>
                <ul class="plain">
                  <For each={page().items}>{(provider) => <Line provider={provider} />}</For>
                </ul>
                <ListPages {...page()} onPage={(next) => setChoice({ page: String(next) })} />
              </>
            )}
          </Match>
        </Switch>
      </div>
    </SignedIn>
  )
}

/** How the VOG stands, in words. */
export const vogText = ({ vogState, vogValidUntil }: Pick<ProviderSummary, 'vogState' | 'vogValidUntil'>) =>
  t(`vog.${vogState}`, { date: vogValidUntil ? dutchFullDate(vogValidUntil) : '' })

/** The tone of a status. */
export const statusTone = (status: ProviderStatus) =>
  status === 'approved' ? 'ok' : status === 'applied' ? 'few' : 'full'

function Line(props: { provider: ProviderSummary }) {
  const provider = () => props.provider
  const isWarned = () => provider().status === 'approved' && provider().vogState !== 'valid'
  return (
    <li class="box team-line">
      <div>
        <h2>
          <a href={`/gemeente/aanbieders/${provider().id}`}>{provider().name}</a>
        </h2>
        <p class="muted">
          <Show when={provider().contactName}>{provider().contactName}, </Show>
          <Show when={provider().chamberNumber}>
            {(number) => <>{t('providers.chamber', { number: number() })}, </>}
          </Show>
          {t('providers.applied', {
            date: dutchFullDate(today(new Date(provider().appliedAt))),
          }).toLowerCase()}
        </p>
      </div>
      <ul class="team-badges">
        <li class={`badge badge--${statusTone(provider().status)}`}>{t(`status.${provider().status}`)}</li>
        <Show when={isWarned()}>
          <li class="badge badge--few">{vogText(provider())}</li>
        </Show>
        <Show when={provider().runningWithoutVog}>
          {(count) => (
            <li class="badge badge--few">
              {count() === 1 ? t('providers.running.one') : t('providers.running', { count: count() })}
            </li>
          )}
        </Show>
        <Show when={provider().identityChangedAt}>
          <li class="badge badge--few">{t('providers.renamed')}</li>
        </Show>
      </ul>
    </li>
  )
}

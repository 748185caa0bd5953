import type { FoundChild, FoundChildPage } from '@portal/shared/programme/municipality-child.ts'
import { createSignal, For, Match, Show, Switch } from 'solid-js'
import { api } from '../api.ts'
import words from '../i18n/nl/programme.json'
import { wordsOf } from '../i18n/translate.ts'
import { PageTitle } from '../layout/page-title.tsx'
import { SignedIn } from '../sign-in/signed-in.tsx'
import { createLoaded } from '../ui/create-loaded.ts'
import { dutchFullDate } from '../ui/dates.ts'
import { ErrorSummary, TextField } from '../ui/fields.tsx'
import { Alert, EmptyState, LoadingBlock } from '../ui/state-blocks.tsx'
import { ChildDetails } from './child-details.tsx'
import { ListPages } from './list-pages.tsx'
import { LoadFailure } from './load-failure.tsx'
import './programme.css'
import { ProgrammeNav } from './programme-nav.tsx'

const t = wordsOf(words)

type Search = { q: string; reason: string; page: number }

/**
 * Search a child, for a reason. Neither the name nor the reason comes into the address of the page: an address is kept by the
 * browser, and shared.
 */
export default function ChildrenPage() {
  const [draft, setDraft] = createSignal({ q: '', reason: '' })
  const [errors, setErrors] = createSignal<Record<string, string>>({})
  const [search, setSearch] = createSignal<Search | null>(null)
  const [found, { refetch }] = createLoaded(search, ({ q, reason, page }) =>
    api<FoundChildPage>(
      'GET',
      `/municipality-children?${new URLSearchParams({ q, reason, page: String(page) })}`,
    ),
  )
  const wrong = () => ({
    ...(draft().reason.trim().length < 10 ? { reason: t('children.wrong.reason') } : {}),
    ...(draft().q.trim().length < 2 ? { q: t('children.wrong.q') } : {}),
  })
  const leave = (name: 'q' | 'reason') => (value: string) => {
    const { [name]: _, ...rest } = errors()
    const error = value ? wrong()[name] : undefined
    setErrors(error ? { ...rest, [name]: error } : rest)
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setErrors(wrong())
    if (Object.keys(wrong()).length > 0) return
    setSearch({ q: draft().q.trim(), reason: draft().reason.trim(), page: 1 })
  }
  return (
    <SignedIn>
      <div class="wrap">
        <PageTitle title={t('children.title')} />
        <ProgrammeNav />
        <h1>{t('children.title')}</h1>
        <p>{t('children.lead')}</p>
        <Alert tone="info">{t('children.warning')}</Alert>
        <ErrorSummary title={t('errors')} errors={errors()} />
        <form class="form" novalidate onSubmit={submit}>
          <TextField
            label={t('children.reason')}
            name="reason"
            hint={t('children.reason.hint')}
            value={draft().reason}
            error={errors().reason}
            autocomplete="off"
            onType={(reason) => setDraft({ ...draft(), reason })}
            onLeave={leave('reason')}
          />
          <TextField
            label={t('children.q')}
            name="q"
            hint={t('children.q.hint')}
            value={draft().q}
            error={errors().q}
            autocomplete="off"
            onType={(q) => setDraft({ ...draft(), q })}
            onLeave={leave('q')}
          />
          <button type="submit" class="button button--primary">
            {t('children.search')}
          </button>
        </form>
        <Switch>
          <Match when={found.error}>
            <LoadFailure error={found.error} onAgain={refetch} />
          </Match>
          <Match when={found.loading}>
            <LoadingBlock label={t('loading')} />
          </Match>
          <Match when={found.latest?.total === 0}>
            <div class="after-list">
              <EmptyState title={t('children.none')}>{t('children.none.text')}</EmptyState>
            </div>
          </Match>
          <Match when={found.latest}>
            {(page) => (
              <section class="after-list" aria-labelledby="found">
                <div role="status">
                  <h2 id="found">
                    {page().total === 1
                      ? t('children.found.one')
                      : t('children.found', { count: page().total })}
                  </h2>
                </div>
                <Show when={page().total > page().pageSize}>
                  <p>{t('children.many')}</p>
                </Show>
                <ul class="plain">
                  <For each={page().items}>
                    {(child) => <Line child={child} reason={search()?.reason ?? ''} />}
                  </For>
                </ul>
                <ListPages
                  {...page()}
                  onPage={(next) => {
                    const now = search()
                    if (now) setSearch({ ...now, page: next })
                  }}
                />
              </section>
            )}
          </Match>
        </Switch>
      </div>
    </SignedIn>
  )
}

function Line(props: { child: FoundChild; reason: string }) {
  const [isOpen, setOpen] = createSignal(false)
  const name = () => `${props.child.firstName} ${props.child.lastName}`
  return (
    <li class="box">
      <div class="team-line">
        <div>
          <h3>{name()}</h3>
          <p class="muted">
            {t('children.born', { date: dutchFullDate(props.child.birthDate) })},{' '}
            {props.child.school?.name ?? t('children.noSchool').toLowerCase()}
            <Show when={props.child.group}>{(group) => <>, {group().name}</>}</Show>
          </p>
        </div>
        <button type="button" class="button" aria-expanded={isOpen()} onClick={() => setOpen(!isOpen())}>
          {t(isOpen() ? 'children.close' : 'children.open', { name: props.child.firstName })}
        </button>
      </div>
      <Show when={isOpen()}>
        <ChildDetails id={props.child.id} reason={props.reason} />
      </Show>
    </li>
  )
}

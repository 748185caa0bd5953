import type { Change, ChangePage } from '@portal/shared/programme/change.ts'
import { useSearchParams } from '@solidjs/router'
import { createSignal, For, Match, Show, Switch } from 'solid-js'
import { api } from '../api.ts'
import words from '../i18n/nl/programme.json'
import { wordsOf } from '../i18n/translate.ts'
import { PageTitle } from '../layout/page-title.tsx'
import { SignedIn } from '../sign-in/signed-in.tsx'
import { createLoaded } from '../ui/create-loaded.ts'
import { ErrorSummary, SelectField, TextField, textOf } from '../ui/fields.tsx'
import { EmptyState, LoadingBlock } from '../ui/state-blocks.tsx'
import { byText, changeLines, fieldText, kindText, verbText, whenText } from './change-text.ts'
import { ListPages } from './list-pages.tsx'
import { LoadFailure } from './load-failure.tsx'
import './programme.css'
import { ProgrammeNav } from './programme-nav.tsx'

const t = wordsOf(words)
const keys = ['kind', 'person', 'from', 'until', 'subject', 'page'] as const
type Choice = { [Key in (typeof keys)[number]]?: string }

/** Who changed what and when, newest first. The choices live in the address. */
export default function LogPage() {
  const [choice, setChoice] = useSearchParams<Choice>()
  const [errors, setErrors] = createSignal<Record<string, string>>({})
  const query = () => {
    const asked = new URLSearchParams()
    for (const key of keys) if (choice[key]) asked.set(key, choice[key] ?? '')
    return `?${asked}`
  }
  const [list, { refetch }] = createLoaded(query, (asked) => api<ChangePage>('GET', `/changes${asked}`))
  const search = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    const form = event.currentTarget
    const [from, until] = [textOf(form, 'from'), textOf(form, 'until')]
    const isWrong = Boolean(from && until && until < from)
    setErrors(isWrong ? { until: t('log.wrong.until') } : {})
    if (isWrong) return
    setChoice({
      kind: textOf(form, 'kind') || null,
      person: textOf(form, 'person') || null,
      from: from || null,
      until: until || null,
      page: null,
    })
  }
  return (
    <SignedIn>
      <div class="wrap">
        <PageTitle title={t('log.title')} />
        <ProgrammeNav />
        <h1>{t('log.title')}</h1>
        <p>{t('log.lead')}</p>
        <ErrorSummary title={t('errors')} errors={errors()} />
        <form class="team-filters" novalidate onSubmit={search}>
          <SelectField
            label={t('log.kind')}
            name="kind"
            value={choice.kind ?? ''}
            options={[
              { value: '', label: t('log.all') },
              ...(list.latest?.kinds ?? (choice.kind ? [choice.kind] : [])).map((kind) => ({
                value: kind,
                label: kindText(kind),
              })),
            ]}
          />
          <TextField label={t('log.person')} name="person" value={choice.person ?? ''} />
          <TextField label={t('log.from')} name="from" type="date" value={choice.from ?? ''} />
          <TextField
            label={t('log.until')}
            name="until"
            type="date"
            value={choice.until ?? ''}
            error={errors().until}
          />
          <button type="submit" class="button button--primary">
            {t('show')}
          </button>
        </form>
        <Show when={choice.subject}>
          <p>
            {t('log.subject')} <a href="/gemeente/logboek">{t('clear')}</a>
          </p>
        </Show>
        <Switch>
          <Match when={list.error}>
            <LoadFailure error={list.error} onAgain={refetch} />
          </Match>
          <Match when={!list.latest}>
            <LoadingBlock label={t('loading')} />
          </Match>
          <Match when={list.latest?.total === 0}>
            <Show
              when={keys.some((key) => key !== 'page' && choice[key])}
              fallback={<EmptyState title={t('log.empty')}>{t('log.empty.text')}</EmptyState>}
            >
              <EmptyState
                title={t('log.none')}
                action={
                  <a class="button" href="/gemeente/logboek">
                    {t('clear')}
                  </a>
                }
              >
                {t('log.none.text')}
              </EmptyState>
            </Show>
          </Match>
          <Match when={list.latest}>
            {(page) => (
              <>
                <ol class="plain log">
                  <For each={page().items}>{(change) => <Line change={change} />}</For>
                </ol>
                <ListPages {...page()} onPage={(next) => setChoice({ page: String(next) })} />
              </>
            )}
          </Match>
        </Switch>
      </div>
    </SignedIn>
  )
}

function Line(props: { change: Change }) {
  const change = () => props.change
  const lines = () => changeLines(change())
  return (
    <li class="box log-line">
      <h2>
        {kindText(change().subject.kind)}
        <Show when={change().subject.name}>{(name) => <> {name()}</>}</Show>: {verbText(change().verb)}
      </h2>
      <p class="muted">
        <time datetime={change().at}>{whenText(change().at)}</time>, {byText(change().by)}
      </p>
      <Show
        when={lines().length > 0}
        fallback={
          <Show when={change().fields.length > 0 && !change().after && !change().before}>
            <p>{t('log.fields', { fields: change().fields.map(fieldText).join(', ') })}</p>
          </Show>
        }
      >
        <details class="folded">
          <summary>
            {t('log.fields', {
              fields: lines()
                .map(({ field }) => field.toLowerCase())
                .join(', '),
            })}
          </summary>
          <dl class="facts team-facts log-changes">
            <For each={lines()}>
              {({ field, was, became }) => (
                <>
                  <dt>{field}</dt>
                  <dd>
                    <Show when={was !== null}>
                      <span class="muted">{t('log.was')}</span> {was}
                      <br />
                    </Show>
                    <Show when={became !== null}>
                      <Show when={was !== null}>
                        <span class="muted">{t('log.became')} </span>
                      </Show>
                      {became}
                    </Show>
                  </dd>
                </>
              )}
            </For>
          </dl>
        </details>
      </Show>
    </li>
  )
}

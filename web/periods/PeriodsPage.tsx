import type { Period, PeriodPage } from '@portal/shared/periods/period.ts'
import { createSignal, For, Match, Show, Switch } from 'solid-js'
import { ApiProblem, api } from '../api.ts'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/together.json'
import { wordsOf } from '../i18n/translate.ts'
import { PageTitle } from '../layout/page-title.tsx'
import { useMe } from '../me.ts'
import { ProgrammeNav } from '../programme/programme-nav.tsx'
import { SignedIn } from '../sign-in/signed-in.tsx'
import '../together/together.css'
import { createLoaded } from '../ui/create-loaded.ts'
import { dutchFullDate } from '../ui/dates.ts'
import { Alert, EmptyState, LoadingBlock } from '../ui/state-blocks.tsx'
import { PeriodForm } from './period-form.tsx'

const t = wordsOf(words)

/** Parts of the year, and how many places a child may have in each. */
export default function PeriodsPage() {
  const isTeam = useMe()?.roles.includes('team') ?? false
  return (
    <SignedIn>
      <div class="wrap narrow">
        <PageTitle title={t('periods.title')} />
        <Show when={isTeam}>
          <ProgrammeNav />
        </Show>
        <h1>{t('periods.title')}</h1>
        <Show
          when={isTeam}
          fallback={<Alert tone="error">{refusalSentence({ code: 'not-allowed' }, '')}</Alert>}
        >
          <p class="lead">{t('periods.lead')}</p>
          <Periods />
        </Show>
      </div>
    </SignedIn>
  )
}

type Message = { tone: 'ok' | 'error'; text: string }

function Periods() {
  const [list, { refetch }] = createLoaded(
    () => true,
    () => api<PeriodPage>('GET', '/periods?pageSize=100'),
  )
  const [edited, setEdited] = createSignal<Period | 'new' | null>(null)
  const [leaving, setLeaving] = createSignal<Period | null>(null)
  const [message, setMessage] = createSignal<Message | null>(null)
  let dialog: HTMLDialogElement | undefined
  const saved = (period: Period) => {
    setEdited(null)
    setMessage({ tone: 'ok', text: t('periods.saved', { name: period.name }) })
    refetch()
  }
  const remove = async () => {
    const period = leaving()
    dialog?.close()
    if (!period) return
    try {
      await api('DELETE', `/periods/${period.id}`)
      setMessage({ tone: 'ok', text: t('periods.removed', { name: period.name }) })
    } catch (error) {
      const problem = error instanceof ApiProblem ? error.problem : { code: 'other' as const }
      setMessage({ tone: 'error', text: refusalSentence(problem, '') })
    }
    refetch()
  }
  const open = (what: Period | 'new') => {
    setMessage(null)
    setEdited(what)
  }
  return (
    <>
      <div role="status" aria-live="polite">
        <Show when={message()}>{(shown) => <Alert tone={shown().tone}>{shown().text}</Alert>}</Show>
      </div>
      <Switch>
        <Match when={list.error}>
          <Alert tone="error">{t('failed')}</Alert>
          <button type="button" class="button" onClick={refetch}>
            {t('again')}
          </button>
        </Match>
        <Match when={!list.latest}>
          <LoadingBlock label={t('loading')} />
        </Match>
        <Match when={list.latest}>
          {(page) => (
            <>
              <Show
                when={page().total > 0}
                fallback={
                  <Show when={edited() === null}>
                    <EmptyState title={t('periods.none')}>{t('periods.none.text')}</EmptyState>
                  </Show>
                }
              >
                <ul class="plain plain--wide" aria-label={t('periods.list')}>
                  <For each={page().items}>
                    {(period) => (
                      <li>
                        <Show
                          when={edited() !== period}
                          fallback={
                            <PeriodForm period={period} onSaved={saved} onCancel={() => setEdited(null)} />
                          }
                        >
                          <Line
                            period={period}
                            onChange={() => open(period)}
                            onRemove={() => {
                              setLeaving(period)
                              dialog?.showModal()
                            }}
                          />
                        </Show>
                      </li>
                    )}
                  </For>
                </ul>
              </Show>
              <Show
                when={edited() === 'new'}
                fallback={
                  <button type="button" class="button button--primary period-add" onClick={() => open('new')}>
                    {t('periods.add')}
                  </button>
                }
              >
                <PeriodForm period={null} onSaved={saved} onCancel={() => setEdited(null)} />
              </Show>
            </>
          )}
        </Match>
      </Switch>
      <dialog ref={dialog} aria-labelledby="remove-period">
        <h2 id="remove-period">{t('periods.remove.ask', { name: leaving()?.name ?? '' })}</h2>
        <p>{t('periods.remove.text')}</p>
        <div class="actions">
          <button type="button" class="button button--danger" onClick={() => void remove()}>
            {t('periods.remove')}
          </button>
          <button type="button" class="button" onClick={() => dialog?.close()}>
            {t('cancel')}
          </button>
        </div>
      </dialog>
    </>
  )
}

function Line(props: { period: Period; onChange: () => void; onRemove: () => void }) {
  const period = () => props.period
  const limit = () => {
    const { mostPlaces } = period()
    if (mostPlaces === null) return t('periods.limit.no')
    return mostPlaces === 1 ? t('periods.limit.one') : t('periods.limit', { count: mostPlaces })
  }
  return (
    <div class="box period-line">
      <h2>{period().name}</h2>
      <p>
        {t('periods.days', {
          from: dutchFullDate(period().firstDate),
          until: dutchFullDate(period().lastDate),
        })}
        <br />
        <strong>{limit()}</strong>
      </p>
      <Show when={period().childrenAbove > 0}>
        <p class="muted">
          {period().childrenAbove === 1
            ? t('periods.above.one')
            : t('periods.above', { count: period().childrenAbove })}
        </p>
      </Show>
      <div class="actions">
        <button type="button" class="button" onClick={() => props.onChange()}>
          {t('periods.change.of', { name: period().name })}
        </button>
        <button type="button" class="button" onClick={() => props.onRemove()}>
          {t('periods.remove.of', { name: period().name })}
        </button>
      </div>
    </div>
  )
}

import type { TouchPreview } from '@portal/shared/calendar/clash.ts'
import type { Closure } from '@portal/shared/timetables/closure.ts'
import type { Timetable } from '@portal/shared/timetables/timetable.ts'
import { createSignal, For, Match, Show, Switch } from 'solid-js'
import { ApiProblem, api } from '../api.ts'
import { createReasonQuestion } from '../clashes/ask-reason.tsx'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/school.json'
import { wordsOf } from '../i18n/translate.ts'
import { createLoaded } from '../ui/create-loaded.ts'
import { dutchDate, dutchTime, plusDays, today } from '../ui/dates.ts'
import { Alert, LoadingBlock } from '../ui/state-blocks.tsx'
import type { ClosureChange } from './closure-draft.ts'
import { ClosureForm } from './closure-form.tsx'

const t = wordsOf(words)

/**
 * The days without lessons that still come: holidays of the region for a year, which a school may change, and all its own.
 * Loads them itself: the timetable beside it, in which one may be typing, has no part in what changes here.
 */
export function ClosuresPanel(props: { schoolId: string }) {
  const [timetable, { refetch }] = createLoaded(
    () => props.schoolId,
    (id) => api<Timetable>('GET', `/schools/${id}/timetable`),
  )
  const [open, setOpen] = createSignal<Closure | 'new' | null>(null)
  const [message, setMessage] = createSignal<{ tone: 'ok' | 'error'; text: string } | null>(null)
  const coming = () =>
    (timetable.latest?.closures ?? []).filter(
      ({ isDefault, firstDate, lastDate }) =>
        lastDate >= today() && (!isDefault || firstDate <= plusDays(today(), 365)),
    )
  const path = () => `/schools/${props.schoolId}/closures`
  const { ask, Dialog } = createReasonQuestion()
  /** Says whom a change touches, and asks why. Where nobody is touched, nobody is asked. */
  const askReason = async (change: ClosureChange) => {
    setMessage(null)
    const { enrolments } = await api<TouchPreview>('POST', `${path()}/previews`, change)
    return ask(enrolments)
  }
  const act = async (change: ClosureChange, work: (reason: string) => Promise<unknown>, done: string) => {
    try {
      const reason = await askReason(change)
      if (reason === null) return
      await work(reason)
      setMessage({ tone: 'ok', text: done })
    } catch (error) {
      const problem = error instanceof ApiProblem ? error.problem : { code: 'other' }
      setMessage({ tone: 'error', text: refusalSentence(problem, '') })
    }
    refetch()
  }
  const haveLessons = ({ id, kind, name, firstDate, lastDate, lessonsEnd }: Closure) => {
    const closure = { kind, name, firstDate, lastDate, lessonsEnd, replacesId: id, applies: false }
    return act(
      { closureId: null, closure },
      (reason) => api('POST', path(), { ...closure, reason }),
      t('closure.lessons.done', { name }),
    )
  }
  const remove = (closure: Closure) =>
    act(
      { closureId: closure.id, closure: null },
      (reason) =>
        api('DELETE', `${path()}/${closure.id}${reason ? `?${new URLSearchParams({ reason })}` : ''}`),
      t(closure.replacesId ? 'closure.back.done' : 'closure.removed', { name: closure.name }),
    )
  const saved = () => {
    setOpen(null)
    setMessage({ tone: 'ok', text: t('closure.saved') })
    refetch()
  }
  const days = (closure: Closure) =>
    closure.firstDate === closure.lastDate
      ? dutchDate(closure.firstDate)
      : t('closure.days', { from: dutchDate(closure.firstDate), until: dutchDate(closure.lastDate) })
  return (
    <>
      <h2>{t('closures')}</h2>
      <Dialog />
      <div aria-live="polite">
        <Show when={message()}>{(shown) => <Alert tone={shown().tone}>{shown().text}</Alert>}</Show>
      </div>
      <Switch>
        <Match when={timetable.error}>
          <Alert tone="error">{t('failed')}</Alert>
          <button type="button" class="button" onClick={refetch}>
            {t('again')}
          </button>
        </Match>
        <Match when={!timetable.latest}>
          <LoadingBlock label={t('loading')} />
        </Match>
        <Match when={coming().length === 0}>
          <p>{t('closures.none')}</p>
        </Match>
      </Switch>
      <ul class="closures">
        <For each={coming()}>
          {(closure) => (
            <li>
              <Show
                when={open() !== closure}
                fallback={
                  <ClosureForm
                    schoolId={props.schoolId}
                    closure={closure}
                    askReason={askReason}
                    onSaved={saved}
                    onCancel={() => setOpen(null)}
                  />
                }
              >
                <p>
                  <strong>{closure.name}</strong>
                  <br />
                  {days(closure)}
                  <Show when={closure.lessonsEnd}>
                    {(end) => <>, {t('closure.until', { end: dutchTime(end()) })}</>}
                  </Show>
                  <br />
                  <span class="muted">
                    {closure.isDefault
                      ? t('closure.region')
                      : closure.applies
                        ? t(`kind.${closure.kind}`)
                        : t('closure.lessons.now')}
                  </span>
                </p>
                <div class="closures__actions">
                  <Show when={closure.applies}>
                    <button
                      type="button"
                      class="text-button"
                      aria-label={`${t('closure.change')}: ${closure.name}`}
                      onClick={() => {
                        setMessage(null)
                        setOpen(closure)
                      }}
                    >
                      {t('closure.change')}
                    </button>
                  </Show>
                  <Show
                    when={closure.isDefault}
                    fallback={
                      <button
                        type="button"
                        class="text-button"
                        aria-label={`${t(closure.replacesId ? 'closure.back' : 'closure.remove')}: ${closure.name}`}
                        onClick={() => remove(closure)}
                      >
                        {t(closure.replacesId ? 'closure.back' : 'closure.remove')}
                      </button>
                    }
                  >
                    <button
                      type="button"
                      class="text-button"
                      aria-label={`${t('closure.lessons')}: ${closure.name}`}
                      onClick={() => haveLessons(closure)}
                    >
                      {t('closure.lessons')}
                    </button>
                  </Show>
                </div>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Show
        when={open() === 'new'}
        fallback={
          <button
            type="button"
            class="button"
            onClick={() => {
              setMessage(null)
              setOpen('new')
            }}
          >
            {t('closure.new')}
          </button>
        }
      >
        <ClosureForm
          schoolId={props.schoolId}
          closure={null}
          askReason={askReason}
          onSaved={saved}
          onCancel={() => setOpen(null)}
        />
      </Show>
    </>
  )
}

import type { Offering } from '@portal/shared/catalogue/offering.ts'
import { createSignal, For, Index, Show } from 'solid-js'
import changes from '../i18n/nl/changes.json'
import words from '../i18n/nl/provider.json'
import { wordsOf } from '../i18n/translate.ts'
import { dutchDay, plusDays, today } from '../ui/dates.ts'
import { ErrorSummary } from '../ui/fields.tsx'
import { FormActions } from '../ui/form-actions.tsx'
import { ChangeSummary } from './change-summary.tsx'
import { ChangedMeanwhile } from './changed-meanwhile.tsx'
import { createOfferingChange } from './create-offering-change.ts'
import { type SessionDraft, sessionInputs, wrongSessions } from './session-draft.ts'

const t = wordsOf(words)
const c = wordsOf(changes)

/**
 * All sessions of an offering: move one, take one away, add one; kept together or not at all. What touches families is shown first,
 * and asks for a reason.
 */
export function SessionEditor(props: {
  offering: Offering
  onSaved: (offering: Offering) => void
  /** Somebody else changed it, and that is what is wanted. */
  onTake: (offering: Offering) => void
  onCancel: () => void
}) {
  const [sessions, setSessions] = createSignal<SessionDraft[]>(
    props.offering.sessions
      .filter((session) => !session.cancelled)
      .map(({ id, date, startTime, endTime }) => ({ id, date, startTime, endTime })),
  )
  const change = createOfferingChange(
    () => props.offering,
    (saved) => props.onSaved(saved),
  )
  const errors = () => {
    const { sessions: text, ...rest } = change.errors()
    return text ? { ...rest, form: text } : rest
  }
  const type = (index: number, key: 'date' | 'startTime' | 'endTime', value: string) => {
    setSessions(sessions().map((each, at) => (at === index ? { ...each, [key]: value } : each)))
  }
  const add = () => {
    const last = sessions().findLast((each) => each.date)
    setSessions([
      ...sessions(),
      {
        date: last ? plusDays(last.date, 7) : plusDays(today(), 7),
        startTime: last?.startTime ?? '15:15',
        endTime: last?.endTime ?? '16:15',
      },
    ])
  }
  const save = (event: SubmitEvent) => {
    event.preventDefault()
    const wrong = Object.fromEntries(
      wrongSessions(sessions()).map(({ index, field }) => [
        `session-${index}-${field}`,
        `${t('session', { number: index + 1 })}: ${t(`session.wrong.${field}`)}`,
      ]),
    )
    change.setErrors(wrong)
    if (Object.keys(wrong).length === 0) void change.propose({ sessions: sessionInputs(sessions()) })
  }
  const form = () => (
    <section class="box" aria-labelledby="edit-sessions">
      <h2 id="edit-sessions">{t('editSessions')}</h2>
      <p>{c('sessions.hint')}</p>
      <ChangedMeanwhile change={change} onTake={(offering) => props.onTake(offering)} />
      <ErrorSummary title={t('errors')} errors={errors()} />
      <form novalidate onSubmit={save}>
        <Show when={sessions().length === 0}>
          <p>{t('sessions.none')}</p>
        </Show>
        <ol class="session-rows">
          <Index each={sessions()}>
            {(session, index) => (
              <li>
                <For each={['date', 'startTime', 'endTime'] as const}>
                  {(key) => (
                    <input
                      class="utrecht-textbox"
                      type={key === 'date' ? 'date' : 'time'}
                      id={`field-session-${index}-${key}`}
                      aria-label={t(`session.${key}`, { number: index + 1 })}
                      aria-invalid={errors()[`session-${index}-${key}`] ? 'true' : undefined}
                      value={session()[key]}
                      onInput={(event) => {
                        // Half a date has no value yet: to write that back would take away what stands there.
                        const { value } = event.currentTarget
                        if (value) type(index, key, value)
                      }}
                      onBlur={(event) => {
                        const { value } = event.currentTarget
                        if (value !== session()[key]) type(index, key, value)
                      }}
                    />
                  )}
                </For>
                <button
                  type="button"
                  class="text-button"
                  aria-label={`${t('removeSession')}: ${session().date ? dutchDay(session().date) : t('session', { number: index + 1 })}`}
                  onClick={() => setSessions(sessions().filter((_, at) => at !== index))}
                >
                  {t('removeSession')}
                </button>
              </li>
            )}
          </Index>
        </ol>
        <button type="button" class="button" onClick={add}>
          {t('addSession')}
        </button>
        <FormActions
          submit={change.isBusy() ? c('look.busy') : t('saveSessions')}
          cancel={t('cancel')}
          onCancel={() => props.onCancel()}
        />
      </form>
    </section>
  )
  return (
    <Show when={change.pending()} fallback={form()}>
      {(pending) => (
        <ChangeSummary
          preview={pending().preview}
          change={change}
          onConfirm={(told) => void change.confirm(told)}
        />
      )}
    </Show>
  )
}

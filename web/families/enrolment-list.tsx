import type { Enrolment, EnrolmentPage } from '@portal/shared/enrolments/enrolment.ts'
import type { Child } from '@portal/shared/families/child.ts'
import { createEffect, createSignal, For, Match, onCleanup, onMount, Show, Switch } from 'solid-js'
import { ApiProblem, api } from '../api.ts'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/account.json'
import family from '../i18n/nl/family.json'
import { wordsOf } from '../i18n/translate.ts'
import { whoKeeps } from '../together/together-lines.tsx'
import { createLoaded } from '../ui/create-loaded.ts'
import { Alert, EmptyState, LoadingBlock } from '../ui/state-blocks.tsx'
import { EnrolmentCard } from './enrolment-card.tsx'

const t = wordsOf(words)
const f = wordsOf(family)
type Act = 'withdrawal' | 'acceptance' | 'refusal' | 'refusal-undos' | 'consents'

/** What still stands; the rest is over. */
const live: readonly string[] = ['placed', 'waitlisted', 'offered', 'awaiting_consent', 'wished']
/** How long a withdrawal can be taken back: it is sent only then (or when the page is left), so the place is never lost first. */
const undoSeconds = 6

/**
 * Enrolments of one child: their state, withdraw with a moment to undo, answer an offered place. Who may only look sees why.
 */
export function EnrolmentList(props: {
  childId: string
  name: string
  whyNotAct: Child['whyNotAct']
  onChange: () => void
}) {
  const [enrolments, { refetch }] = createLoaded(
    () => props.childId,
    (id) => api<EnrolmentPage>('GET', `/enrolments?childId=${id}&pageSize=100`),
  )
  /** A no that can still be taken back stands among what still stands. */
  const stands = (each: Enrolment) => live.includes(each.status) || each.undoUntil !== undefined
  const standing = () => enrolments()?.items.filter(stands) ?? []
  const past = () => enrolments()?.items.filter((each) => !stands(each)) ?? []
  // Who comes from a message about one enrolment is brought to it.
  createEffect(() => {
    if (standing().length > 0 && location.hash.startsWith('#inschrijving-'))
      queueMicrotask(() => document.getElementById(location.hash.slice(1))?.focus())
  })
  const [leaving, setLeaving] = createSignal<Enrolment | null>(null)
  const [message, setMessage] = createSignal<{ tone: 'ok' | 'error'; text: string } | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  const act = async (enrolment: Enrolment, what: Act, done: string, body?: object) => {
    try {
      await api('POST', `/enrolments/${enrolment.id}/${what}`, body)
      setMessage(done ? { tone: 'ok', text: done } : null)
    } catch (error) {
      setMessage({
        tone: 'error',
        text: refusalSentence(error instanceof ApiProblem ? error.problem : { code: 'other' }, props.name),
      })
    }
    void refetch()
    props.onChange()
  }
  const send = () => {
    const enrolment = leaving()
    clearTimeout(timer)
    setLeaving(null)
    if (enrolment)
      void act(
        enrolment,
        'withdrawal',
        t('withdraw.done', { name: props.name, title: enrolment.offering.title }),
      )
  }
  const withdraw = (enrolment: Enrolment) => {
    send()
    setMessage(null)
    setLeaving(enrolment)
    timer = setTimeout(send, undoSeconds * 1000)
  }
  onMount(() => addEventListener('pagehide', send))
  onCleanup(() => {
    removeEventListener('pagehide', send)
    send()
  })
  return (
    <section>
      <h2>{t('enrolments.title', { name: props.name })}</h2>
      <Show when={props.whyNotAct}>
        {(reason) => <Alert tone="info">{f(`why.${reason()}`, { name: props.name })}</Alert>}
      </Show>
      <div aria-live="polite">
        <Show when={message()}>{(shown) => <Alert tone={shown().tone}>{shown().text}</Alert>}</Show>
      </div>
      <Switch>
        <Match when={enrolments.error}>
          <Alert tone="error">{t('failed')}</Alert>
        </Match>
        <Match when={enrolments.loading && !enrolments.latest}>
          <LoadingBlock label={t('loading')} />
        </Match>
        <Match when={enrolments() && standing().length === 0 && past().length === 0}>
          <EmptyState
            title={t('enrolments.empty', { name: props.name })}
            action={
              <a class="button" href="/">
                {t('enrolments.find')}
              </a>
            }
          >
            {t('enrolments.empty.text')}
          </EmptyState>
        </Match>
        <Match when={enrolments()}>
          <ul class="plain plain--wide">
            <For each={standing().filter((each) => each.id !== leaving()?.id)}>
              {(enrolment) => (
                <li>
                  <EnrolmentCard
                    enrolment={enrolment}
                    name={props.name}
                    {...(props.whyNotAct
                      ? {}
                      : {
                          onWithdraw: () => withdraw(enrolment),
                          onAnswer: (answer) => void act(enrolment, answer, ''),
                          onUndo: () => void act(enrolment, 'refusal-undos', ''),
                          onConsent: (answer) => void act(enrolment, 'consents', '', { answer }),
                        })}
                  />
                </li>
              )}
            </For>
          </ul>
          <Show when={past().length > 0}>
            <details class="folded">
              <summary>{t('enrolments.past', { count: past().length })}</summary>
              <ul class="plain plain--wide">
                <For each={past()}>
                  {(enrolment) => (
                    <li>
                      <EnrolmentCard enrolment={enrolment} name={props.name} />
                    </li>
                  )}
                </For>
              </ul>
            </details>
          </Show>
        </Match>
      </Switch>
      <div role="status" aria-live="polite">
        <Show when={leaving()}>
          {(enrolment) => (
            <div class="toast">
              <span>
                {t('withdraw.soon', { name: props.name, title: enrolment().offering.title })}{' '}
                {whoKeeps(enrolment())}
              </span>
              <button
                type="button"
                class="button"
                onClick={() => {
                  clearTimeout(timer)
                  setLeaving(null)
                }}
              >
                {t('withdraw.undo')}
              </button>
            </div>
          )}
        </Show>
      </div>
    </section>
  )
}

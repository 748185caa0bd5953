import type { Enrolment } from '@portal/shared/enrolments/enrolment.ts'
import type { WaitingInfo } from '@portal/shared/waiting-list/waiting.ts'
import { createSignal, Match, Show, Switch } from 'solid-js'
import { api } from '../api.ts'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/waiting-list.json'
import { wordsOf } from '../i18n/translate.ts'
import { createLoaded } from '../ui/create-loaded.ts'
import { dutchMoment } from '../ui/dates.ts'
import { Alert, LoadingBlock } from '../ui/state-blocks.tsx'
import { aheadText, movedText } from './chance-words.ts'
import { TakeAtOnce } from './take-at-once.tsx'
import './waiting-list.css'

const t = wordsOf(words)

/** How it stands with a child that waits, looked up when the family opens it; and whether a place is taken at once. */
export function WaitingDetails(props: { enrolment: Enrolment; name: string; mayAct: boolean }) {
  const [isOpen, setOpen] = createSignal(false)
  const [found, { refetch }] = createLoaded(
    () => (isOpen() ? props.enrolment.id : null),
    (id) => api<Enrolment>('GET', `/enrolments/${id}`),
  )
  return (
    <div class="waiting">
      <Show when={props.mayAct}>
        <TakeAtOnce
          enrolmentId={props.enrolment.id}
          name={props.name}
          isOn={props.enrolment.autoAccept ?? false}
        />
      </Show>
      <details class="folded" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{t('waiting.summary', { name: props.name })}</summary>
        <Switch>
          <Match when={found.error}>
            <Alert tone="error">{t('failed')}</Alert>
            <button type="button" class="button" onClick={refetch}>
              {t('again')}
            </button>
          </Match>
          <Match when={!found.latest}>
            <LoadingBlock label={t('loading')} />
          </Match>
          <Match when={found.latest?.waiting}>
            {(waiting) => <Standing waiting={waiting()} name={props.name} />}
          </Match>
        </Switch>
      </details>
    </div>
  )
}

function Standing(props: { waiting: WaitingInfo; name: string }) {
  const waiting = () => props.waiting
  return (
    <div class="waiting">
      <ul class="waiting__facts">
        <li>
          {t('waiting.position', { name: props.name, position: waiting().position, of: waiting().of })}{' '}
          {aheadText(waiting(), props.name)}
        </li>
        <li>{movedText(waiting().moved)}</li>
      </ul>
      <Show when={waiting().passedOver}>
        {(passed) => (
          <Alert tone="info" title={t('waiting.passed', { name: props.name })}>
            <p>
              {refusalSentence(passed(), props.name)}{' '}
              {t('waiting.passed.since', { since: dutchMoment(passed().since) })}{' '}
              {t('waiting.passed.keeps', { name: props.name })}
            </p>
          </Alert>
        )}
      </Show>
    </div>
  )
}

import type { Session } from '@portal/shared/catalogue/offering.ts'
import { For, Show } from 'solid-js'
import words from '../i18n/nl/public.json'
import { wordsOf } from '../i18n/translate.ts'
import { dutchDay, dutchTime } from '../ui/dates.ts'

const t = wordsOf(words)
/** So many fit on a phone without scrolling; more are folded away. */
const mostOpen = 6

/** All sessions in order. */
export function SessionList(props: { sessions: readonly Session[] }) {
  return (
    <>
      <h2>{t('offering.sessions')}</h2>
      <Show when={props.sessions.length > mostOpen} fallback={<List sessions={props.sessions} />}>
        <details class="folded">
          <summary>{t('offering.sessions.all', { count: props.sessions.length })}</summary>
          <List sessions={props.sessions} />
        </details>
      </Show>
    </>
  )
}

function List(props: { sessions: readonly Session[] }) {
  return (
    <ul class="sessions">
      <For each={props.sessions}>
        {(session) => (
          <li classList={{ sessions__off: session.cancelled }}>
            <span>{dutchDay(session.date)}</span>{' '}
            <span class="nowrap">
              {dutchTime(session.startTime)} - {dutchTime(session.endTime)} uur
            </span>
            <Show when={session.cancelled}> ({t('cancelled')})</Show>
          </li>
        )}
      </For>
    </ul>
  )
}

import type { Session } from '@portal/shared/catalogue/offering.ts'
import { For, Show } from 'solid-js'
import words from '../i18n/nl/changes.json'
import { wordsOf } from '../i18n/translate.ts'
import { dutchDay, dutchTime } from '../ui/dates.ts'

const t = wordsOf(words)

/** So many fit on a phone without scrolling; more are folded away, unless there is news among them. */
const mostOpen = 6

/** The sessions of an own offering, those that do not go on struck through: what those who come are told. */
export function OwnSessions(props: { sessions: readonly Session[] }) {
  const isNews = () => props.sessions.some((each) => each.cancelled)
  return (
    <section aria-labelledby="own-sessions">
      <h2 id="own-sessions">{t('sessions')}</h2>
      <Show when={props.sessions.length > mostOpen} fallback={<List sessions={props.sessions} />}>
        <details class="folded" open={isNews()}>
          <summary>{t('sessions.all', { count: props.sessions.length })}</summary>
          <List sessions={props.sessions} />
        </details>
      </Show>
    </section>
  )
}

function List(props: { sessions: readonly Session[] }) {
  const when = ({ date, startTime, endTime }: Session) =>
    `${dutchDay(date)} ${dutchTime(startTime)} - ${dutchTime(endTime)} uur`
  return (
    <ul class="sessions">
      <For each={props.sessions}>
        {(session) => (
          <li>
            <Show when={session.cancelled} fallback={when(session)}>
              <s>{when(session)}</s> ({t('sessions.off')})
            </Show>
          </li>
        )}
      </For>
    </ul>
  )
}

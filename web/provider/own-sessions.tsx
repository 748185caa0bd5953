import type { Session } from '@portal/shared/catalogue/offering.ts'
import { For, Show } from 'solid-js'
import words from '../i18n/nl/changes.json'
import { wordsOf } from '../i18n/translate.ts'
import { dutchDay, dutchTime } from '../ui/dates.ts'

const t = wordsOf(words)

/** The sessions of an own offering, those that do not go on struck through: what those who come are told. */
export function OwnSessions(props: { sessions: readonly Session[] }) {
  return (
    <section aria-labelledby="own-sessions">
      <h2 id="own-sessions">{t('sessions')}</h2>
      <details
        class="folded"
        open={props.sessions.length <= 6 || props.sessions.some((each) => each.cancelled)}
      >
        <summary>{t('sessions.all', { count: props.sessions.length })}</summary>
        <ul class="sessions">
          <For each={props.sessions}>
            {(session) => (
              <li>
                <Show
                  when={session.cancelled}
                  fallback={
                    <>
                      {dutchDay(session.date)}{' '}
                      <span class="nowrap">
                        {dutchTime(session.startTime)} - {dutchTime(session.endTime)} uur
                      </span>
                    </>
                  }
                >
                  <s>
                    {dutchDay(session.date)} {dutchTime(session.startTime)} - {dutchTime(session.endTime)} uur
                  </s>{' '}
                  ({t('sessions.off')})
                </Show>
              </li>
            )}
          </For>
        </ul>
      </details>
    </section>
  )
}

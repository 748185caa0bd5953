import type { ParticipantPage } from '@portal/shared/enrolments/enrolment.ts'
import { For, Show } from 'solid-js'
import account from '../i18n/nl/account.json'
import words from '../i18n/nl/provider.json'
import { wordsOf } from '../i18n/translate.ts'
import { EmptyState } from '../ui/state-blocks.tsx'

const t = wordsOf(words)
const a = wordsOf(account)
type Participant = ParticipantPage['items'][number]

/** Who comes and who waits, in order; to print for the gym. */
export function ParticipantList(props: { participants: readonly Participant[]; total: number }) {
  const waiting = () => props.participants.filter((each) => each.status === 'waitlisted')
  const coming = () => props.participants.filter((each) => each.status !== 'waitlisted')
  return (
    <section aria-labelledby="participants">
      <h2 id="participants">{t('participants')}</h2>
      <Show
        when={props.participants.length > 0}
        fallback={<EmptyState title={t('participants.empty')}>{t('participants.empty.text')}</EmptyState>}
      >
        <p>
          <button type="button" class="button" onClick={() => window.print()}>
            {t('print')}
          </button>
        </p>
        <Rows title={t('participants.coming', { count: coming().length })} rows={coming()} />
        <Rows title={t('participants.waiting', { count: waiting().length })} rows={waiting()} />
        <Show when={props.total > props.participants.length}>
          <p>{t('participants.more', { count: props.total - props.participants.length })}</p>
        </Show>
      </Show>
    </section>
  )
}

function Rows(props: { title: string; rows: readonly Participant[] }) {
  return (
    <Show when={props.rows.length > 0}>
      <h3>{props.title}</h3>
      <ol class="people">
        <For each={props.rows}>
          {(person) => (
            <li>
              <span>
                <strong>
                  {person.firstName} {person.lastName}
                </strong>
                , {t('years', { age: person.age })}
              </span>
              <span class="muted">
                {a(`status.${person.status}`, { position: person.position ?? 1, until: '' })}
              </span>
            </li>
          )}
        </For>
      </ol>
    </Show>
  )
}

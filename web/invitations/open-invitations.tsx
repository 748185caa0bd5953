import type { Invitation } from '@portal/shared/invitations/invitation.ts'
import { For, Show } from 'solid-js'
import { api } from '../api.ts'
import words from '../i18n/nl/people.json'
import { wordsOf } from '../i18n/translate.ts'
import { dutchMoment } from '../ui/dates.ts'
import './people.css'
import { refusedAct } from './refused-invitation.ts'

const t = wordsOf(words)

export type Message = { tone: 'ok' | 'error'; text: string }

/** Invitations that nobody answered yet: until when they work; who may invite sends them again or takes them back. */
export function OpenInvitations(props: {
  invitations: readonly Invitation[]
  /** Address of the list in the API. */
  path: string
  mayKeep: boolean
  /** What is said of each: as what somebody is invited. */
  asWhat: (invitation: Invitation) => string
  onDone: (message: Message) => void
}) {
  const act = async (work: () => Promise<unknown>, done: string) => {
    try {
      await work()
      props.onDone({ tone: 'ok', text: done })
    } catch (error) {
      props.onDone({ tone: 'error', text: refusedAct(error, '') })
    }
  }
  const sendAgain = ({ id, email }: Invitation) =>
    act(() => api('POST', `${props.path}/${id}/renewal`), t('open.again.done', { email }))
  const takeBack = ({ id, email }: Invitation) =>
    act(() => api('DELETE', `${props.path}/${id}`), t('open.back.done', { email }))
  return (
    <Show when={props.invitations.length > 0}>
      <h2>{t('open.title')}</h2>
      <ul class="members">
        <For each={props.invitations}>
          {(invitation) => (
            <li class="member member--open">
              <div class="member__who">
                <strong>{invitation.email}</strong>
                <span class="muted">{props.asWhat(invitation)}</span>
                <span class="muted">
                  {invitation.isExpired
                    ? t('open.expired')
                    : t('open.until', { moment: dutchMoment(invitation.expiresAt) })}
                  <Show when={invitation.invitedBy}>{(name) => <> {t('open.by', { name: name() })}</>}</Show>
                </span>
              </div>
              <Show when={props.mayKeep}>
                <div class="member__acts">
                  <button
                    type="button"
                    class="text-button"
                    aria-label={`${t('open.again')}: ${invitation.email}`}
                    onClick={() => sendAgain(invitation)}
                  >
                    {t('open.again')}
                  </button>
                  <button
                    type="button"
                    class="text-button"
                    aria-label={`${t('open.back')}: ${invitation.email}`}
                    onClick={() => takeBack(invitation)}
                  >
                    {t('open.back')}
                  </button>
                </div>
              </Show>
            </li>
          )}
        </For>
      </ul>
    </Show>
  )
}

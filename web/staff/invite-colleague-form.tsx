import { createSignal, Show } from 'solid-js'
import { api } from '../api.ts'
import words from '../i18n/nl/people.json'
import { wordsOf } from '../i18n/translate.ts'
import { looksLikeMail } from '../invitations/mail-address.ts'
import { refusedInvitation } from '../invitations/refused-invitation.ts'
import { ErrorSummary, TextField } from '../ui/fields.tsx'
import { type Rights, RightsFields } from './rights-fields.tsx'
import { pathsOf, type Workplace } from './workplace.ts'

const t = wordsOf(words)
const nothing: Rights = { isOwner: false, maySeeParticipants: false }

/** Invites a colleague by mail. The first one of a place is an owner, unless told otherwise. */
export function InviteColleagueForm(props: {
  place: Workplace
  isFirst: boolean
  onSent: (email: string) => void
}) {
  const fresh = (): Rights => ({ ...nothing, isOwner: props.isFirst })
  const [email, setEmail] = createSignal('')
  const [rights, setRights] = createSignal(fresh())
  const [errors, setErrors] = createSignal<Record<string, string>>({})
  const [isBusy, setBusy] = createSignal(false)
  const check = (value: string): Record<string, string> =>
    looksLikeMail(value.trim()) ? {} : { email: t('wrong.email') }
  const send = async (event: SubmitEvent) => {
    event.preventDefault()
    const to = email().trim()
    setErrors(check(to))
    if (!looksLikeMail(to) || isBusy()) return
    setBusy(true)
    try {
      await api('POST', pathsOf(props.place).invitations, {
        email: to,
        ...(props.place.kind === 'team' ? {} : { isOwner: rights().isOwner }),
        ...(props.place.kind === 'provider' ? { maySeeParticipants: rights().maySeeParticipants } : {}),
      })
      setEmail('')
      setRights(nothing)
      props.onSent(to)
    } catch (error) {
      setErrors(refusedInvitation(error, ''))
    }
    setBusy(false)
  }
  return (
    <section class="box invite" aria-labelledby="invite-colleague">
      <h2 id="invite-colleague">{t('staff.invite')}</h2>
      <p>{t('staff.invite.text')}</p>
      <ErrorSummary title={t('errors')} errors={errors()} />
      <form class="form" novalidate onSubmit={send}>
        <TextField
          label={t('staff.email')}
          name="email"
          type="email"
          inputmode="email"
          autocomplete="off"
          value={email()}
          error={errors().email}
          onType={setEmail}
          onLeave={(value) => value && setErrors(check(value))}
        />
        <Show when={props.place.kind === 'team' ? null : props.place.kind}>
          {(kind) => <RightsFields kind={kind()} rights={rights()} onChange={setRights} />}
        </Show>
        <div>
          <button type="submit" class="button button--primary">
            {isBusy() ? t('busy') : t('staff.send')}
          </button>
        </div>
      </form>
    </section>
  )
}

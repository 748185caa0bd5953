import { createSignal, For, Show } from 'solid-js'
import { api } from '../api.ts'
import words from '../i18n/nl/people.json'
import { wordsOf } from '../i18n/translate.ts'
import { looksLikeMail } from '../invitations/mail-address.ts'
import { refusedInvitation } from '../invitations/refused-invitation.ts'
import { ErrorSummary, TextField } from '../ui/fields.tsx'

const t = wordsOf(words)

/** Invites another guardian, or (when old enough) the child itself. */
export function InviteFamilyForm(props: {
  childId: string
  firstName: string
  mayInviteYoung: boolean
  onSent: (email: string) => void
}) {
  const [email, setEmail] = createSignal('')
  const [as, setAs] = createSignal<'guardian' | 'young'>('guardian')
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
      await api('POST', `/children/${props.childId}/invitations`, { email: to, as: as() })
      setEmail('')
      setAs('guardian')
      props.onSent(to)
    } catch (error) {
      setErrors(refusedInvitation(error, props.firstName))
    }
    setBusy(false)
  }
  return (
    <section class="box invite" aria-labelledby="invite-family">
      <h2 id="invite-family">{t('family.invite')}</h2>
      <p>{t('family.invite.text')}</p>
      <ErrorSummary title={t('errors')} errors={errors()} />
      <form class="form" novalidate onSubmit={send}>
        <Show when={props.mayInviteYoung}>
          <fieldset class="choice">
            <legend>{t('family.as')}</legend>
            <For each={['guardian', 'young'] as const}>
              {(kind) => (
                <>
                  <label class="check">
                    <input
                      type="radio"
                      name="as"
                      value={kind}
                      checked={as() === kind}
                      aria-describedby={kind === 'young' ? 'invite-young-hint' : undefined}
                      onChange={() => setAs(kind)}
                    />{' '}
                    {t(`family.as.${kind}`, { name: props.firstName })}
                  </label>
                  <Show when={kind === 'young'}>
                    <p class="hint" id="invite-young-hint">
                      {t('family.as.young.hint', { name: props.firstName })}
                    </p>
                  </Show>
                </>
              )}
            </For>
          </fieldset>
        </Show>
        <TextField
          label={t('family.email')}
          name="email"
          type="email"
          inputmode="email"
          autocomplete="off"
          value={email()}
          error={errors().email}
          onType={setEmail}
          onLeave={(value) => value && setErrors(check(value))}
        />
        <div>
          <button type="submit" class="button button--primary">
            {isBusy() ? t('busy') : t('family.send')}
          </button>
        </div>
      </form>
    </section>
  )
}

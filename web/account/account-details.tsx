import type { Me } from '@portal/shared/sign-in/sign-in.ts'
import { createSignal, Show } from 'solid-js'
import { api } from '../api.ts'
import words from '../i18n/nl/sign-in.json'
import { wordsOf } from '../i18n/translate.ts'
import { problemText } from '../sign-in/problem-text.ts'
import { ErrorSummary, TextField, textOf } from '../ui/fields.tsx'
import { FormActions } from '../ui/form-actions.tsx'
import { createSay } from './say.tsx'

const t = wordsOf(words)
type Submit = SubmitEvent & { currentTarget: HTMLFormElement }

/** Name and mail address of the own account. */
export function AccountDetails(props: { me: Me }) {
  const { Said, attempt, say } = createSay()
  const [errors, setErrors] = createSignal<Record<string, string>>({})
  const [isOpen, setOpen] = createSignal(false)
  const [isBusy, setBusy] = createSignal(false)
  const checkName = (name: string) =>
    setErrors(name.trim().length <= 150 ? {} : { name: t('details.name.wrong') })
  const saveName = async (event: Submit) => {
    event.preventDefault()
    const name = textOf(event.currentTarget, 'name')
    checkName(name)
    if (isBusy() || name.length > 150) return
    setBusy(true)
    await attempt(() => api<Me>('PATCH', '/me', { name }), t('details.name.saved'))
    setBusy(false)
  }
  return (
    <section class="account-part" aria-labelledby="details-title">
      <h2 id="details-title">{t('details.title')}</h2>
      <Said />
      <form class="form" novalidate onSubmit={saveName}>
        <ErrorSummary title={t('account.errors')} errors={errors()} />
        <TextField
          label={t('details.name')}
          name="name"
          hint={t('details.name.hint')}
          autocomplete="name"
          value={props.me.name}
          error={errors().name}
          onLeave={checkName}
        />
        <div>
          <button type="submit" class="button">
            {isBusy() ? t('account.busy') : t('details.name.save')}
          </button>
        </div>
      </form>
      <h3 class="account-part__next">{t('details.email')}</h3>
      <p>{props.me.email || t('details.email.none')}</p>
      <Show
        when={isOpen()}
        fallback={
          <button
            type="button"
            class="button"
            onClick={() => {
              say('')
              setOpen(true)
            }}
          >
            {props.me.email ? t('details.email.change') : t('details.email.add')}
          </button>
        }
      >
        <EmailForm
          onSent={(email) => {
            setOpen(false)
            say(t('details.email.sent', { email }))
          }}
          onCancel={() => setOpen(false)}
        />
      </Show>
    </section>
  )
}

const looksLikeMail = (text: string) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)

function EmailForm(props: { onSent: (email: string) => void; onCancel: () => void }) {
  const [errors, setErrors] = createSignal<Record<string, string>>({})
  const [isBusy, setBusy] = createSignal(false)
  const check = (email: string) => setErrors(looksLikeMail(email) ? {} : { email: t('details.email.wrong') })
  const send = async (event: Submit) => {
    event.preventDefault()
    const email = textOf(event.currentTarget, 'email')
    check(email)
    if (isBusy() || !looksLikeMail(email)) return
    setBusy(true)
    try {
      await api('POST', '/email-changes', { email })
      props.onSent(email)
    } catch (error) {
      setErrors({ form: problemText(error) })
    }
    setBusy(false)
  }
  return (
    <form class="form" novalidate onSubmit={send}>
      <ErrorSummary title={t('account.errors')} errors={errors()} />
      <TextField
        label={t('details.email.new')}
        name="email"
        type="email"
        inputmode="email"
        autocomplete="email"
        hint={t('details.email.hint')}
        error={errors().email}
        onLeave={(value) => value && check(value.trim())}
      />
      <FormActions
        submit={isBusy() ? t('account.busy') : t('details.email.send')}
        cancel={t('account.cancel')}
        onCancel={() => props.onCancel()}
      />
    </form>
  )
}

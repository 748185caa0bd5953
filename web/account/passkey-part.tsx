import { deviceSummary } from '@portal/shared/sign-in/device-summary.ts'
import type { Passkey, PasskeyPage } from '@portal/shared/sign-in/passkey.ts'
import { createSignal, Show } from 'solid-js'
import { ApiProblem, api } from '../api.ts'
import words from '../i18n/nl/sign-in.json'
import { wordsOf } from '../i18n/translate.ts'
import { deviceProblem, knowsPasskeys, makePasskey } from '../sign-in/passkey-device.ts'
import { problemText } from '../sign-in/problem-text.ts'
import { createLoaded } from '../ui/create-loaded.ts'
import { ErrorSummary, TextField, textOf } from '../ui/fields.tsx'
import { FormActions } from '../ui/form-actions.tsx'
import { AccountList } from './account-list.tsx'
import type { Question } from './ask-first.tsx'
import { momentDay } from './moment-day.ts'
import { createSay } from './say.tsx'

const t = wordsOf(words)
type Submit = SubmitEvent & { currentTarget: HTMLFormElement }

const isName = (name: string) => name.length >= 1 && name.length <= 100

/**
 * Passkeys of the own account: make one on this device, name them, take them away. Who is staff no more only sees those that are left,
 * and others nothing.
 */
export function PasskeyPart(props: { isStaff: boolean; onAsk: (question: Question) => void }) {
  const [passkeys, { refetch }] = createLoaded(
    () => true,
    () => api<PasskeyPage>('GET', '/passkeys?pageSize=100'),
  )
  const { say, Said, attempt } = createSay()
  const [renaming, setRenaming] = createSignal('')
  const [errors, setErrors] = createSignal<Record<string, string>>({})
  const [isBusy, setBusy] = createSignal(false)
  const add = async (event: Submit) => {
    event.preventDefault()
    const name = textOf(event.currentTarget, 'passkey')
    setErrors(isName(name) ? {} : { passkey: t('passkeys.name.wrong') })
    if (isBusy() || !isName(name)) return
    setBusy(true)
    say('')
    try {
      await makePasskey(name)
      say(t('passkeys.added'))
      refetch()
    } catch (error) {
      say(error instanceof ApiProblem ? problemText(error) : t(deviceProblem(error)), 'error')
    }
    setBusy(false)
  }
  const remove = async (passkey: Passkey) => {
    await attempt(() => api('DELETE', `/passkeys/${passkey.id}`), t('passkeys.removed'))
    refetch()
  }
  const rename = async (passkey: Passkey, name: string) => {
    await attempt(() => api('PATCH', `/passkeys/${passkey.id}`, { name }), t('passkeys.renamed'))
    setRenaming('')
    refetch()
  }
  return (
    <Show when={props.isStaff || passkeys()?.items.length}>
      <section class="account-part" aria-labelledby="passkeys-title">
        <h2 id="passkeys-title">{t('passkeys.title')}</h2>
        <p>{t('passkeys.text')}</p>
        <Said />
        <AccountList loaded={passkeys} onRetry={refetch} empty={t('passkeys.empty')}>
          {(passkey) => (
            <Show
              when={renaming() === passkey.id}
              fallback={
                <>
                  <div>
                    <strong>{passkey.name}</strong>
                    <br />
                    {t('passkeys.made', { date: momentDay(passkey.createdAt) })}{' '}
                    {passkey.lastUsedAt
                      ? t('passkeys.used', { date: momentDay(passkey.lastUsedAt) })
                      : t('passkeys.unused')}
                  </div>
                  <div class="actions">
                    <button
                      type="button"
                      class="button"
                      aria-label={t('passkeys.rename.of', { name: passkey.name })}
                      onClick={() => setRenaming(passkey.id)}
                    >
                      {t('passkeys.rename')}
                    </button>
                    <button
                      type="button"
                      class="button button--danger"
                      aria-label={t('passkeys.remove.of', { name: passkey.name })}
                      onClick={() =>
                        props.onAsk({
                          title: t('passkeys.remove.of', { name: passkey.name }),
                          text: t('passkeys.remove.text'),
                          button: t('passkeys.remove'),
                          act: () => void remove(passkey),
                        })
                      }
                    >
                      {t('passkeys.remove')}
                    </button>
                  </div>
                </>
              }
            >
              <RenameForm passkey={passkey} onSave={rename} onCancel={() => setRenaming('')} />
            </Show>
          )}
        </AccountList>
        <Show when={props.isStaff}>
          <Show when={knowsPasskeys()} fallback={<p>{t('passkey.not')}</p>}>
            <form class="form" novalidate onSubmit={add}>
              <ErrorSummary title={t('account.errors')} errors={errors()} />
              <TextField
                label={t('passkeys.name')}
                name="passkey"
                hint={t('passkeys.name.hint')}
                value={deviceSummary(navigator.userAgent) || t('passkeys.device')}
                error={errors().passkey}
                onLeave={(value) =>
                  setErrors(isName(value.trim()) ? {} : { passkey: t('passkeys.name.wrong') })
                }
              />
              <div>
                <button type="submit" class="button button--primary">
                  {isBusy() ? t('signIn.passkey.busy') : t('passkeys.add')}
                </button>
              </div>
            </form>
          </Show>
        </Show>
      </section>
    </Show>
  )
}

function RenameForm(props: {
  passkey: Passkey
  onSave: (passkey: Passkey, name: string) => void
  onCancel: () => void
}) {
  const [errors, setErrors] = createSignal<Record<string, string>>({})
  const check = (name: string) => setErrors(isName(name) ? {} : { rename: t('passkeys.name.wrong') })
  const save = (event: Submit) => {
    event.preventDefault()
    const name = textOf(event.currentTarget, 'rename')
    check(name)
    if (isName(name)) props.onSave(props.passkey, name)
  }
  return (
    <form class="form" novalidate onSubmit={save}>
      <ErrorSummary title={t('account.errors')} errors={errors()} />
      <TextField
        label={t('passkeys.new', { name: props.passkey.name })}
        name="rename"
        value={props.passkey.name}
        error={errors().rename}
        onLeave={(value) => check(value.trim())}
      />
      <FormActions
        submit={t('passkeys.save')}
        cancel={t('account.cancel')}
        onCancel={() => props.onCancel()}
      />
    </form>
  )
}

import type { Touched } from '@portal/shared/calendar/clash.ts'
import { createSignal, createUniqueId, Show } from 'solid-js'
import words from '../i18n/nl/clashes.json'
import { wordsOf } from '../i18n/translate.ts'
import './clashes.css'
import { ReasonField, wrongReason } from './reason-field.tsx'
import { TouchedList } from './touched-list.tsx'

const t = wordsOf(words)

/**
 * A dialog that says whom a change touches and asks why. `ask` opens it and answers the reason; null when it was closed. Where nobody is
 * touched nobody is asked: there is nobody to read it. Place `Dialog` once.
 */
export function createReasonQuestion() {
  const [touched, setTouched] = createSignal<readonly Touched[]>([])
  const [reason, setReason] = createSignal('')
  const [error, setError] = createSignal<string | undefined>()
  const titleId = createUniqueId()
  const fieldName = `reason-${createUniqueId()}`
  let dialog: HTMLDialogElement | undefined
  let answer: ((reason: string | null) => void) | undefined
  const settle = (value: string | null) => {
    answer?.(value)
    answer = undefined
    dialog?.close()
    setTouched([])
  }
  const ask = (list: readonly Touched[]): Promise<string | null> => {
    if (list.length === 0) return Promise.resolve('')
    setTouched(list)
    setReason('')
    setError(undefined)
    dialog?.showModal()
    return new Promise((resolve) => {
      answer = resolve
    })
  }
  const send = (event: SubmitEvent) => {
    event.preventDefault()
    setError(wrongReason(reason()))
    if (error()) document.getElementById(`field-${fieldName}`)?.focus()
    else settle(reason().trim())
  }
  const Dialog = () => (
    <dialog ref={dialog} aria-labelledby={titleId} onClose={() => settle(null)}>
      <h2 id={titleId}>{t('change.title')}</h2>
      <Show when={touched().length > 0}>
        <p>
          {touched().length === 1 ? t('change.one') : t('change.many', { count: touched().length })}{' '}
          {t('change.told')}
        </p>
        <TouchedList touched={touched()} />
        <form class="form" novalidate onSubmit={send}>
          <ReasonField
            name={fieldName}
            value={reason()}
            error={error()}
            onType={setReason}
            onLeave={(value) => error() && setError(wrongReason(value))}
          />
          <div class="actions">
            <button type="submit" class="button button--primary">
              {t('confirm')}
            </button>
            <button type="button" class="button" onClick={() => settle(null)}>
              {t('cancel')}
            </button>
          </div>
        </form>
      </Show>
    </dialog>
  )
  return { ask, Dialog }
}

import type { Offering } from '@portal/shared/catalogue/offering.ts'
import type { OfferingChangePreview } from '@portal/shared/catalogue/offering-change.ts'
import { createSignal, Show } from 'solid-js'
import { ApiProblem, api } from '../api.ts'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import changes from '../i18n/nl/changes.json'
import words from '../i18n/nl/provider.json'
import { wordsOf } from '../i18n/translate.ts'
import { TextArea } from '../ui/fields.tsx'
import { Alert } from '../ui/state-blocks.tsx'
import { Whom } from './change-summary.tsx'

const t = wordsOf(words)
const c = wordsOf(changes)

/**
 * Show a draft on the portal, or let an offering not go on: that is asked twice, with the families whom it touches, who are told why.
 */
export function StatusActions(props: { offering: Offering; onSaved: (offering: Offering) => void }) {
  const [failure, setFailure] = createSignal('')
  const [preview, setPreview] = createSignal<OfferingChangePreview | null>(null)
  const [reason, setReason] = createSignal('')
  const [wrong, setWrong] = createSignal('')
  let dialog: HTMLDialogElement | undefined
  const fail = (error: unknown) => {
    const problem = error instanceof ApiProblem ? error.problem : { code: 'other' as const }
    const lacksSessions =
      'errors' in problem && problem.errors?.some((each) => each.pointer.startsWith('/sessions'))
    setFailure(lacksSessions ? t('wrong.noSessions') : refusalSentence(problem, ''))
  }
  const become = async (status: 'published' | 'cancelled') => {
    setFailure('')
    try {
      const body = { status, ...(reason().trim() ? { reason: reason().trim() } : {}) }
      props.onSaved(
        await api<Offering>('PATCH', `/offerings/${props.offering.id}`, body, props.offering.version),
      )
    } catch (error) {
      fail(error)
    }
    dialog?.close()
  }
  const ask = async () => {
    setFailure('')
    setWrong('')
    try {
      const body = { status: 'cancelled' }
      setPreview(
        await api<OfferingChangePreview>('POST', `/offerings/${props.offering.id}/changes/previews`, body),
      )
      dialog?.showModal()
    } catch (error) {
      fail(error)
    }
  }
  const cancel = (event: SubmitEvent) => {
    event.preventDefault()
    const lacksReason = preview()?.wantsReason && !reason().trim()
    setWrong(lacksReason ? c('reason.wrong') : '')
    if (lacksReason) document.getElementById('field-cancel-reason')?.focus()
    else void become('cancelled')
  }
  const touched = () => (preview()?.told.placed ?? 0) + (preview()?.told.waiting ?? 0)
  return (
    <>
      <div aria-live="polite">
        <Show when={failure()}>
          <Alert tone="error">{failure()}</Alert>
        </Show>
      </div>
      <Show when={props.offering.status === 'draft'}>
        <button type="button" class="button button--primary" onClick={() => become('published')}>
          {t('publish')}
        </button>
      </Show>
      <Show when={props.offering.status === 'published' || props.offering.status === 'hidden'}>
        <button type="button" class="button button--danger" onClick={ask}>
          {t('cancelOffering')}
        </button>
        <dialog ref={dialog} aria-labelledby="cancel-title">
          <form novalidate onSubmit={cancel}>
            <h2 id="cancel-title">{t('cancelOffering.title', { title: props.offering.title })}</h2>
            <p>
              {touched() === 0
                ? t('cancelOffering.none')
                : touched() === 1
                  ? t('cancelOffering.one')
                  : t('cancelOffering.text', { count: touched() })}
            </p>
            <Show when={preview()?.wantsReason ? preview() : null}>
              {(seen) => (
                <>
                  <Whom preview={seen()} />
                  <p>{c('cancel.alternatives')}</p>
                  <TextArea
                    label={c('cancel.reason')}
                    name="cancel-reason"
                    rows={3}
                    value={reason()}
                    error={wrong() || undefined}
                    onType={setReason}
                    onLeave={(value) => value.trim() && setWrong('')}
                  />
                </>
              )}
            </Show>
            <div class="actions">
              <button type="submit" class="button button--danger">
                {t('cancelOffering.yes')}
              </button>
              <button type="button" class="button" onClick={() => dialog?.close()}>
                {t('cancel')}
              </button>
            </div>
          </form>
        </dialog>
      </Show>
    </>
  )
}

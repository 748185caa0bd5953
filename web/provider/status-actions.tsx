import type { Offering } from '@portal/shared/catalogue/offering.ts'
import { createSignal, Show } from 'solid-js'
import { ApiProblem, api } from '../api.ts'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/provider.json'
import { wordsOf } from '../i18n/translate.ts'
import { Alert } from '../ui/state-blocks.tsx'

const t = wordsOf(words)

/** Show a draft on the portal, or let an offering not go on: that is asked twice, because children lose their places. */
export function StatusActions(props: { offering: Offering; onSaved: (offering: Offering) => void }) {
  const [failure, setFailure] = createSignal('')
  let dialog: HTMLDialogElement | undefined
  const become = async (status: 'published' | 'cancelled') => {
    dialog?.close()
    setFailure('')
    try {
      props.onSaved(
        await api<Offering>('PATCH', `/offerings/${props.offering.id}`, {
          status,
          version: props.offering.version,
        }),
      )
    } catch (error) {
      const problem = error instanceof ApiProblem ? error.problem : { code: 'other' as const }
      const lacksSessions =
        'errors' in problem && problem.errors?.some((each) => each.pointer.startsWith('/sessions'))
      setFailure(lacksSessions ? t('wrong.noSessions') : refusalSentence(problem, ''))
    }
  }
  const affected = () => props.offering.taken + props.offering.waiting
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
        <button type="button" class="button button--danger" onClick={() => dialog?.showModal()}>
          {t('cancelOffering')}
        </button>
        <dialog ref={dialog} aria-labelledby="cancel-title">
          <h2 id="cancel-title">{t('cancelOffering.title', { title: props.offering.title })}</h2>
          <p>
            {affected() === 0
              ? t('cancelOffering.none')
              : affected() === 1
                ? t('cancelOffering.one')
                : t('cancelOffering.text', { count: affected() })}
          </p>
          <div class="actions">
            <button type="button" class="button button--danger" onClick={() => become('cancelled')}>
              {t('cancelOffering.yes')}
            </button>
            <button type="button" class="button" onClick={() => dialog?.close()}>
              {t('cancel')}
            </button>
          </div>
        </dialog>
      </Show>
    </>
  )
}

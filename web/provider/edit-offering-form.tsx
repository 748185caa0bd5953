import type { Offering } from '@portal/shared/catalogue/offering.ts'
import { createSignal, Show } from 'solid-js'
import words from '../i18n/nl/provider.json'
import { wordsOf } from '../i18n/translate.ts'
import { ErrorSummary } from '../ui/fields.tsx'
import { FormActions } from '../ui/form-actions.tsx'
import { ChangeSummary } from './change-summary.tsx'
import { ChangedMeanwhile } from './changed-meanwhile.tsx'
import { createOfferingChange } from './create-offering-change.ts'
import { changesOf, draftOf, errorsOf, type OfferingDraft } from './offering-draft.ts'
import { OfferingFields } from './offering-fields.tsx'
import { errorTexts } from './refused-fields.ts'

const t = wordsOf(words)

/**
 * Change what an offering is, for whom, where and at what price. Only what was changed is sent. Another place is shown first to whoever
 * changes it, with whom it touches.
 */
export function EditOfferingForm(props: {
  offering: Offering
  onSaved: (offering: Offering) => void
  /** Somebody else changed it, and that is what is wanted. */
  onTake: (offering: Offering) => void
  onCancel: () => void
}) {
  const [draft, setDraft] = createSignal<OfferingDraft>(draftOf(props.offering))
  const change = createOfferingChange(
    () => props.offering,
    (saved) => props.onSaved(saved),
  )
  const { errors, setErrors } = change
  const found = () => errorTexts(errorsOf(draft()))
  const leave = (name: keyof OfferingDraft) => {
    const { [name]: _, ...rest } = errors()
    const error = found()[name]
    setErrors(error ? { ...rest, [name]: error } : rest)
  }
  const save = (event: SubmitEvent) => {
    event.preventDefault()
    setErrors(found())
    if (Object.keys(found()).length > 0) return
    void change.propose(changesOf(draft(), props.offering))
  }
  const form = () => (
    <section class="box" aria-labelledby="edit-offering">
      <h2 id="edit-offering">{t('edit')}</h2>
      <ChangedMeanwhile change={change} onTake={(offering) => props.onTake(offering)} />
      <ErrorSummary title={t('errors')} errors={errors()} />
      <form class="form" novalidate onSubmit={save}>
        <OfferingFields draft={draft()} errors={errors()} onChange={setDraft} onLeave={leave} />
        <FormActions
          submit={change.isBusy() ? t('busy') : t('save')}
          cancel={t('cancel')}
          onCancel={() => props.onCancel()}
        />
      </form>
    </section>
  )
  return (
    <Show when={change.pending()} fallback={form()}>
      {(pending) => (
        <ChangeSummary
          preview={pending().preview}
          change={change}
          onConfirm={(told) => void change.confirm(told)}
        />
      )}
    </Show>
  )
}

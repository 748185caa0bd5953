import type { Offering } from '@portal/shared/catalogue/offering.ts'
import { createSignal } from 'solid-js'
import { api } from '../api.ts'
import words from '../i18n/nl/provider.json'
import { wordsOf } from '../i18n/translate.ts'
import { ErrorSummary } from '../ui/fields.tsx'
import { FormActions } from '../ui/form-actions.tsx'
import { changesOf, draftOf, errorsOf, type OfferingDraft } from './offering-draft.ts'
import { OfferingFields } from './offering-fields.tsx'
import { errorTexts, refusedFields } from './refused-fields.ts'

const t = wordsOf(words)

/** Change what an offering is, for whom, where and at what price. Only what was changed is sent. */
export function EditOfferingForm(props: {
  offering: Offering
  onSaved: (offering: Offering) => void
  onCancel: () => void
}) {
  const [draft, setDraft] = createSignal<OfferingDraft>(draftOf(props.offering))
  const [errors, setErrors] = createSignal<Record<string, string>>({})
  const [isBusy, setBusy] = createSignal(false)
  const found = () => errorTexts(errorsOf(draft()))
  const leave = (name: keyof OfferingDraft) => {
    const { [name]: _, ...rest } = errors()
    const error = found()[name]
    setErrors(error ? { ...rest, [name]: error } : rest)
  }
  const save = async (event: SubmitEvent) => {
    event.preventDefault()
    setErrors(found())
    if (Object.keys(found()).length > 0 || isBusy()) return
    setBusy(true)
    try {
      props.onSaved(
        await api<Offering>('PATCH', `/offerings/${props.offering.id}`, changesOf(draft(), props.offering)),
      )
    } catch (error) {
      setErrors(refusedFields(error))
    }
    setBusy(false)
  }
  return (
    <section class="box" aria-labelledby="edit-offering">
      <h2 id="edit-offering">{t('edit')}</h2>
      <ErrorSummary title={t('errors')} errors={errors()} />
      <form class="form" novalidate onSubmit={save}>
        <OfferingFields draft={draft()} errors={errors()} onChange={setDraft} onLeave={leave} />
        <FormActions
          submit={isBusy() ? t('busy') : t('save')}
          cancel={t('cancel')}
          onCancel={() => props.onCancel()}
        />
      </form>
    </section>
  )
}

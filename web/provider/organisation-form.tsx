import type { Provider } from '@portal/shared/providers/organisation.ts'
import { createSignal } from 'solid-js'
import { api } from '../api.ts'
import words from '../i18n/nl/organisation.json'
import { wordsOf } from '../i18n/translate.ts'
import { ErrorSummary } from '../ui/fields.tsx'
import { FormActions } from '../ui/form-actions.tsx'
import { changesOf, draftOf, type OrganisationDraft } from './organisation-draft.ts'
import { errorText, errorTexts, OrganisationFields, refusedOrganisation } from './organisation-fields.tsx'

const t = wordsOf(words)

/** Change what is kept of the own organisation. Only what was changed is sent. */
export function OrganisationForm(props: {
  provider: Provider
  onSaved: (provider: Provider) => void
  onCancel: () => void
}) {
  const [draft, setDraft] = createSignal<OrganisationDraft>(draftOf(props.provider))
  const [errors, setErrors] = createSignal<Record<string, string>>({})
  const [isBusy, setBusy] = createSignal(false)
  const leave = (name: keyof OrganisationDraft, value: string) => {
    const { [name]: _, ...rest } = errors()
    const error = errorText(name, value)
    setErrors(error ? { ...rest, [name]: error } : rest)
  }
  const save = async (event: SubmitEvent) => {
    event.preventDefault()
    const found = errorTexts(draft())
    setErrors(found)
    if (Object.keys(found).length > 0 || isBusy()) return
    const changes = changesOf(draft(), props.provider)
    // Only the version: nothing to write down.
    if (Object.keys(changes).length === 1) return props.onSaved(props.provider)
    setBusy(true)
    try {
      props.onSaved(
        await api<Provider>('PATCH', `/providers/${props.provider.id}`, changes, props.provider.version),
      )
    } catch (error) {
      setErrors(refusedOrganisation(error))
    }
    setBusy(false)
  }
  return (
    <section class="box" aria-labelledby="organisation-form">
      <h2 id="organisation-form">{t('edit')}</h2>
      <p class="hint">{t('edit.identity')}</p>
      <ErrorSummary title={t('errors')} errors={errors()} />
      <form class="form" novalidate onSubmit={save}>
        <OrganisationFields
          draft={draft()}
          errors={errors()}
          onType={(name, value) => setDraft({ ...draft(), [name]: value })}
          onLeave={leave}
        />
        <FormActions
          submit={isBusy() ? t('busy') : t('save')}
          cancel={t('cancel')}
          onCancel={() => props.onCancel()}
        />
      </form>
    </section>
  )
}

import type { Offering } from '@portal/shared/catalogue/offering.ts'
import { createSignal, Show } from 'solid-js'
import words from '../i18n/nl/provider.json'
import { wordsOf } from '../i18n/translate.ts'
import { ErrorSummary, TextField, textOf } from '../ui/fields.tsx'
import { Alert } from '../ui/state-blocks.tsx'
import { ChangedMeanwhile } from './changed-meanwhile.tsx'
import { createOfferingChange } from './create-offering-change.ts'

const t = wordsOf(words)

/** The number of places; raising it serves the waiting list at once. */
export function CapacityForm(props: { offering: Offering; onSaved: (offering: Offering) => void }) {
  const [isSaved, setSaved] = createSignal(false)
  const change = createOfferingChange(
    () => props.offering,
    (saved) => {
      props.onSaved(saved)
      setSaved(true)
    },
  )
  const { errors, setErrors } = change
  const save = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    setSaved(false)
    const text = textOf(event.currentTarget, 'capacity')
    if (!/^\d{1,3}$|^1000$/.test(text)) {
      setErrors({ capacity: t('wrong.capacity') })
      return
    }
    void change.keep({ capacity: Number(text) })
  }
  return (
    <section class="box" aria-labelledby="capacity">
      <h2 id="capacity">{t('places')}</h2>
      <ChangedMeanwhile change={change} onTake={(offering) => props.onSaved(offering)} />
      <ErrorSummary title={t('errors')} errors={errors()} />
      <div aria-live="polite">
        <Show when={isSaved()}>
          <Alert tone="ok">
            {t('capacity.saved', {
              capacity: props.offering.capacity,
              taken: props.offering.taken,
              waiting: props.offering.waiting,
            })}
          </Alert>
        </Show>
      </div>
      <form class="form form--inline" novalidate onSubmit={save}>
        <TextField
          label={t('field.capacity')}
          name="capacity"
          inputmode="numeric"
          value={String(props.offering.capacity)}
          error={errors().capacity}
        />
        <button type="submit" class="button button--primary">
          {change.isBusy() ? t('busy') : t('capacity.save')}
        </button>
      </form>
    </section>
  )
}

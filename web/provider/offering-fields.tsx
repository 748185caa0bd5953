import type { NeighbourhoodPage } from '@portal/shared/places/neighbourhood.ts'
import { Show } from 'solid-js'
import { api } from '../api.ts'
import { areas, slots } from '../catalogue/choice-text.ts'
import changes from '../i18n/nl/changes.json'
import words from '../i18n/nl/provider.json'
import publicWords from '../i18n/nl/public.json'
import { wordsOf } from '../i18n/translate.ts'
import { CheckList } from '../ui/check-list.tsx'
import { createLoaded } from '../ui/create-loaded.ts'
import { SelectField, TextArea, TextField } from '../ui/fields.tsx'
import type { OfferingDraft, TextField as TextName } from './offering-draft.ts'

const t = wordsOf(words)
const c = wordsOf(changes)
const p = wordsOf(publicWords)

/** What an offering is, for whom, where and at what price: the same fields for a new one and for one that is changed. */
export function OfferingFields(props: {
  draft: OfferingDraft
  errors: Record<string, string>
  /** The number of places of one that stands is changed by itself. */
  isNew?: boolean
  onChange: (draft: OfferingDraft) => void
  onLeave: (name: keyof OfferingDraft) => void
}) {
  const [neighbourhoods] = createLoaded(
    () => true,
    () => api<NeighbourhoodPage>('GET', '/neighbourhoods?pageSize=100'),
  )
  const text = (name: TextName) => ({
    name,
    label: name === 'minimumGroup' || name === 'decideBy' ? c(`field.${name}`) : t(`field.${name}`),
    get value() {
      return props.draft[name]
    },
    get error() {
      return props.errors[name]
    },
    onType: (value: string) => props.onChange({ ...props.draft, [name]: value }),
    onLeave: () => props.onLeave(name),
  })
  return (
    <>
      <TextField {...text('title')} />
      <TextField {...text('summary')} hint={t('field.summary.hint')} />
      <TextArea {...text('description')} hint={t('field.description.hint')} />
      <CheckList
        label={t('field.areas')}
        name="areas"
        error={props.errors.areas}
        options={areas.map((area) => ({ value: area, label: p(`area.${area}`) }))}
        chosen={props.draft.areas}
        onChange={(chosen) => props.onChange({ ...props.draft, areas: chosen })}
      />
      <SelectField
        label={t('field.slot')}
        name="slot"
        value={props.draft.slot}
        error={props.errors.slot}
        options={slots.map((slot) => ({ value: slot, label: p(`slot.${slot}`) }))}
        onChange={(slot) => props.onChange({ ...props.draft, slot: slot as OfferingDraft['slot'] })}
      />
      <CheckList
        label={t('field.neighbourhoods')}
        name="neighbourhoods"
        hint={t('field.neighbourhoods.hint')}
        error={props.errors.neighbourhoods}
        options={(neighbourhoods()?.items ?? []).map((each) => ({ value: each.code, label: each.name }))}
        chosen={props.draft.neighbourhoods}
        onChange={(chosen) => props.onChange({ ...props.draft, neighbourhoods: chosen })}
      />
      <TextField {...text('placeName')} />
      <TextField {...text('address')} />
      <TextField {...text('postcode')} />
      <div class="pair">
        <TextField {...text('ageMin')} inputmode="numeric" />
        <TextField {...text('ageMax')} inputmode="numeric" />
      </div>
      <div class="pair">
        <TextField {...text('price')} inputmode="numeric" />
        <Show when={props.isNew}>
          <TextField {...text('capacity')} inputmode="numeric" />
        </Show>
      </div>
      <TextField {...text('minimumGroup')} hint={c('field.minimumGroup.hint')} inputmode="numeric" />
      <Show when={props.draft.minimumGroup}>
        <TextField {...text('decideBy')} hint={c('field.decideBy.hint')} type="date" />
      </Show>
    </>
  )
}

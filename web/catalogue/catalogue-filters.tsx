import type { School } from '@portal/shared/schools/school.ts'
import { useNavigate } from '@solidjs/router'
import { onMount, Show } from 'solid-js'
import words from '../i18n/nl/public.json'
import { wordsOf } from '../i18n/translate.ts'
import { SelectField, TextField } from '../ui/fields.tsx'
import { addressWith, choicesOf, filterKeys, moreKeys } from './catalogue-address.ts'
import { areas, days, slots } from './choice-text.ts'

const t = wordsOf(words)
/** Where the list begins. */
export const resultsId = 'gevonden'
const ages = Array.from({ length: 14 }, (_, index) => String(index + 4))

/** Where one lives or goes to school is remembered on this device alone, and only filled in: nothing is chosen by it. */
const remembered = ['postcode', 'school'] as const

/** A GET form whose choices live in the address: it works before (and without) any script; with script no page is loaded. */
export function CatalogueFilters(props: { search: string; schools: School[] }) {
  const navigate = useNavigate()
  const choices = () => choicesOf(props.search)
  onMount(() => {
    const isChosen = remembered.some((key) => choices()[key])
    for (const key of remembered) {
      const chosen = choices()[key]
      if (isChosen) {
        if (chosen) localStorage.setItem(key, chosen)
        else localStorage.removeItem(key)
        continue
      }
      const field = document.getElementById(`field-${key}`)
      if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement)
        field.value = localStorage.getItem(key) ?? ''
    }
  })
  const submit = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const given = Object.fromEntries(filterKeys.map((key) => [key, String(form.get(key) ?? '').trim()]))
    for (const key of remembered) {
      if (given[key]) localStorage.setItem(key, given[key])
      else localStorage.removeItem(key)
    }
    navigate(addressWith(props.search, given), { scroll: false })
    // On a phone the list lies below the form.
    document.getElementById(resultsId)?.scrollIntoView()
  }
  const any = (label: string) => ({ value: '', label })
  return (
    <form method="get" action={`/#${resultsId}`} class="filters" onSubmit={submit}>
      <TextField
        label={t('catalogue.near')}
        name="postcode"
        value={choices().postcode ?? ''}
        autocomplete="postal-code"
      />
      <SelectField
        label={t('catalogue.age')}
        name="age"
        value={choices().age ?? ''}
        options={[
          any(t('catalogue.anyAge')),
          ...ages.map((age) => ({ value: age, label: t('catalogue.years', { age }) })),
        ]}
      />
      <SelectField
        label={t('catalogue.school')}
        name="school"
        value={choices().school ?? ''}
        options={[
          any(t('catalogue.anySchool')),
          ...props.schools.map((school) => ({ value: school.id, label: school.name })),
        ]}
      />
      <details class="filters__more" open={moreKeys.some((key) => choices()[key])}>
        <summary>{t('catalogue.more')}</summary>
        <div class="filters__grid">
          <TextField label={t('catalogue.search')} name="q" type="search" value={choices().q ?? ''} />
          <SelectField
            label={t('catalogue.weekday')}
            name="weekday"
            value={choices().weekday ?? ''}
            options={[
              any(t('catalogue.anyDay')),
              ...days.map((day) => ({ value: String(day), label: t(`day.${day}`) })),
            ]}
          />
          <SelectField
            label={t('catalogue.slot')}
            name="slot"
            value={choices().slot ?? ''}
            options={[
              any(t('catalogue.anySlot')),
              ...slots.map((slot) => ({ value: slot, label: t(`slot.${slot}`) })),
            ]}
          />
          <SelectField
            label={t('catalogue.area')}
            name="area"
            value={choices().area ?? ''}
            options={[
              any(t('catalogue.any')),
              ...areas.map((area) => ({ value: area, label: t(`area.${area}`) })),
            ]}
          />
          <label class="check">
            <input type="checkbox" name="free" value="true" checked={choices().free === 'true'} />{' '}
            {t('catalogue.free')}
          </label>
        </div>
      </details>
      <Show when={choices().neighbourhood}>
        {(code) => <input type="hidden" name="neighbourhood" value={code()} />}
      </Show>
      <button type="submit" class="button button--primary">
        {t('catalogue.show')}
      </button>
    </form>
  )
}

import { pupilSorts, pupilStatuses } from '@portal/shared/pupils/pupil.ts'
import type { KeptGroup } from '@portal/shared/schools/kept-group.ts'
import words from '../i18n/nl/pupils.json'
import { wordsOf } from '../i18n/translate.ts'
import { SelectField, TextField, textOf } from '../ui/fields.tsx'

const t = wordsOf(words)

/** What of the pupils is shown, as the address says it. A choice from a list is asked at once, words by the button. */
export function PupilFilters(props: {
  asked: URLSearchParams
  groups: readonly KeptGroup[]
  onAsk: (next: URLSearchParams) => void
}) {
  const ask = (changes: Record<string, string>) => {
    const next = new URLSearchParams(props.asked)
    next.delete('page')
    for (const [name, value] of Object.entries(changes)) {
      if (value) next.set(name, value)
      else next.delete(name)
    }
    props.onAsk(next)
  }
  const choice = (name: string, options: { value: string; label: string }[]) => ({
    name,
    options,
    value: props.asked.get(name) ?? '',
    onChange: (value: string) => ask({ [name]: value }),
  })
  return (
    <form
      class="pupil-filters"
      onSubmit={(event) => {
        event.preventDefault()
        ask({ q: textOf(event.currentTarget, 'q') })
      }}
    >
      <TextField label={t('pupils.search')} name="q" type="search" value={props.asked.get('q') ?? ''} />
      <button type="submit" class="button">
        {t('pupils.find')}
      </button>
      <div class="pupil-filters__choices">
        <SelectField
          label={t('pupils.group')}
          {...choice('group', [
            { value: '', label: t('pupils.group.all') },
            ...props.groups.map(({ id, name }) => ({ value: id, label: name })),
            { value: 'none', label: t('pupils.group.none') },
          ])}
        />
        <SelectField
          label={t('pupils.status')}
          {...choice('status', [
            { value: '', label: t('pupils.status.all') },
            ...pupilStatuses.map((status) => ({ value: status, label: t(`status.${status}`) })),
          ])}
        />
        <SelectField
          label={t('pupils.sort')}
          {...choice(
            'sort',
            pupilSorts.map((sort) => ({ value: sort === 'name' ? '' : sort, label: t(`sort.${sort}`) })),
          )}
        />
      </div>
    </form>
  )
}

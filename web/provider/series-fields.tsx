import words from '../i18n/nl/provider.json'
import publicWords from '../i18n/nl/public.json'
import { wordsOf } from '../i18n/translate.ts'
import { CheckList } from '../ui/check-list.tsx'
import { TextField } from '../ui/fields.tsx'
import type { SeriesDraft } from './series-draft.ts'

const t = wordsOf(words)
const p = wordsOf(publicWords)
const days = ['1', '2', '3', '4', '5', '6', '7'] as const

/** On which days between which dates, and from when until when. */
export function SeriesFields(props: {
  series: SeriesDraft
  errors: Record<string, string>
  onChange: (series: SeriesDraft) => void
}) {
  const field = (name: Exclude<keyof SeriesDraft, 'weekdays'>, type: 'date' | 'time') => ({
    name,
    type,
    label: t(`series.${name}`),
    get value() {
      return props.series[name]
    },
    get error() {
      return props.errors[name]
    },
    onType: (value: string) => props.onChange({ ...props.series, [name]: value }),
  })
  return (
    <>
      <CheckList
        label={t('series.weekdays')}
        name="weekdays"
        error={props.errors.weekdays}
        options={days.map((day) => ({ value: day, label: p(`day.${day}`) }))}
        chosen={props.series.weekdays as (typeof days)[number][]}
        onChange={(weekdays) => props.onChange({ ...props.series, weekdays })}
      />
      <div class="pair">
        <TextField {...field('firstDate', 'date')} />
        <TextField {...field('lastDate', 'date')} />
      </div>
      <div class="pair">
        <TextField {...field('startTime', 'time')} />
        <TextField {...field('endTime', 'time')} />
      </div>
    </>
  )
}

import type { Offering } from '@portal/shared/catalogue/offering.ts'
import type { NeighbourhoodPage } from '@portal/shared/places/neighbourhood.ts'
import { weeklySessions } from '@portal/shared/schedule/weekly-sessions.ts'
import type { SchoolPage } from '@portal/shared/schools/school.ts'
import type { Timetable } from '@portal/shared/timetables/timetable.ts'
import { createSignal, Show } from 'solid-js'
import { ApiProblem, api } from '../api.ts'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/account.json'
import publicWords from '../i18n/nl/public.json'
import { wordsOf } from '../i18n/translate.ts'
import { PageTitle } from '../layout/page-title.tsx'
import { createLoaded } from '../ui/create-loaded.ts'
import { ErrorSummary, SelectField, TextField, textOf } from '../ui/fields.tsx'
import { Alert } from '../ui/state-blocks.tsx'

const t = wordsOf(words)
const p = wordsOf(publicWords)
const areas = ['sport', 'culture', 'cognitive', 'social', 'self', 'world'] as const
const days = [1, 2, 3, 4, 5, 6, 7] as const
const needed = [
  'title',
  'placeName',
  'postcode',
  'capacity',
  'firstDate',
  'lastDate',
  'startTime',
  'endTime',
] as const
const labels = {
  title: 'provider.form.title',
  placeName: 'provider.form.place',
  postcode: 'provider.form.postcode',
  capacity: 'provider.capacity',
  firstDate: 'provider.form.first',
  lastDate: 'provider.form.last',
  startTime: 'provider.form.start',
  endTime: 'provider.form.end',
} as const

/** Fields of the API to the fields of this form. */
const fieldOf = (pointer: string) =>
  pointer.startsWith('/place/postcode')
    ? 'postcode'
    : pointer.startsWith('/sessions')
      ? 'endTime'
      : (pointer.split('/')[1] ?? 'form')

/** A weekly series between two dates; school holidays are left out, and named. */
export function NewOfferingForm() {
  const [errors, setErrors] = createSignal<Record<string, string>>({})
  const [skipped, setSkipped] = createSignal('')
  const [isBusy, setBusy] = createSignal(false)
  const [neighbourhoods] = createLoaded(
    () => true,
    () => api<NeighbourhoodPage>('GET', '/neighbourhoods?pageSize=100'),
  )
  const [closures] = createLoaded(
    () => true,
    async () => {
      const schools = await api<SchoolPage>('GET', '/schools?pageSize=1')
      const timetable = await api<Timetable>('GET', `/schools/${schools.items[0]?.id}/timetable`)
      return timetable.closures.filter((closure) => closure.isDefault)
    },
  )
  const submit = async (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    const form = event.currentTarget
    const found: Record<string, string> = {}
    for (const name of needed)
      if (!textOf(form, name)) found[name] = t('form.required', { field: t(labels[name]) })
    if (!found.endTime && textOf(form, 'endTime') <= textOf(form, 'startTime')) found.endTime = t('form.time')
    setErrors(found)
    if (Object.keys(found).length > 0) return
    const series = weeklySessions(
      {
        firstDate: textOf(form, 'firstDate'),
        lastDate: textOf(form, 'lastDate'),
        weekdays: [Number(textOf(form, 'weekday'))],
        startTime: textOf(form, 'startTime'),
        endTime: textOf(form, 'endTime'),
      },
      closures() ?? [],
    )
    if (series.sessions.length === 0) found.lastDate = t('provider.form.some')
    setErrors(found)
    if (Object.keys(found).length > 0 || isBusy()) return
    const names =
      [...new Set(series.skipped.map((each) => each.name))].join(', ') || t('provider.form.noSkipped')
    setSkipped(t('provider.form.sessions', { count: series.sessions.length, skipped: names }))
    setBusy(true)
    const neighbourhood = textOf(form, 'neighbourhood')
    try {
      const made = await api<Offering>('POST', '/offerings', {
        title: textOf(form, 'title'),
        summary: textOf(form, 'summary'),
        areas: [textOf(form, 'area')],
        audience: neighbourhood ? 'neighbourhood' : 'city',
        neighbourhoods: neighbourhood ? [neighbourhood] : [],
        place: { name: textOf(form, 'placeName'), postcode: textOf(form, 'postcode') },
        capacity: Number(textOf(form, 'capacity')),
        sessions: series.sessions,
        status: 'published',
      })
      location.href = `/aanbieder/aanbod/${made.id}`
    } catch (error) {
      const problem = error instanceof ApiProblem ? error.problem : { code: 'other' as const }
      const fields = ('errors' in problem ? problem.errors : undefined) ?? []
      setErrors(
        fields.length > 0
          ? Object.fromEntries(
              fields.map((field) => [
                fieldOf(field.pointer),
                fieldOf(field.pointer) === 'postcode'
                  ? t('form.postcode')
                  : refusalSentence({ code: 'invalid-input' }, ''),
              ]),
            )
          : { form: refusalSentence(problem, '') },
      )
    }
    setBusy(false)
  }
  return (
    <>
      <PageTitle title={t('provider.new')} />
      <h1>{t('provider.new')}</h1>
      <ErrorSummary title={t('form.errors')} errors={errors()} />
      <form class="form" novalidate onSubmit={submit}>
        <TextField label={t('provider.form.title')} name="title" error={errors().title} />
        <TextField label={t('provider.form.summary')} name="summary" error={errors().summary} />
        <SelectField
          label={t('provider.form.area')}
          name="area"
          options={areas.map((area) => ({ value: area, label: p(`area.${area}`) }))}
        />
        <SelectField
          label={t('provider.form.neighbourhood')}
          name="neighbourhood"
          options={[
            { value: '', label: t('provider.form.city') },
            ...(neighbourhoods()?.items ?? []).map((each) => ({ value: each.code, label: each.name })),
          ]}
        />
        <TextField label={t('provider.form.place')} name="placeName" error={errors().placeName} />
        <TextField label={t('provider.form.postcode')} name="postcode" error={errors().postcode} />
        <TextField
          label={t('provider.capacity')}
          name="capacity"
          type="number"
          inputmode="numeric"
          error={errors().capacity}
        />
        <SelectField
          label={t('provider.form.weekday')}
          name="weekday"
          options={days.map((day) => ({ value: String(day), label: p(`day.${day}`) }))}
        />
        <TextField label={t('provider.form.first')} name="firstDate" type="date" error={errors().firstDate} />
        <TextField label={t('provider.form.last')} name="lastDate" type="date" error={errors().lastDate} />
        <TextField label={t('provider.form.start')} name="startTime" type="time" error={errors().startTime} />
        <TextField label={t('provider.form.end')} name="endTime" type="time" error={errors().endTime} />
        <Show when={skipped()}>
          <Alert tone="info">{skipped()}</Alert>
        </Show>
        <button type="submit" class="button button--primary">
          {isBusy() ? t('busy') : t('provider.form.publish')}
        </button>
      </form>
    </>
  )
}

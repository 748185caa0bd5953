import type { Offering } from '@portal/shared/catalogue/offering.ts'
import type { HoldKind, PlaceHold } from '@portal/shared/holds/hold.ts'
import type { NeighbourhoodPage } from '@portal/shared/places/neighbourhood.ts'
import type { SchoolPage } from '@portal/shared/schools/school.ts'
import { createSignal, Match, Switch } from 'solid-js'
import { ApiProblem, api } from '../api.ts'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/keep-holds.json'
import { wordsOf } from '../i18n/translate.ts'
import { createLoaded } from '../ui/create-loaded.ts'
import { ErrorSummary, SelectField, TextField } from '../ui/fields.tsx'
import { FormActions } from '../ui/form-actions.tsx'
import { draftOf, emptyHold, errorsOf, fieldOf, type HoldDraft, inputOf } from './hold-draft.ts'

const t = wordsOf(words)

/** Hold places, or hold more or fewer of them until another moment: for whom is asked once. */
export function HoldForm(props: {
  offering: Offering
  hold: PlaceHold | null
  onSaved: () => void
  onCancel: () => void
}) {
  const [draft, setDraft] = createSignal<HoldDraft>(props.hold ? draftOf(props.hold) : emptyHold)
  const [errors, setErrors] = createSignal<Record<string, string>>({})
  const [isBusy, setBusy] = createSignal(false)
  const type = (name: keyof HoldDraft) => (value: string) => setDraft({ ...draft(), [name]: value })
  const [schools] = createLoaded(
    () => props.hold === null,
    () => api<SchoolPage>('GET', '/schools?pageSize=100'),
  )
  const [neighbourhoods] = createLoaded(
    () => props.hold === null,
    () => api<NeighbourhoodPage>('GET', '/neighbourhoods?pageSize=100'),
  )
  /** Where the offering is for some schools only, a place for another would help nobody. */
  const schoolChoices = () => {
    const only = props.offering.schools.map(({ id }) => id)
    return (schools.latest?.items ?? []).filter(({ id }) => only.length === 0 || only.includes(id))
  }
  const choose = (list: readonly { value: string; label: string }[]) => [
    { value: '', label: t('form.choose') },
    ...list,
  ]
  /** What is checked when a field is left: only of that field, and only once something is wrong with it. */
  const check = (name: keyof HoldDraft) => () => {
    const key = errorsOf(draft(), new Date())[name as 'places']
    const { [name]: _, ...others } = errors()
    setErrors(key ? { ...others, [name]: t(key) } : others)
  }
  const save = async (event: SubmitEvent) => {
    event.preventDefault()
    const found = Object.entries(errorsOf(draft(), new Date())).map(([name, key]) => [name, t(key)])
    setErrors(Object.fromEntries(found))
    if (found.length > 0 || isBusy()) return
    setBusy(true)
    const path = `/offerings/${props.offering.id}/holds`
    const input = inputOf(draft())
    try {
      if (props.hold)
        await api('PATCH', `${path}/${props.hold.id}`, { places: input.places, until: input.until })
      else await api('POST', path, input)
      props.onSaved()
    } catch (error) {
      const problem = error instanceof ApiProblem ? error.problem : { code: 'other' as const }
      const wrong = 'errors' in problem ? (problem.errors ?? []) : []
      const isOfPlaces = problem.code === 'held-places-not-free' || problem.code === 'held-places-used'
      setErrors(
        wrong.length > 0
          ? Object.fromEntries(
              wrong.map(({ pointer }) => {
                const { field, key } = fieldOf(pointer)
                return [field, t(key)]
              }),
            )
          : { [isOfPlaces ? 'places' : 'form']: refusalSentence(problem, '') },
      )
    }
    setBusy(false)
  }
  const free = () => props.offering.free + (props.hold ? props.hold.places : 0)
  return (
    <form class="form" novalidate onSubmit={save} aria-labelledby="hold-form">
      <h3 id="hold-form">{t(props.hold ? 'form.change' : 'form.new')}</h3>
      <ErrorSummary title={t('errors')} errors={errors()} />
      <Switch>
        <Match when={props.hold === null}>
          <SelectField
            label={t('form.for')}
            name="kind"
            value={draft().kind}
            onChange={(kind) => setDraft({ ...draft(), kind: kind as HoldKind })}
            options={(['school', 'neighbourhood', 'invited'] as const).map((kind) => ({
              value: kind,
              label: t(`form.for.${kind}`),
            }))}
            {...(draft().kind === 'invited' ? { hint: t('invited.hint') } : {})}
          />
          <Switch>
            <Match when={draft().kind === 'school'}>
              <SelectField
                label={t('form.school')}
                name="schoolId"
                value={draft().schoolId}
                error={errors().schoolId}
                onChange={type('schoolId')}
                options={choose(schoolChoices().map(({ id, name }) => ({ value: id, label: name })))}
              />
            </Match>
            <Match when={draft().kind === 'neighbourhood'}>
              <SelectField
                label={t('form.neighbourhood')}
                name="neighbourhoodCode"
                value={draft().neighbourhoodCode}
                error={errors().neighbourhoodCode}
                onChange={type('neighbourhoodCode')}
                options={choose(
                  (neighbourhoods.latest?.items ?? []).map(({ code, name }) => ({
                    value: code,
                    label: name,
                  })),
                )}
              />
            </Match>
          </Switch>
        </Match>
      </Switch>
      <TextField
        label={t('form.places')}
        name="places"
        inputmode="numeric"
        hint={
          props.hold
            ? undefined
            : t(free() === 1 ? 'form.places.hint.one' : 'form.places.hint', { free: free() })
        }
        value={draft().places}
        error={errors().places}
        onType={type('places')}
        onLeave={check('places')}
      />
      <TextField
        label={t('form.date')}
        name="date"
        type="date"
        hint={t('form.until.hint')}
        value={draft().date}
        error={errors().date}
        onType={type('date')}
      />
      <TextField
        label={t('form.time')}
        name="time"
        type="time"
        value={draft().time}
        error={errors().time}
        onType={type('time')}
      />
      <FormActions
        submit={isBusy() ? t('busy') : t(props.hold ? 'form.saveChange' : 'form.save')}
        cancel={t('cancel')}
        onCancel={() => props.onCancel()}
      />
    </form>
  )
}

import type { Period } from '@portal/shared/periods/period.ts'
import { createSignal } from 'solid-js'
import { ApiProblem, api } from '../api.ts'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/together.json'
import { wordsOf } from '../i18n/translate.ts'
import { ErrorSummary, TextField, textOf } from '../ui/fields.tsx'
import { FormActions } from '../ui/form-actions.tsx'
import { findWrongPeriod, type PeriodDraft, periodOf } from './period-draft.ts'

const t = wordsOf(words)

/** A new period, or one that is there. */
export function PeriodForm(props: {
  period: Period | null
  onSaved: (period: Period) => void
  onCancel: () => void
}) {
  const [errors, setErrors] = createSignal<Record<string, string>>({})
  const [isBusy, setBusy] = createSignal(false)
  let form: HTMLFormElement | undefined
  const draft = (): PeriodDraft => {
    const text = (name: string) => (form ? textOf(form, name) : '')
    return {
      name: text('name'),
      firstDate: text('firstDate'),
      lastDate: text('lastDate'),
      mostPlaces: text('mostPlaces'),
    }
  }
  const told = () =>
    Object.fromEntries(findWrongPeriod(draft()).map((field) => [field, t(`periods.wrong.${short(field)}`)]))
  const save = async (event: SubmitEvent) => {
    event.preventDefault()
    const wrong = told()
    setErrors(wrong)
    if (Object.keys(wrong).length > 0 || isBusy()) return
    setBusy(true)
    try {
      const { period } = props
      props.onSaved(
        await api<Period>(
          period ? 'PATCH' : 'POST',
          period ? `/periods/${period.id}` : '/periods',
          periodOf(draft()),
        ),
      )
    } catch (error) {
      const problem = error instanceof ApiProblem ? error.problem : { code: 'other' as const }
      const text = refusalSentence(problem, '')
      setErrors(problem.code === 'period-overlaps' ? { firstDate: text } : { form: text })
    }
    setBusy(false)
  }
  /** On leaving a field only what was wrong with that field is told. */
  const leave = (field: keyof PeriodDraft) => () => {
    const wrong = told()[field]
    setErrors(({ [field]: _, ...rest }) => (wrong ? { ...rest, [field]: wrong } : rest))
  }
  const most = props.period?.mostPlaces ?? null
  return (
    <form class="form box" novalidate ref={form} onSubmit={save}>
      <ErrorSummary title={t('errors')} errors={errors()} />
      <TextField
        label={t('periods.name')}
        name="name"
        hint={t('periods.name.hint')}
        value={props.period?.name ?? ''}
        error={errors().name}
        onLeave={leave('name')}
      />
      <TextField
        label={t('periods.first')}
        name="firstDate"
        type="date"
        value={props.period?.firstDate ?? ''}
        error={errors().firstDate}
        onLeave={leave('firstDate')}
      />
      <TextField
        label={t('periods.last')}
        name="lastDate"
        type="date"
        value={props.period?.lastDate ?? ''}
        error={errors().lastDate}
        onLeave={leave('lastDate')}
      />
      <TextField
        label={t('periods.most')}
        name="mostPlaces"
        hint={t('periods.most.hint')}
        inputmode="numeric"
        value={most === null ? '' : String(most)}
        error={errors().mostPlaces}
        onLeave={leave('mostPlaces')}
      />
      <FormActions
        submit={isBusy() ? t('busy') : t('periods.save')}
        cancel={t('cancel')}
        onCancel={() => props.onCancel()}
      />
    </form>
  )
}

const short = (field: keyof PeriodDraft) =>
  (({ name: 'name', firstDate: 'first', lastDate: 'last', mostPlaces: 'most' }) as const)[field]

import type { Closure } from '@portal/shared/timetables/closure.ts'
import { createSignal, Show } from 'solid-js'
import { ApiProblem, api } from '../api.ts'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/school.json'
import { wordsOf } from '../i18n/translate.ts'
import { ErrorSummary, SelectField, TextField } from '../ui/fields.tsx'
import { FormActions } from '../ui/form-actions.tsx'
import {
  type ClosureChange,
  type ClosureDraft,
  draftOf,
  emptyClosure,
  errorsOf,
  fieldOf,
  inputOf,
} from './closure-draft.ts'

const t = wordsOf(words)

/** Add a closure, change an own one, or give other days to a holiday of the region. */
export function ClosureForm(props: {
  schoolId: string
  closure: Closure | null
  /** Says whom the change touches and asks why; null when it is not to be done after all. */
  askReason: (change: ClosureChange) => Promise<string | null>
  onSaved: () => void
  onCancel: () => void
}) {
  const [draft, setDraft] = createSignal<ClosureDraft>(props.closure ? draftOf(props.closure) : emptyClosure)
  const [errors, setErrors] = createSignal<Record<string, string>>({})
  const [isBusy, setBusy] = createSignal(false)
  const type = (name: keyof ClosureDraft) => (value: string) => setDraft({ ...draft(), [name]: value })
  const save = async (event: SubmitEvent) => {
    event.preventDefault()
    const found = Object.fromEntries(Object.entries(errorsOf(draft())).map(([name, key]) => [name, t(key)]))
    setErrors(found)
    if (Object.keys(found).length > 0 || isBusy()) return
    setBusy(true)
    const isOwn = props.closure !== null && !props.closure.isDefault
    const input = inputOf(draft())
    const { replacesId: _, ...rest } = input
    try {
      const reason = await props.askReason({
        closureId: isOwn ? (props.closure?.id ?? null) : null,
        closure: input,
      })
      if (reason === null) {
        setBusy(false)
        return
      }
      const path = `/schools/${props.schoolId}/closures`
      if (isOwn) await api('PATCH', `${path}/${props.closure?.id}`, { ...rest, reason })
      else await api('POST', path, { ...input, reason })
      props.onSaved()
    } catch (error) {
      const problem = error instanceof ApiProblem ? error.problem : { code: 'other' as const }
      const wrong = 'errors' in problem ? (problem.errors ?? []) : []
      setErrors(
        wrong.length > 0
          ? Object.fromEntries(
              wrong.map(({ pointer }) => {
                const field = fieldOf(pointer)
                return [field, t(`closure.wrong.${field}`)]
              }),
            )
          : { form: refusalSentence(problem, '') },
      )
    }
    setBusy(false)
  }
  return (
    <form class="form" novalidate onSubmit={save} aria-labelledby="closure-form">
      <h3 id="closure-form">{props.closure ? props.closure.name : t('closure.new')}</h3>
      <ErrorSummary title={t('errors')} errors={errors()} />
      <SelectField
        label={t('closure.kind')}
        name="kind"
        value={draft().kind}
        onChange={type('kind')}
        options={(['study-day', 'holiday', 'short-day'] as const).map((kind) => ({
          value: kind,
          label: t(`kind.${kind}`),
        }))}
      />
      <TextField
        label={t('closure.name')}
        name="name"
        value={draft().name}
        error={errors().name}
        onType={type('name')}
      />
      <TextField
        label={t('closure.first')}
        name="firstDate"
        type="date"
        value={draft().firstDate}
        error={errors().firstDate}
        onType={type('firstDate')}
      />
      <TextField
        label={t('closure.last')}
        name="lastDate"
        type="date"
        hint={t('closure.last.hint')}
        value={draft().lastDate}
        error={errors().lastDate}
        onType={type('lastDate')}
      />
      <Show when={draft().kind === 'short-day'}>
        <TextField
          label={t('closure.lessonsEnd')}
          name="lessonsEnd"
          type="time"
          value={draft().lessonsEnd}
          error={errors().lessonsEnd}
          onType={type('lessonsEnd')}
        />
      </Show>
      <FormActions
        submit={isBusy() ? t('busy') : t('closure.save')}
        cancel={t('cancel')}
        onCancel={() => props.onCancel()}
      />
    </form>
  )
}

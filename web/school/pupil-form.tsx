import type { Pupil } from '@portal/shared/pupils/pupil.ts'
import type { KeptGroup } from '@portal/shared/schools/kept-group.ts'
import { createSignal, Show } from 'solid-js'
import { ApiProblem, api } from '../api.ts'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/pupils.json'
import { wordsOf } from '../i18n/translate.ts'
import { ErrorSummary, SelectField, TextField } from '../ui/fields.tsx'
import { FormActions } from '../ui/form-actions.tsx'
import {
  changesOfPupil,
  draftOfPupil,
  emptyPupil,
  fieldOfPupil,
  inputOfPupil,
  type PupilChanges,
  type PupilDraft,
  wrongInPupil,
} from './pupil-draft.ts'

const t = wordsOf(words)

/** Add a pupil, or change one. Of a child with a guardian only group and number can be changed. */
export function PupilForm(props: {
  schoolId: string
  pupil: Pupil | null
  groups: readonly KeptGroup[]
  /** Says what the change does to what the pupil is enrolled for and asks why; null when it is not to be done after all. */
  askReason: (pupil: Pupil, changes: PupilChanges) => Promise<string | null>
  onSaved: (pupil: Pupil) => void
  onCancel: () => void
}) {
  const [draft, setDraft] = createSignal<PupilDraft>(props.pupil ? draftOfPupil(props.pupil) : emptyPupil)
  const [errors, setErrors] = createSignal<Record<string, string>>({})
  const [isBusy, setBusy] = createSignal(false)
  const hasFamily = () => props.pupil?.status === 'claimed'
  const fields = (): (keyof PupilDraft)[] =>
    hasFamily() ? ['group', 'number'] : ['first', 'last', 'birth', 'group', 'number', 'postcode']
  const type = (name: keyof PupilDraft) => (value: string) => setDraft({ ...draft(), [name]: value })
  const leave = (name: keyof PupilDraft) => (value: string) => {
    const { [name]: _, ...rest } = errors()
    const wrong = value.trim() ? wrongInPupil(name, value.trim()) : null
    setErrors(wrong ? { ...rest, [name]: t(wrong) } : rest)
  }
  const save = async (event: SubmitEvent) => {
    event.preventDefault()
    const next = Object.fromEntries(
      Object.entries(draft()).map(([name, value]) => [name, value.trim()]),
    ) as PupilDraft
    setDraft(next)
    const found: Record<string, string> = {}
    for (const name of fields()) {
      const wrong = wrongInPupil(name, next[name])
      if (wrong) found[name] = t(wrong)
    }
    setErrors(found)
    if (Object.keys(found).length > 0 || isBusy()) return
    setBusy(true)
    const path = `/schools/${props.schoolId}/pupils`
    try {
      const { pupil } = props
      const changes = pupil ? changesOfPupil(next, pupil) : {}
      const reason = pupil ? await props.askReason(pupil, changes) : ''
      if (reason === null) {
        setBusy(false)
        return
      }
      props.onSaved(
        pupil
          ? await api<Pupil>('PATCH', `${path}/${pupil.id}`, { ...changes, reason })
          : await api<Pupil>('POST', path, inputOfPupil(next)),
      )
    } catch (error) {
      setErrors(refusedPupil(error))
    }
    setBusy(false)
  }
  const field = (name: Exclude<keyof PupilDraft, 'group'>, hint?: string, kind?: string) => (
    <TextField
      label={t(`form.${name}`)}
      name={name}
      {...(hint ? { hint } : {})}
      {...(kind ? { type: kind } : {})}
      autocomplete="off"
      value={draft()[name]}
      error={errors()[name]}
      onType={type(name)}
      onLeave={leave(name)}
    />
  )
  const title = () => (props.pupil ? t('form.change', { name: props.pupil.firstName }) : t('form.new'))
  return (
    <form class="form box pupil-form" novalidate onSubmit={save} aria-labelledby="pupil-form">
      <h2 id="pupil-form">{title()}</h2>
      <ErrorSummary title={t('errors')} errors={errors()} />
      <Show when={!hasFamily()} fallback={<p>{t('form.family')}</p>}>
        {field('first')}
        {field('last', t('form.last.hint'))}
        {field('birth', undefined, 'date')}
      </Show>
      <SelectField
        label={t('form.group')}
        name="group"
        value={draft().group}
        error={errors().group}
        options={[
          { value: '', label: t('pupil.noGroup') },
          ...props.groups.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={type('group')}
      />
      {field('number', t('form.number.hint'))}
      <Show when={!hasFamily()}>{field('postcode', t('form.postcode.hint'))}</Show>
      <FormActions
        submit={isBusy() ? t('busy') : t('save')}
        cancel={t('cancel')}
        onCancel={() => props.onCancel()}
      />
    </form>
  )
}

/** What the server has against a pupil, in words per field. */
function refusedPupil(error: unknown): Record<string, string> {
  const problem = error instanceof ApiProblem ? error.problem : { code: 'other' as const }
  if (problem.code === 'pupil-number-taken') return { number: refusalSentence(problem, '') }
  const wrong = 'errors' in problem ? (problem.errors ?? []) : []
  if (wrong.length === 0) return { form: refusalSentence(problem, '') }
  return Object.fromEntries(
    wrong.map(({ pointer }) => {
      const field = fieldOfPupil(pointer)
      return [field, field === 'form' ? refusalSentence(problem, '') : t(`wrong.${field}`)]
    }),
  )
}

import type { KeptGroup } from '@portal/shared/schools/kept-group.ts'
import { lastYearOf, schoolYearName } from '@portal/shared/schools/school-year.ts'
import { createSignal, Show } from 'solid-js'
import { ApiProblem, api } from '../api.ts'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/pupils.json'
import { wordsOf } from '../i18n/translate.ts'
import { ErrorSummary, SelectField, TextField } from '../ui/fields.tsx'
import { FormActions } from '../ui/form-actions.tsx'
import type { OwnSchool } from './school-page.tsx'

const t = wordsOf(words)

/** Add a group to a school year, or change the name or year of one. */
export function GroupForm(props: {
  school: OwnSchool
  group: KeptGroup | null
  schoolYears: readonly number[]
  schoolYear: number
  onSaved: (group: KeptGroup) => void
  onCancel: () => void
}) {
  const [name, setName] = createSignal(props.group?.name ?? '')
  const [year, setYear] = createSignal(String(props.group?.year ?? 1))
  const [schoolYear, setSchoolYear] = createSignal(String(props.schoolYear))
  const [errors, setErrors] = createSignal<Record<string, string>>({})
  const [isBusy, setBusy] = createSignal(false)
  const wrongName = (text: string) => (text === '' || text.length > 60 ? t('wrong.groupName') : '')
  const save = async (event: SubmitEvent) => {
    event.preventDefault()
    const wrong = wrongName(name().trim())
    setErrors(wrong ? { name: wrong } : {})
    if (wrong || isBusy()) return
    setBusy(true)
    const path = `/schools/${props.school.id}/groups`
    const input = { name: name().trim(), year: Number(year()) }
    try {
      props.onSaved(
        props.group
          ? await api<KeptGroup>('PATCH', `${path}/${props.group.id}`, input)
          : await api<KeptGroup>('POST', path, { ...input, schoolYear: Number(schoolYear()) }),
      )
    } catch (error) {
      const problem = error instanceof ApiProblem ? error.problem : { code: 'other' as const }
      const pointers = ('errors' in problem ? (problem.errors ?? []) : []).map(({ pointer }) => pointer)
      setErrors({
        ...(pointers.includes('/name') ? { name: t('wrong.groupName') } : {}),
        ...(pointers.includes('/year') ? { year: t('wrong.groupYear') } : {}),
        ...(problem.code === 'group-exists' ? { name: refusalSentence(problem, '') } : {}),
        ...(pointers.length === 0 && problem.code !== 'group-exists'
          ? { form: refusalSentence(problem, '') }
          : {}),
      })
    }
    setBusy(false)
  }
  return (
    <form class="form box" novalidate onSubmit={save} aria-labelledby="group-form">
      <h2 id="group-form">{props.group?.name ?? t('groups.add')}</h2>
      <ErrorSummary title={t('errors')} errors={errors()} />
      <TextField
        label={t('group.name')}
        name="name"
        hint={t('group.name.hint')}
        autocomplete="off"
        value={name()}
        error={errors().name}
        onType={setName}
        onLeave={(value) =>
          setErrors(value.trim() && wrongName(value.trim()) ? { name: wrongName(value) } : {})
        }
      />
      <SelectField
        label={t('group.of')}
        name="year"
        value={year()}
        error={errors().year}
        options={Array.from({ length: lastYearOf(props.school.sector) }, (_, index) => ({
          value: String(index + 1),
          label: String(index + 1),
        }))}
        onChange={setYear}
      />
      <Show when={!props.group}>
        <SelectField
          label={t('group.schoolYear')}
          name="schoolYear"
          value={schoolYear()}
          options={props.schoolYears.map((each) => ({ value: String(each), label: schoolYearName(each) }))}
          onChange={setSchoolYear}
        />
      </Show>
      <FormActions
        submit={isBusy() ? t('busy') : t('save')}
        cancel={t('cancel')}
        onCancel={() => props.onCancel()}
      />
    </form>
  )
}

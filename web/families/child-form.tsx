import type { Child } from '@portal/shared/families/child.ts'
import type { SchoolGroupPage, SchoolPage } from '@portal/shared/schools/school.ts'
import { createSignal, Show } from 'solid-js'
import { ApiProblem, api } from '../api.ts'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/account.json'
import { wordsOf } from '../i18n/translate.ts'
import { createLoaded } from '../ui/create-loaded.ts'
import { dutchDate } from '../ui/dates.ts'
import { ErrorSummary, SelectField, TextField, textOf } from '../ui/fields.tsx'

const t = wordsOf(words)
type Draft = {
  firstName: string
  lastName: string
  birthDate: string
  postcode: string
  schoolId: string
  groupId: string
}
const empty: Draft = { firstName: '', lastName: '', birthDate: '', postcode: '', schoolId: '', groupId: '' }

const labels = {
  firstName: 'children.first',
  lastName: 'children.last',
  birthDate: 'children.birth',
  postcode: 'children.postcode',
} as const

function errorOf(name: keyof Draft, value: string): string {
  if (name === 'schoolId' || name === 'groupId') return ''
  if (!value) return t('form.required', { field: t(labels[name]) })
  if (name === 'postcode' && !/^[1-9]\d{3}\s?[a-z]{2}$/i.test(value)) return t('form.postcode')
  if (name === 'birthDate' && Number.isNaN(Date.parse(value))) return t('form.date')
  return ''
}

/** Enter a child, look it over, then keep it. */
export function ChildForm(props: { onSaved: (child: Child) => void }) {
  const [draft, setDraft] = createSignal<Draft>(empty)
  const [errors, setErrors] = createSignal<Record<string, string>>({})
  const [isSummary, setSummary] = createSignal(false)
  const [isBusy, setBusy] = createSignal(false)
  const [schools] = createLoaded(
    () => true,
    () => api<SchoolPage>('GET', '/schools?pageSize=100'),
  )
  const [groups] = createLoaded(
    () => draft().schoolId,
    (id) => api<SchoolGroupPage>('GET', `/schools/${id}/groups`),
  )
  const schoolName = () =>
    schools()?.items.find((each) => each.id === draft().schoolId)?.name ?? t('children.school.none')
  const groupName = () =>
    groups()?.items.find((each) => each.id === draft().groupId)?.name ?? t('children.group.none')
  const type = (name: keyof Draft) => (value: string) => setDraft({ ...draft(), [name]: value })
  const leave = (name: keyof Draft) => (value: string) => {
    setDraft({ ...draft(), [name]: value.trim() })
    const { [name]: _, ...rest } = errors()
    const error = value ? errorOf(name, value.trim()) : ''
    setErrors(error ? { ...rest, [name]: error } : rest)
  }
  const look = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    const form = event.currentTarget
    const next = { ...draft() }
    const found: Record<string, string> = {}
    for (const name of Object.keys(empty) as (keyof Draft)[]) {
      next[name] = textOf(form, name)
      const error = errorOf(name, next[name])
      if (error) found[name] = error
    }
    setDraft(next)
    setErrors(found)
    if (Object.keys(found).length === 0) setSummary(true)
  }
  const save = async () => {
    if (isBusy()) return
    setBusy(true)
    try {
      const child = await api<Child>('POST', '/children', {
        ...draft(),
        schoolId: draft().schoolId || null,
        groupId: draft().groupId || null,
      })
      setSummary(false)
      setDraft(empty)
      props.onSaved(child)
    } catch (error) {
      const problem = error instanceof ApiProblem ? error.problem : { code: 'other' as const }
      const fields = 'errors' in problem ? (problem.errors ?? []) : []
      const found: Record<string, string> = {}
      for (const field of fields) {
        const name = field.pointer.slice(1) as keyof Draft
        found[name] =
          name === 'postcode'
            ? t('form.postcode')
            : name === 'birthDate'
              ? t('form.date')
              : refusalSentence({ code: 'invalid-input' }, '')
      }
      setErrors(fields.length > 0 ? found : { form: refusalSentence(problem, draft().firstName) })
      setSummary(false)
    }
    setBusy(false)
  }
  return (
    <section class="box">
      <h2>{t('children.add')}</h2>
      <ErrorSummary title={t('form.errors')} errors={errors()} />
      <Show
        when={!isSummary()}
        fallback={
          <div>
            <h3>{t('children.summary')}</h3>
            <dl class="facts">
              <dt>{t('children.first')}</dt>
              <dd>
                {draft().firstName} {draft().lastName}
              </dd>
              <dt>{t('children.birth')}</dt>
              <dd>
                {dutchDate(draft().birthDate)} {draft().birthDate.slice(0, 4)}
              </dd>
              <dt>{t('children.postcode')}</dt>
              <dd>{draft().postcode}</dd>
              <dt>{t('children.school')}</dt>
              <dd>
                {schoolName()}, {groupName()}
              </dd>
            </dl>
            <div class="actions">
              <button type="button" class="button button--primary" onClick={save}>
                {isBusy() ? t('busy') : t('children.save', { name: draft().firstName })}
              </button>
              <button type="button" class="button" onClick={() => setSummary(false)}>
                {t('children.edit')}
              </button>
            </div>
          </div>
        }
      >
        <form class="form" novalidate onSubmit={look}>
          <TextField
            label={t('children.first')}
            name="firstName"
            value={draft().firstName}
            error={errors().firstName}
            onType={type('firstName')}
            onLeave={leave('firstName')}
          />
          <TextField
            label={t('children.last')}
            name="lastName"
            value={draft().lastName}
            error={errors().lastName}
            onType={type('lastName')}
            onLeave={leave('lastName')}
          />
          <TextField
            label={t('children.birth')}
            name="birthDate"
            type="date"
            value={draft().birthDate}
            error={errors().birthDate}
            onType={type('birthDate')}
            onLeave={leave('birthDate')}
          />
          <TextField
            label={t('children.postcode')}
            name="postcode"
            hint={t('children.postcode.hint')}
            value={draft().postcode}
            error={errors().postcode}
            onType={type('postcode')}
            onLeave={leave('postcode')}
          />
          <SelectField
            label={t('children.school')}
            name="schoolId"
            value={draft().schoolId}
            options={[
              { value: '', label: t('children.school.none') },
              ...(schools()?.items ?? []).map((each) => ({ value: each.id, label: each.name })),
            ]}
            onChange={(schoolId) => setDraft({ ...draft(), schoolId, groupId: '' })}
          />
          <Show when={draft().schoolId}>
            <SelectField
              label={t('children.group')}
              name="groupId"
              value={draft().groupId}
              options={[
                { value: '', label: t('children.group.none') },
                ...(groups()?.items ?? []).map((each) => ({ value: each.id, label: each.name })),
              ]}
              onChange={(groupId) => setDraft({ ...draft(), groupId })}
            />
          </Show>
          <button type="submit" class="button button--primary">
            {t('children.check')}
          </button>
        </form>
      </Show>
    </section>
  )
}

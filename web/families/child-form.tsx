import type { Child } from '@portal/shared/families/child.ts'
import type { SchoolGroupPage, SchoolPage } from '@portal/shared/schools/school.ts'
import { createSignal, Show } from 'solid-js'
import { ApiProblem, api } from '../api.ts'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/account.json'
import family from '../i18n/nl/family.json'
import { wordsOf } from '../i18n/translate.ts'
import { createLoaded } from '../ui/create-loaded.ts'
import { today } from '../ui/dates.ts'
import { ErrorSummary, SelectField, TextField, textOf } from '../ui/fields.tsx'
import { ChangeConsequences } from './change-consequences.tsx'
import {
  type ChildDraft,
  changesOf,
  consequential,
  draftFields,
  draftOf,
  emptyDraft,
  errorOfField,
  inputOf,
  isHomeOptional,
  isSameHome,
  isTooYoungForAccount,
} from './child-draft.ts'
import { ChildSummary } from './child-summary.tsx'
import { ForWhom } from './for-whom.tsx'

const t = wordsOf(words)
const f = wordsOf(family)

const labels = {
  firstName: 'children.first',
  lastName: 'children.last',
  birthDate: 'children.birth',
  postcode: 'children.postcode',
  secondPostcode: 'children.postcode',
  schoolId: 'children.school',
  groupId: 'children.group',
} as const

function errorText(name: keyof ChildDraft, value: string, child: Child | undefined): string {
  const error = errorOfField(name, value, isHomeOptional(child))
  return error ? t(error, { field: t(labels[name]).toLowerCase() }) : ''
}

/** What the server has against a field, in words. */
function refusedText(name: keyof ChildDraft): string {
  if (name === 'postcode') return t('form.postcode')
  if (name === 'secondPostcode') return f('form.second')
  if (name === 'birthDate') return t('form.birth')
  return t('form.wrong', { field: t(labels[name]).toLowerCase() })
}

/**
 * Enter or change a child, look it over with what it would do to enrolments, then keep it. Nothing typed is lost when it is
 * refused. `mayBeSelf`: a new one may also be who fills it in, from 16.
 */
export function ChildForm(props: {
  child?: Child
  mayBeSelf?: boolean
  onSaved: (child: Child) => void
  onCancel?: () => void
}) {
  const [isForSelf, setForSelf] = createSignal(false)
  const isSelf = () => props.child?.isSelf ?? isForSelf()
  const [draft, setDraft] = createSignal<ChildDraft>(props.child ? draftOf(props.child) : emptyDraft)
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
  const type = (name: keyof ChildDraft) => (value: string) => setDraft({ ...draft(), [name]: value })
  const leave = (name: keyof ChildDraft) => (value: string) => {
    setDraft({ ...draft(), [name]: value.trim() })
    const { [name]: _, ...rest } = errors()
    const error = value ? errorText(name, value.trim(), props.child) : ''
    setErrors(error ? { ...rest, [name]: error } : rest)
  }
  const look = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    const form = event.currentTarget
    const next = { ...draft() }
    const found: Record<string, string> = {}
    for (const name of draftFields) {
      next[name] = textOf(form, name)
      const error = errorText(name, next[name], props.child)
      if (error) found[name] = error
    }
    if (isSameHome(next)) found.secondPostcode = f('form.second')
    if (isForSelf() && !found.birthDate && isTooYoungForAccount(next.birthDate, today()))
      found.birthDate = f('self.tooYoung')
    setDraft(next)
    setErrors(found)
    if (Object.keys(found).length === 0) setSummary(true)
  }
  const save = async () => {
    if (isBusy()) return
    setBusy(true)
    try {
      const child = props.child
        ? await api<Child>('PATCH', `/children/${props.child.id}`, changesOf(draft(), props.child))
        : await api<Child>('POST', '/children', inputOf(draft(), isForSelf()))
      props.onSaved(child)
    } catch (error) {
      const problem = error instanceof ApiProblem ? error.problem : { code: 'other' as const }
      const wrong = ('errors' in problem ? (problem.errors ?? []) : [])
        .map((field) => field.pointer.slice(1) as keyof ChildDraft)
        .filter((name) => draftFields.includes(name))
      setErrors(
        wrong.length > 0
          ? Object.fromEntries(wrong.map((name) => [name, refusedText(name)]))
          : { form: refusalSentence(problem, draft().firstName) },
      )
      setSummary(false)
    }
    setBusy(false)
  }
  const title = () => {
    if (isSelf()) return f(props.child ? 'self.change' : 'self.form')
    return props.child ? t('children.change', { name: props.child.firstName }) : t('children.add')
  }
  const saveText = () => {
    if (isBusy()) return t('busy')
    if (props.child) return t('children.keep')
    return isSelf() ? f('self.save') : t('children.save', { name: draft().firstName })
  }
  /** Of a child that is there: what enrolments may rest on, if that changes. */
  const consequences = () => (props.child ? consequential(changesOf(draft(), props.child)) : null)
  return (
    <section class="box" aria-labelledby="child-form">
      <h2 id="child-form">{title()}</h2>
      <ErrorSummary title={t('form.errors')} errors={errors()} />
      <Show
        when={!isSummary()}
        fallback={
          <ChildSummary
            draft={draft()}
            school={
              schools()?.items.find((each) => each.id === draft().schoolId)?.name ?? t('children.school.none')
            }
            group={
              draft().schoolId
                ? (groups()?.items.find((each) => each.id === draft().groupId)?.name ??
                  t('children.group.none'))
                : ''
            }
            save={saveText()}
            onSave={save}
            onEdit={() => setSummary(false)}
          >
            <Show when={consequences()}>
              {(changes) => (
                <ChangeConsequences
                  childId={props.child?.id ?? ''}
                  name={draft().firstName}
                  isSelf={isSelf()}
                  changes={changes()}
                />
              )}
            </Show>
          </ChildSummary>
        }
      >
        <form class="form" novalidate onSubmit={look}>
          <Show when={props.mayBeSelf}>
            <ForWhom isSelf={isForSelf()} onChange={setForSelf} />
          </Show>
          <TextField
            label={t('children.first')}
            name="firstName"
            autocomplete="off"
            value={draft().firstName}
            error={errors().firstName}
            onType={type('firstName')}
            onLeave={leave('firstName')}
          />
          <TextField
            label={t('children.last')}
            name="lastName"
            autocomplete="off"
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
            autocomplete="postal-code"
            hint={isSelf() ? f('self.postcode.hint') : t('children.postcode.hint')}
            value={draft().postcode}
            error={errors().postcode}
            onType={type('postcode')}
            onLeave={leave('postcode')}
          />
          <Show when={!props.child?.hasHiddenHome} fallback={<p class="hint">{f('hidden.form')}</p>}>
            <TextField
              label={f('second')}
              name="secondPostcode"
              autocomplete="off"
              hint={f(isSelf() ? 'second.hint.self' : 'second.hint')}
              value={draft().secondPostcode}
              error={errors().secondPostcode}
              onType={type('secondPostcode')}
              onLeave={leave('secondPostcode')}
            />
          </Show>
          <SelectField
            label={t('children.school')}
            name="schoolId"
            value={draft().schoolId}
            error={errors().schoolId}
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
              error={errors().groupId}
              options={[
                { value: '', label: t('children.group.none') },
                ...(groups()?.items ?? []).map((each) => ({ value: each.id, label: each.name })),
              ]}
              onChange={(groupId) => setDraft({ ...draft(), groupId })}
            />
          </Show>
          <div class="actions">
            <button type="submit" class="button button--primary">
              {t('children.check')}
            </button>
            <Show when={props.onCancel}>
              {(cancel) => (
                <button type="button" class="button" onClick={() => cancel()()}>
                  {t('cancel')}
                </button>
              )}
            </Show>
          </div>
        </form>
      </Show>
    </section>
  )
}

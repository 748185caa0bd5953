import type { Touched, TouchPreview } from '@portal/shared/calendar/clash.ts'
import type { NextYearInput, NextYearPreview, NextYearResult } from '@portal/shared/schools/kept-group.ts'
import { lastYearOf, schoolYearName, schoolYearOf } from '@portal/shared/schools/school-year.ts'
import { createSignal, For, Match, Show, Switch } from 'solid-js'
import { ApiProblem, api } from '../api.ts'
import { ReasonField, wrongReason } from '../clashes/reason-field.tsx'
import { TouchedList } from '../clashes/touched-list.tsx'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import clashes from '../i18n/nl/clashes.json'
import words from '../i18n/nl/pupils.json'
import { wordsOf } from '../i18n/translate.ts'
import { createLoaded } from '../ui/create-loaded.ts'
import { today } from '../ui/dates.ts'
import { ErrorSummary, SelectField, TextField } from '../ui/fields.tsx'
import { Alert, LoadingBlock } from '../ui/state-blocks.tsx'
import './pupils.css'
import { type OwnSchool, SchoolPage } from './school-page.tsx'

const t = wordsOf(words)
const c = wordsOf(clashes)

/** All pupils to the next school year: a proposal that can be changed, said once more, and then done. */
export default function NextYearPage() {
  return <SchoolPage title={t('next.title')}>{(school) => <NextYear school={school} />}</SchoolPage>
}

function NextYear(props: { school: OwnSchool }) {
  const path = () => `/schools/${props.school.id}/next-year`
  const [preview, { refetch }] = createLoaded(path, (from) => api<NextYearPreview>('GET', from))
  const [done, setDone] = createSignal<NextYearResult | null>(null)
  const isEarly = (found: NextYearPreview) => found.schoolYear > schoolYearOf(today())
  return (
    <>
      <div aria-live="polite">
        <Show when={done()}>
          {(result) => (
            <Alert tone="ok">
              {t('next.done', { moved: result().moved, gone: result().left + result().removed })}
            </Alert>
          )}
        </Show>
      </div>
      <Switch>
        <Match when={done()}>
          <a class="button button--primary" href="/school/groepen">
            {t('groups.title')}
          </a>
        </Match>
        <Match when={preview.error}>
          <Alert tone="error">{t('failed')}</Alert>
          <button type="button" class="button" onClick={refetch}>
            {t('again')}
          </button>
        </Match>
        <Match when={!preview.latest}>
          <LoadingBlock label={t('loading')} />
        </Match>
        <Match when={preview.latest?.groups.length === 0}>
          <Alert tone="info">{t('next.none')}</Alert>
        </Match>
        <Match when={preview.latest && isEarly(preview.latest)}>
          <Alert tone="info">
            {t('next.early', { from: schoolYearName(preview.latest?.schoolYear ?? 0) })}
          </Alert>
        </Match>
        <Match when={preview()}>
          <Show when={preview()} keyed>
            {(found) => (
              <Moves school={props.school} found={found} path={path()} onDone={setDone} onChanged={refetch} />
            )}
          </Show>
        </Match>
      </Switch>
    </>
  )
}

/** Where each group goes: a year of the school (`leaves` for none), and what the group is called there. */
type Choice = { year: string; name: string }

function Moves(props: {
  school: OwnSchool
  found: NextYearPreview
  path: string
  onDone: (result: NextYearResult) => void
  onChanged: () => void
}) {
  const [choices, setChoices] = createSignal<Record<string, Choice>>(
    Object.fromEntries(
      props.found.groups.map(({ groupId, name, to }) => [
        groupId,
        { year: to ? String(to.year) : 'leaves', name: to?.name ?? name },
      ]),
    ),
  )
  const [errors, setErrors] = createSignal<Record<string, string>>({})
  const [isBusy, setBusy] = createSignal(false)
  let dialog: HTMLDialogElement | undefined
  const to = schoolYearName(props.found.toSchoolYear)
  const choiceOf = (id: string): Choice => choices()[id] ?? { year: 'leaves', name: '' }
  const change = (id: string, part: Partial<Choice>) =>
    setChoices({ ...choices(), [id]: { ...choiceOf(id), ...part } })
  const leaving = () => props.found.groups.filter(({ groupId }) => choiceOf(groupId).year === 'leaves')
  const sum = (numbers: number[]) => numbers.reduce((total, each) => total + each, 0)
  const all = () => sum(props.found.groups.map(({ pupils }) => pupils))
  const gone = () => sum(leaving().map(({ pupils }) => pupils))
  const left = () => sum(leaving().map(({ claimed }) => claimed))

  const [touched, setTouched] = createSignal<readonly Touched[]>([])
  const [reason, setReason] = createSignal('')
  const [wrong, setWrong] = createSignal<string | undefined>()
  const body = (): Omit<NextYearInput, 'reason'> => ({
    schoolYear: props.found.schoolYear,
    groups: props.found.groups.map(({ groupId }) => {
      const { year, name } = choiceOf(groupId)
      return { groupId, to: year === 'leaves' ? null : { year: Number(year), name: name.trim() } }
    }),
  })

  const look = async (event: SubmitEvent) => {
    event.preventDefault()
    const unnamed = props.found.groups.filter(({ groupId }) => {
      const { year, name } = choiceOf(groupId)
      return year !== 'leaves' && (name.trim() === '' || name.trim().length > 60)
    })
    setErrors(Object.fromEntries(unnamed.map(({ groupId }) => [groupId, t('wrong.groupName')])))
    if (unnamed.length > 0 || isBusy()) return
    setBusy(true)
    try {
      const { enrolments } = await api<TouchPreview>('POST', `${props.path}/previews`, body())
      setTouched(enrolments)
      setWrong(undefined)
      dialog?.showModal()
    } catch (error) {
      setErrors({
        form: refusalSentence(error instanceof ApiProblem ? error.problem : { code: 'other' }, ''),
      })
    }
    setBusy(false)
  }
  const move = async () => {
    setWrong(touched().length > 0 ? wrongReason(reason()) : undefined)
    if (wrong()) {
      document.getElementById('field-reason')?.focus()
      return
    }
    dialog?.close()
    if (isBusy()) return
    setBusy(true)
    try {
      props.onDone(await api<NextYearResult>('POST', props.path, { ...body(), reason: reason().trim() }))
    } catch (error) {
      const problem = error instanceof ApiProblem ? error.problem : { code: 'other' as const }
      if (problem.code === 'changed-meanwhile') props.onChanged()
      setErrors({
        form: problem.code === 'changed-meanwhile' ? t('next.changed') : refusalSentence(problem, ''),
      })
    }
    setBusy(false)
  }
  return (
    <form novalidate onSubmit={look}>
      <p class="lead">{t('next.text', { from: schoolYearName(props.found.schoolYear), to })}</p>
      <ErrorSummary title={t('errors')} errors={errors()} />
      <ul class="group-rows">
        <For each={props.found.groups}>
          {(group) => (
            <li class="box next-row">
              <div>
                <h2>{group.name}</h2>
                <p>{group.pupils === 1 ? t('next.pupils.one') : t('next.pupils', { count: group.pupils })}</p>
                <Show when={group.lessons > 0}>
                  <p class="muted">{t('next.lessons')}</p>
                </Show>
              </div>
              <SelectField
                label={t('next.to')}
                name={`year-${group.groupId}`}
                value={choiceOf(group.groupId).year}
                options={[
                  ...Array.from({ length: lastYearOf(props.school.sector) }, (_, index) => ({
                    value: String(index + 1),
                    label: t('next.to.year', { year: index + 1 }),
                  })),
                  { value: 'leaves', label: t('next.to.leaves') },
                ]}
                onChange={(year) => change(group.groupId, { year })}
              />
              <Show when={choiceOf(group.groupId).year !== 'leaves'}>
                <TextField
                  label={t('next.name')}
                  name={group.groupId}
                  autocomplete="off"
                  value={choiceOf(group.groupId).name}
                  error={errors()[group.groupId]}
                  onType={(name) => change(group.groupId, { name })}
                />
              </Show>
            </li>
          )}
        </For>
      </ul>
      <button type="submit" class="button button--primary">
        {isBusy() ? t('busy') : t('next.do')}
      </button>
      <dialog ref={dialog} aria-labelledby="sure">
        <h2 id="sure">{t('next.sure.title', { to })}</h2>
        <ul>
          <li>{t('next.sure.moved', { count: all() - gone(), to })}</li>
          <Show when={left() > 0}>
            <li>{t('next.sure.left', { count: left() })}</li>
          </Show>
          <Show when={gone() > left()}>
            <li>{t('next.sure.removed', { count: gone() - left() })}</li>
          </Show>
        </ul>
        <Show when={touched().length > 0}>
          <p>
            {touched().length === 1 ? c('change.one') : c('change.many', { count: touched().length })}{' '}
            {c('change.told')}
          </p>
          <TouchedList touched={touched()} />
          <ReasonField
            name="reason"
            value={reason()}
            error={wrong()}
            onType={setReason}
            onLeave={(value) => wrong() && setWrong(wrongReason(value))}
          />
        </Show>
        <p>{t('next.sure.undo')}</p>
        <div class="actions">
          <button type="button" class="button button--danger" onClick={move}>
            {t('next.sure.yes', { to })}
          </button>
          <button type="button" class="button" onClick={() => dialog?.close()}>
            {t('cancel')}
          </button>
        </div>
      </dialog>
    </form>
  )
}

import type { Facts } from '@portal/shared/problem.ts'
import type { SchoolGroup } from '@portal/shared/schools/school.ts'
import type { Lesson, TimetableResult } from '@portal/shared/timetables/timetable.ts'
import { createMemo, createSignal, Show } from 'solid-js'
import { ApiProblem, api } from '../api.ts'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import publicWords from '../i18n/nl/public.json'
import words from '../i18n/nl/school.json'
import { wordsOf } from '../i18n/translate.ts'
import { plusDays, today } from '../ui/dates.ts'
import { ErrorSummary, SelectField, TextField } from '../ui/fields.tsx'
import { ChangedTimetable } from './changed-timetable.tsx'
import { ClashPreview } from './clash-preview.tsx'
import { type Target, type WeekText, weekOf, withWeek, wrongTimes } from './timetable-draft.ts'
import { WeekFields } from './week-fields.tsx'

const t = wordsOf(words)
const p = wordsOf(publicWords)

/**
 * A new version of the timetable, begun from the one that is given: times for the whole school, a year or a group, looked
 * over with the clashes they cause, and published. Nothing is lost when one turns to another group or when it is refused.
 */
export function TimetableForm(props: {
  schoolId: string
  sector: string
  groups: readonly SchoolGroup[]
  lessons: readonly Lesson[]
  /** Of the timetables that it grows from. */
  version: string
  onPublished: (validFrom: string) => void
}) {
  const [lessons, setLessons] = createSignal<readonly Lesson[]>(props.lessons)
  const [target, setTarget] = createSignal<Target>('school')
  const [typed, setTyped] = createSignal<WeekText | null>(null)
  const [validFrom, setValidFrom] = createSignal(plusDays(today(), 7))
  const [preview, setPreview] = createSignal<TimetableResult | null>(null)
  const [errors, setErrors] = createSignal<Record<string, string>>({})
  const [version, setVersion] = createSignal(props.version)
  const [changed, setChanged] = createSignal<Facts | null>(null)
  const [isBusy, setBusy] = createSignal(false)
  const yearOf = (groupId: string) => props.groups.find((group) => group.id === groupId)?.year ?? null
  const held = createMemo(() => weekOf(lessons(), target(), yearOf))
  const week = () => typed() ?? held().week

  /** What was looked over is no longer what would be published. */
  const type = (next: WeekText | null) => {
    setTyped(next)
    setPreview(null)
  }
  /** What was typed goes into the version before another group is looked at. */
  const settle = () => {
    const changed = typed()
    if (changed) setLessons(withWeek(lessons(), target(), changed))
    setTyped(null)
    return lessons()
  }
  const timeErrors = () =>
    Object.fromEntries(
      wrongTimes(week()).map((name) => {
        const day = name.split('-')[1] as '1'
        return [name, `${p(`day.${day}`)}: ${t('wrongTime')}`]
      }),
    )
  const choose = (next: Target) => {
    const found = timeErrors()
    setErrors(found)
    if (Object.keys(found).length > 0) return
    settle()
    setPreview(null)
    setTarget(next)
  }
  const ask = async (method: 'POST' | 'PUT', path: string, reason = '') => {
    setBusy(true)
    try {
      return await api<TimetableResult>(
        method,
        `/schools/${props.schoolId}/timetables/${validFrom()}${path}`,
        { lessons: lessons(), reason },
        method === 'PUT' ? version() : undefined,
      )
    } catch (error) {
      if (error instanceof ApiProblem && error.problem.code === 'precondition-failed') {
        setErrors({})
        setPreview(null)
        setChanged(error.problem.facts ?? {})
        return null
      }
      setErrors({
        form: refusalSentence(error instanceof ApiProblem ? error.problem : { code: 'other' }, ''),
      })
      return null
    } finally {
      setBusy(false)
    }
  }
  const look = async (event: SubmitEvent) => {
    event.preventDefault()
    const found = { ...(validFrom() ? {} : { validFrom: t('wrongDate') }), ...timeErrors() }
    setErrors(found)
    if (Object.keys(found).length > 0 || isBusy()) return
    settle()
    setPreview(await ask('POST', '/checks'))
  }
  const publish = async (reason: string) => {
    if (!isBusy() && (await ask('PUT', '', reason))) props.onPublished(validFrom())
  }
  return (
    <>
      <Show when={changed()}>
        {(facts) => (
          <ChangedTimetable
            schoolId={props.schoolId}
            facts={facts()}
            onLook={(now) => setVersion(now.version)}
          />
        )}
      </Show>
      <ErrorSummary title={t('errors')} errors={errors()} />
      <form class="form" novalidate onSubmit={look} onInput={() => setPreview(null)}>
        <TextField
          label={t('from')}
          name="validFrom"
          type="date"
          value={validFrom()}
          error={errors().validFrom}
          onType={setValidFrom}
        />
        <SelectField
          label={t('for')}
          name="target"
          value={target()}
          onChange={(value) => choose(value as Target)}
          options={[
            { value: 'school', label: t('whole') },
            ...Array.from({ length: props.sector === 'po' || props.sector === 'so' ? 8 : 6 }, (_, index) => ({
              value: `year:${index + 1}`,
              label: t('year', { year: index + 1 }),
            })),
            ...props.groups.map((group) => ({
              value: `group:${group.id}`,
              label: t('group', { group: group.name }),
            })),
          ]}
        />
        <Show when={target() !== 'school'}>
          <p class="hint">{t(typed() ? 'source.typed' : `source.${held().source}`)}</p>
        </Show>
        <WeekFields
          week={week()}
          errors={errors()}
          onChange={type}
          onLeave={() => {
            // Only what is wrong already is looked at again: half a time is no mistake yet.
            const now = timeErrors()
            setErrors(Object.fromEntries(Object.entries(errors()).filter(([name]) => name in now)))
          }}
        />
        <p class="hint">{t('noLesson')}</p>
        <div class="actions">
          <button type="submit" class="button button--primary">
            {isBusy() ? t('busy') : t('preview')}
          </button>
          <Show when={target() !== 'school' && held().source === 'own'}>
            <button
              type="button"
              class="button"
              onClick={() => {
                setLessons(withWeek(lessons(), target(), null))
                type(null)
              }}
            >
              {t('followAgain')}
            </button>
          </Show>
        </div>
      </form>
      <div aria-live="polite">
        <Show when={preview()}>
          {(result) => <ClashPreview result={result()} isBusy={isBusy()} onPublish={publish} />}
        </Show>
      </div>
    </>
  )
}

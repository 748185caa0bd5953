import type { Timetable, TimetableResult } from '@portal/shared/timetables/timetable.ts'
import { createSignal, For, Match, Show, Switch } from 'solid-js'
import { ApiProblem, api } from '../api.ts'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/account.json'
import publicWords from '../i18n/nl/public.json'
import { wordsOf } from '../i18n/translate.ts'
import { PageTitle } from '../layout/page-title.tsx'
import { useMe } from '../me.ts'
import { SignedIn } from '../sign-in/signed-in.tsx'
import { createLoaded } from '../ui/create-loaded.ts'
import { dutchDate, dutchDay, dutchTime, plusDays } from '../ui/dates.ts'
import { ErrorSummary, SelectField, TextField, textOf } from '../ui/fields.tsx'
import { Alert, LoadingBlock } from '../ui/state-blocks.tsx'

const t = wordsOf(words)
const p = wordsOf(publicWords)
const days = [1, 2, 3, 4, 5] as const
type Plan = {
  validFrom: string
  lessons: {
    weekday: number
    startTime: string
    endTime: string
    year: number | null
    groupId: string | null
  }[]
}

/** The timetable of the own school: see it, change it from a date, see the clashes before it is published. */
export default function TimetablePage() {
  const school = useMe()?.schools[0]
  const [timetable, { refetch }] = createLoaded(
    () => school?.id,
    (id) => api<Timetable>('GET', `/schools/${id}/timetable`),
  )
  const [year, setYear] = createSignal('')
  const [plan, setPlan] = createSignal<Plan | null>(null)
  const [preview, setPreview] = createSignal<TimetableResult | null>(null)
  const [published, setPublished] = createSignal('')
  const [errors, setErrors] = createSignal<Record<string, string>>({})
  const chosenYear = () => (year() === '' ? null : Number(year()))
  const lessonOf = (weekday: number) => {
    const all =
      timetable()?.lessons.filter((lesson) => lesson.weekday === weekday && lesson.groupId === null) ?? []
    const own = all.filter((lesson) => lesson.year === chosenYear())
    const used = own.length > 0 ? own : all.filter((lesson) => lesson.year === null)
    return { start: used[0]?.startTime ?? '', end: used.at(-1)?.endTime ?? '' }
  }
  const ask = async (path: string, method: 'POST' | 'PUT', body: Plan) => {
    try {
      setErrors({})
      return await api<TimetableResult>(
        method,
        `/schools/${school?.id}/timetables/${body.validFrom}${path}`,
        { lessons: body.lessons },
      )
    } catch (error) {
      setErrors({
        form: refusalSentence(error instanceof ApiProblem ? error.problem : { code: 'other' }, ''),
      })
      return null
    }
  }
  const look = async (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    const form = event.currentTarget
    const validFrom = textOf(form, 'validFrom')
    const found: Record<string, string> = validFrom ? {} : { validFrom: t('form.date') }
    // Blocks of other years and groups stay as they are.
    const lessons: Plan['lessons'] = (timetable()?.lessons ?? []).filter(
      (lesson) => lesson.groupId !== null || lesson.year !== chosenYear(),
    )
    for (const weekday of days) {
      const startTime = textOf(form, `start-${weekday}`)
      const endTime = textOf(form, `end-${weekday}`)
      if (!startTime && !endTime) continue
      if (!startTime || !endTime || endTime <= startTime)
        found[`end-${weekday}`] = `${p(`day.${weekday}`)}: ${t('form.time')}`
      else lessons.push({ weekday, startTime, endTime, year: chosenYear(), groupId: null })
    }
    setErrors(found)
    setPublished('')
    if (Object.keys(found).length > 0) return
    const next = { validFrom, lessons }
    const result = await ask('/checks', 'POST', next)
    setPlan(result ? next : null)
    setPreview(result)
  }
  const publish = async () => {
    const chosen = plan()
    if (!chosen || !(await ask('', 'PUT', chosen))) return
    setPublished(chosen.validFrom)
    setPreview(null)
    void refetch()
  }
  return (
    <SignedIn>
      <div class="wrap">
        <PageTitle title={t('school.title')} />
        <h1>
          {t('school.title')} {school?.name}
        </h1>
        <p>{t('school.text')}</p>
        <Switch>
          <Match when={!school}>
            <Alert tone="error">{refusalSentence({ code: 'not-allowed' }, '')}</Alert>
          </Match>
          <Match when={timetable.error}>
            <Alert tone="error">{t('failed')}</Alert>
          </Match>
          <Match when={!timetable.latest}>
            <LoadingBlock label={t('loading')} />
          </Match>
          <Match when={timetable.latest}>
            {(found) => (
              <div class="columns">
                <div class="columns__main">
                  <p>
                    {found().validFrom
                      ? t('school.now', { date: dutchDate(found().validFrom ?? '') })
                      : t('school.none')}
                  </p>
                  <ErrorSummary title={t('form.errors')} errors={errors()} />
                  <form class="form" novalidate onSubmit={look}>
                    <SelectField
                      label={t('school.for')}
                      name="year"
                      value={year()}
                      onChange={setYear}
                      options={[
                        { value: '', label: t('school.whole') },
                        ...Array.from({ length: school?.sector === 'po' ? 8 : 6 }, (_, index) => ({
                          value: String(index + 1),
                          label: t('school.year', { year: index + 1 }),
                        })),
                      ]}
                    />
                    <TextField
                      label={t('school.from')}
                      name="validFrom"
                      type="date"
                      value={plusDays(new Date().toISOString().slice(0, 10), 7)}
                      error={errors().validFrom}
                    />
                    <p class="hint">{t('school.noLesson')}</p>
                    <For each={days}>
                      {(weekday) => (
                        <div class="times">
                          <span id={`day-${weekday}`}>{p(`day.${weekday}`)}</span>
                          <input
                            type="time"
                            id={`field-start-${weekday}`}
                            name={`start-${weekday}`}
                            aria-label={`${p(`day.${weekday}`)} ${t('school.starts')}`}
                            value={lessonOf(weekday).start}
                          />
                          <input
                            type="time"
                            id={`field-end-${weekday}`}
                            name={`end-${weekday}`}
                            aria-label={`${p(`day.${weekday}`)} ${t('school.ends')}`}
                            value={lessonOf(weekday).end}
                            aria-invalid={errors()[`end-${weekday}`] ? 'true' : undefined}
                          />
                        </div>
                      )}
                    </For>
                    <button type="submit" class="button button--primary">
                      {t('school.preview')}
                    </button>
                  </form>
                  <div aria-live="polite">
                    <Show when={published()}>
                      <Alert tone="ok">{t('school.published', { date: dutchDate(published()) })}</Alert>
                    </Show>
                    <Show when={preview()}>
                      {(result) => (
                        <>
                          <Show
                            when={result().clashes.length > 0}
                            fallback={<Alert tone="ok">{t('school.noClashes')}</Alert>}
                          >
                            <Alert
                              tone="warning"
                              title={t('school.clashes', { count: result().clashes.length })}
                            >
                              <p>{t('school.clashes.text')}</p>
                              <ul>
                                <For each={result().clashes}>
                                  {(clash) => (
                                    <li>
                                      {t('school.clash', {
                                        name: `${clash.child.firstName} ${clash.child.lastName}`,
                                        title: clash.offering.title,
                                        date: dutchDay(clash.date),
                                        start: dutchTime(clash.startTime),
                                        end: dutchTime(clash.lessonsEnd),
                                        sessions: clash.sessions,
                                      })}
                                    </li>
                                  )}
                                </For>
                              </ul>
                            </Alert>
                          </Show>
                          <button type="button" class="button button--primary" onClick={publish}>
                            {t('school.publish')}
                          </button>
                        </>
                      )}
                    </Show>
                  </div>
                </div>
                <aside class="columns__side panel">
                  <h2>{t('school.closures')}</h2>
                  <ul>
                    <For
                      each={found().closures.filter(
                        (closure) => closure.lastDate >= new Date().toISOString().slice(0, 10),
                      )}
                    >
                      {(closure) => (
                        <li>
                          {t('school.closure', {
                            name: closure.name,
                            from: dutchDate(closure.firstDate),
                            until: dutchDate(closure.lastDate),
                          })}
                        </li>
                      )}
                    </For>
                  </ul>
                </aside>
              </div>
            )}
          </Match>
        </Switch>
      </div>
    </SignedIn>
  )
}

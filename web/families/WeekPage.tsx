import type { ChildPage, Week } from '@portal/shared/families/child.ts'
import { createEffect, createSignal, For, Match, Show, Switch } from 'solid-js'
import { api } from '../api.ts'
import { warningSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/account.json'
import { wordsOf } from '../i18n/translate.ts'
import { PageTitle } from '../layout/page-title.tsx'
import { SignedIn } from '../sign-in/signed-in.tsx'
import { createLoaded } from '../ui/create-loaded.ts'
import { dutchDate, plusDays, today } from '../ui/dates.ts'
import { SelectField } from '../ui/fields.tsx'
import { Alert, LoadingBlock } from '../ui/state-blocks.tsx'
import { hoursOfWeek } from './day-slots.ts'
import { EnrolmentList } from './enrolment-list.tsx'
import { WeekDay } from './week-day.tsx'

const t = wordsOf(words)

/** A week of a child: lessons, activities, free days; below it the enrolments. */
export default function WeekPage() {
  const [children] = createLoaded(
    () => true,
    () => api<ChildPage>('GET', '/children?pageSize=100'),
  )
  const [chosen, setChosen] = createSignal(new URLSearchParams(location.search).get('kind') ?? '')
  const [date, setDate] = createSignal('')
  createEffect(() => {
    if (!chosen() && children()?.items[0]) setChosen(children()?.items[0]?.id ?? '')
  })
  const [week, { refetch }] = createLoaded(
    () => (chosen() ? `/children/${chosen()}/week${date() ? `?date=${date()}` : ''}` : null),
    (path) => api<Week>('GET', path),
  )
  const child = () => children()?.items.find((each) => each.id === chosen())
  const name = () => child()?.firstName ?? ''
  // From where one is going, not from what is shown: two clicks are two weeks, also before the first has its answer.
  const move = (days: number) => setDate(plusDays(date() || (week.latest?.monday ?? ''), days))
  return (
    <SignedIn>
      <div class="wrap">
        <PageTitle title={t('week.title')} />
        <h1>{t('week.title')}</h1>
        <Switch>
          <Match when={children.error || week.error}>
            <Alert tone="error">{t('failed')}</Alert>
          </Match>
          <Match when={children()?.items.length === 0}>
            <p>{t('week.empty')}</p>
            <a class="button button--primary" href="/mijn-kinderen">
              {t('children.add')}
            </a>
          </Match>
          <Match when={!week.latest}>
            <LoadingBlock label={t('loading')} />
          </Match>
          <Match when={week.latest}>
            {(found) => (
              <>
                <Show when={(children()?.items.length ?? 0) > 1}>
                  <SelectField
                    label={t('week.child')}
                    name="child"
                    isShort
                    value={chosen()}
                    options={(children()?.items ?? []).map((each) => ({
                      value: each.id,
                      label: each.firstName,
                    }))}
                    onChange={setChosen}
                  />
                </Show>
                <div class="week-turn">
                  <button type="button" class="button" onClick={() => move(-7)}>
                    <span aria-hidden="true">‹</span> {t('week.previous')}
                  </button>
                  <strong aria-live="polite">{t('week.of', { date: dutchDate(found().monday) })}</strong>
                  <button type="button" class="button" onClick={() => move(7)}>
                    {t('week.next')} <span aria-hidden="true">›</span>
                  </button>
                </div>
                <For each={found().warnings}>
                  {(warning) => <Alert tone="warning">{warningSentence(warning, name())}</Alert>}
                </For>
                <ol class="week">
                  <For each={found().days}>
                    {(day) => (
                      <WeekDay day={day} hours={hoursOfWeek(found().days)} isToday={day.date === today()} />
                    )}
                  </For>
                </ol>
                <EnrolmentList
                  childId={chosen()}
                  name={name()}
                  whyNotAct={child()?.whyNotAct ?? null}
                  onChange={() => void refetch()}
                />
              </>
            )}
          </Match>
        </Switch>
      </div>
    </SignedIn>
  )
}

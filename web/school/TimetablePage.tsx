import type { SchoolGroupPage } from '@portal/shared/schools/school.ts'
import type { Me } from '@portal/shared/sign-in/sign-in.ts'
import type { Timetable } from '@portal/shared/timetables/timetable.ts'
import { useLocation } from '@solidjs/router'
import { createSignal, For, Match, Show, Switch } from 'solid-js'
import { api } from '../api.ts'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/school.json'
import { wordsOf } from '../i18n/translate.ts'
import { PageTitle } from '../layout/page-title.tsx'
import { useMe } from '../me.ts'
import { SignedIn } from '../sign-in/signed-in.tsx'
import { PlaceChoice } from '../staff/place-choice.tsx'
import { createLoaded } from '../ui/create-loaded.ts'
import { dutchDate } from '../ui/dates.ts'
import { Alert, LoadingBlock } from '../ui/state-blocks.tsx'
import { chosenSchool } from './chosen-school.ts'
import { ClosuresPanel } from './closures-panel.tsx'
import './school.css'
import { SchoolNav } from './school-nav.tsx'
import { TimetableForm } from './timetable-form.tsx'

const t = wordsOf(words)
const fullDate = (date: string) => `${dutchDate(date)} ${date.slice(0, 4)}`

/** The own school: the timetable that holds, those that come, a new one from a date, and the days without lessons. */
export default function TimetablePage() {
  const me = useMe()
  const location = useLocation()
  // Made anew for another school: nothing of the one before may be published there.
  return (
    <Show when={chosenSchool(me, location.search)} keyed fallback={<Timetables school={undefined} />}>
      {(school) => <Timetables school={school} />}
    </Show>
  )
}

function Timetables(props: { school: Me['schools'][number] | undefined }) {
  const me = useMe()
  const school = () => props.school
  // The newest version is what a new one grows from: it may begin next month.
  const [timetable, { refetch }] = createLoaded(
    () => school()?.id,
    async (id) => {
      const now = await api<Timetable>('GET', `/schools/${id}/timetable`)
      const newest = now.versions.find((version) => version.status === 'published')?.validFrom
      if (!newest || newest === now.validFrom) return { now, newest: now }
      return { now, newest: await api<Timetable>('GET', `/schools/${id}/timetable?date=${newest}`) }
    },
  )
  const [groups] = createLoaded(
    () => school()?.id,
    (id) => api<SchoolGroupPage>('GET', `/schools/${id}/groups`),
  )
  const [published, setPublished] = createSignal('')
  return (
    <SignedIn>
      <div class="wrap">
        <PageTitle title={t('title')} />
        <h1>
          {t('title')} {school()?.name}
        </h1>
        <SchoolNav />
        <PlaceChoice places={me?.schools ?? []} chosen={school()?.id} link={(id) => `/school?school=${id}`} />
        <p class="lead">{t('text')}</p>
        <div aria-live="polite">
          <Show when={published()}>
            <Alert tone="ok">{t('published', { date: fullDate(published()) })}</Alert>
          </Show>
        </div>
        <Switch>
          <Match when={!school()}>
            <Alert tone="error">{refusalSentence({ code: 'not-allowed' }, '')}</Alert>
          </Match>
          <Match when={timetable.error || groups.error}>
            <Alert tone="error">{t('failed')}</Alert>
            <button type="button" class="button" onClick={refetch}>
              {t('again')}
            </button>
          </Match>
          <Match when={!timetable.latest || !groups.latest}>
            <LoadingBlock label={t('loading')} />
          </Match>
          <Match when={school() && timetable.latest}>
            {(found) => (
              <div class="columns">
                <section class="columns__main" aria-labelledby="new-timetable">
                  <h2 id="new-timetable">{t('new')}</h2>
                  <Versions now={found().now} />
                  <Show when={found()} keyed>
                    {(fresh) => (
                      <TimetableForm
                        schoolId={school()?.id ?? ''}
                        sector={school()?.sector ?? 'po'}
                        groups={groups()?.items ?? []}
                        lessons={fresh.newest.lessons}
                        version={fresh.newest.version}
                        onPublished={(validFrom) => {
                          setPublished(validFrom)
                          window.scrollTo({ top: 0 })
                          refetch()
                        }}
                      />
                    )}
                  </Show>
                </section>
                <aside class="columns__side panel">
                  <ClosuresPanel schoolId={school()?.id ?? ''} />
                </aside>
              </div>
            )}
          </Match>
        </Switch>
      </div>
    </SignedIn>
  )
}

/** Which version holds today, and which come. */
function Versions(props: { now: Timetable }) {
  const coming = () =>
    props.now.versions
      .filter((version) => version.status === 'published' && version.validFrom > (props.now.validFrom ?? ''))
      .reverse()
  return (
    <p>
      {props.now.validFrom ? t('now', { date: fullDate(props.now.validFrom) }) : t('none')}{' '}
      <For each={coming()}>{(version) => <>{t('coming', { date: fullDate(version.validFrom) })} </>}</For>
    </p>
  )
}

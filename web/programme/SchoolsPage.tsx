import type {
  MunicipalitySchool,
  MunicipalitySchoolPage,
} from '@portal/shared/programme/municipality-school.ts'
import { useSearchParams } from '@solidjs/router'
import { For, Match, Show, Switch } from 'solid-js'
import { api } from '../api.ts'
import words from '../i18n/nl/programme.json'
import { wordsOf } from '../i18n/translate.ts'
import { PageTitle } from '../layout/page-title.tsx'
import { SignedIn } from '../sign-in/signed-in.tsx'
import { createLoaded } from '../ui/create-loaded.ts'
import { TextField, textOf } from '../ui/fields.tsx'
import { EmptyState, LoadingBlock } from '../ui/state-blocks.tsx'
import { ListPages } from './list-pages.tsx'
import { LoadFailure } from './load-failure.tsx'
import './programme.css'
import { ProgrammeNav } from './programme-nav.tsx'

const t = wordsOf(words)

/** Schools with their owners and counts; nothing of a pupil. */
export default function SchoolsPage() {
  const [choice, setChoice] = useSearchParams<{ q?: string; page?: string }>()
  const query = () =>
    String(new URLSearchParams({ page: choice.page ?? '1', ...(choice.q ? { q: choice.q } : {}) }))
  const [list, { refetch }] = createLoaded(query, (asked) =>
    api<MunicipalitySchoolPage>('GET', `/municipality-schools?${asked}`),
  )
  const search = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    setChoice({ q: textOf(event.currentTarget, 'q') || null, page: null })
  }
  return (
    <SignedIn>
      <div class="wrap">
        <PageTitle title={t('schools.title')} />
        <ProgrammeNav />
        <h1>{t('schools.title')}</h1>
        <p>{t('schools.lead')}</p>
        <form class="team-filters team-filters--short" onSubmit={search}>
          <TextField label={t('schools.q')} name="q" value={choice.q ?? ''} />
          <button type="submit" class="button button--primary">
            {t('show')}
          </button>
        </form>
        <Switch>
          <Match when={list.error}>
            <LoadFailure error={list.error} onAgain={refetch} />
          </Match>
          <Match when={!list.latest}>
            <LoadingBlock label={t('loading')} />
          </Match>
          <Match when={list.latest?.total === 0}>
            <EmptyState
              title={t('schools.none')}
              action={
                <a class="button" href="/gemeente/scholen">
                  {t('clear')}
                </a>
              }
            >
              {t('schools.none.text')}
            </EmptyState>
          </Match>
          <Match when={list.latest}>
            {(page) => (
              <>
                <p role="status">
                  {page().total === 1 ? t('schools.found.one') : t('schools.found', { count: page().total })}
                </p>
                <ul class="plain">
                  <For each={page().items}>{(school) => <Line school={school} />}</For>
                </ul>
                <ListPages {...page()} onPage={(next) => setChoice({ page: String(next) })} />
              </>
            )}
          </Match>
        </Switch>
      </div>
    </SignedIn>
  )
}

function Line(props: { school: MunicipalitySchool }) {
  const school = () => props.school
  const counted = (key: 'schools.staff' | 'schools.groups', count: number) =>
    count === 1 ? t(`${key}.one`) : t(key, { count })
  return (
    <li class="box team-line">
      <div>
        <h2>{school().name}</h2>
        <p class="muted">
          {t(`sector.${school().sector}`)}
          <Show when={school().neighbourhood}>{(place) => <>, {place().name}</>}</Show>
        </p>
        <p class="typed">
          {t('schools.owners')}:{' '}
          <Show
            when={school().owners.length > 0}
            fallback={<span class="muted">{t('schools.owners.none').toLowerCase()}</span>}
          >
            {school()
              .owners.map(({ name, email }) => (name ? `${name} (${email})` : email))
              .join(', ')}
          </Show>
        </p>
        <a
          class="team-line__link"
          href={`/school/collegas?school=${school().id}`}
          aria-label={t('schools.staff.open.of', { name: school().name })}
        >
          {t('schools.staff.open')}
        </a>
      </div>
      <ul class="team-badges">
        <li class="badge badge--full">{counted('schools.staff', school().staff)}</li>
        <li class="badge badge--full">{counted('schools.groups', school().groups)}</li>
        <li class="badge badge--full">
          {school().pupils === null
            ? t('schools.pupils.few')
            : t('schools.pupils', { count: school().pupils ?? 0 })}
        </li>
      </ul>
    </li>
  )
}

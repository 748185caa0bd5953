import type { SchoolPlacesPage as Places, SchoolPlaces } from '@portal/shared/holds/hold.ts'
import { For, Match, Show, Switch } from 'solid-js'
import { api } from '../api.ts'
import { whenText } from '../catalogue/catalogue-data.ts'
import words from '../i18n/nl/school-places.json'
import { wordsOf } from '../i18n/translate.ts'
import { type OwnSchool, SchoolPage } from '../school/school-page.tsx'
import { createLoaded } from '../ui/create-loaded.ts'
import { dutchMoment } from '../ui/dates.ts'
import { Alert, EmptyState, LoadingBlock } from '../ui/state-blocks.tsx'
import './holds.css'

const t = wordsOf(words)

/** Where places are held for the own school, and where it may invite pupils. */
export default function SchoolPlacesPage() {
  return (
    <SchoolPage title={t('title')} text={t('lead')}>
      {(school) => <List school={school} />}
    </SchoolPage>
  )
}

function List(props: { school: OwnSchool }) {
  const [places, { refetch }] = createLoaded(
    () => props.school.id,
    (id) => api<Places>('GET', `/schools/${id}/held-places?pageSize=100`),
  )
  return (
    <Switch>
      <Match when={places.error}>
        <Alert tone="error">{t('failed')}</Alert>
        <button type="button" class="button" onClick={refetch}>
          {t('again')}
        </button>
      </Match>
      <Match when={!places.latest}>
        <LoadingBlock label={t('loading')} />
      </Match>
      <Match when={places.latest?.items.length === 0}>
        <EmptyState title={t('empty')}>{t('empty.text')}</EmptyState>
      </Match>
      <Match when={places.latest}>
        {(found) => (
          <div class="box">
            <ul class="holds">
              <For each={found().items}>{(each) => <Line places={each} />}</For>
            </ul>
          </div>
        )}
      </Match>
    </Switch>
  )
}

function Line(props: { places: SchoolPlaces }) {
  const offering = () => props.places.offering
  const invited = () => props.places.invited
  return (
    <li>
      <div>
        <h2 class="holds__title">
          <a href={`/aanbod/${offering().id}`}>{offering().title}</a>
        </h2>
        <p class="muted">
          {whenText(offering())}, {offering().placeName}
        </p>
        <p>
          <Show when={props.places.hold} fallback={t('only.invited')}>
            {(hold) =>
              t(hold().kind === 'school' ? 'for.school' : 'for.invited', {
                left: hold().left,
                places: hold().places,
                moment: dutchMoment(hold().until),
              })
            }
          </Show>{' '}
          <Show when={props.places.mayInvite}>
            {invited() === 0
              ? t('invited.none')
              : t(invited() === 1 ? 'invited.one' : 'invited.many', { count: invited() })}
          </Show>
        </p>
      </div>
      <Show when={props.places.mayInvite}>
        <a
          class="button"
          href={`/school/plekken/${offering().id}`}
          aria-label={t('invite.of', { title: offering().title })}
        >
          {t('invite')}
        </a>
      </Show>
    </li>
  )
}

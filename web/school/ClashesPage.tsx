import type { SchoolClashPage } from '@portal/shared/calendar/clash.ts'
import { useLocation } from '@solidjs/router'
import { Match, Switch } from 'solid-js'
import { api } from '../api.ts'
import { ClashList } from '../clashes/clash-list.tsx'
import words from '../i18n/nl/clashes.json'
import { wordsOf } from '../i18n/translate.ts'
import { createLoaded } from '../ui/create-loaded.ts'
import { PageLinks } from '../ui/page-links.tsx'
import { Alert, EmptyState, LoadingBlock } from '../ui/state-blocks.tsx'
import { type OwnSchool, SchoolPage } from './school-page.tsx'

const t = wordsOf(words)
const pageSize = 25

/** Enrolments of the own pupils that no longer fit, until each is solved. */
export default function ClashesPage() {
  return (
    <SchoolPage title={t('title')} text={t('text')}>
      {(school) => <Clashes school={school} />}
    </SchoolPage>
  )
}

function Clashes(props: { school: OwnSchool }) {
  const location = useLocation()
  const page = () => Number(new URLSearchParams(location.search).get('bladzijde') ?? 1)
  const [clashes, { refetch }] = createLoaded(
    () => `/schools/${props.school.id}/clashes?page=${page()}&pageSize=${pageSize}`,
    (path) => api<SchoolClashPage>('GET', path),
  )
  return (
    <Switch>
      <Match when={clashes.error}>
        <Alert tone="error">{t('failed')}</Alert>
        <button type="button" class="button" onClick={refetch}>
          {t('again')}
        </button>
      </Match>
      <Match when={!clashes.latest}>
        <LoadingBlock label={t('loading')} />
      </Match>
      <Match when={clashes.latest?.total === 0}>
        <EmptyState title={t('none')}>{t('none.text')}</EmptyState>
      </Match>
      <Match when={clashes.latest}>
        {(found) => (
          <>
            <h2>{found().total === 1 ? t('count.one') : t('count', { count: found().total })}</h2>
            <p>{t('todo')}</p>
            <ClashList clashes={found().items} withTitle />
            <PageLinks
              page={found().page}
              pages={Math.ceil(found().total / pageSize)}
              link={(to) => `/school/botsingen?school=${props.school.id}&bladzijde=${to}`}
            />
          </>
        )}
      </Match>
    </Switch>
  )
}

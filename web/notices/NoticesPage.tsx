import type { Notice, NoticePage, UnreadCount } from '@portal/shared/notices/notice.ts'
import { useLocation } from '@solidjs/router'
import { For, Match, Show, Switch } from 'solid-js'
import { api } from '../api.ts'
import words from '../i18n/nl/notices.json'
import { wordsOf } from '../i18n/translate.ts'
import { PageTitle } from '../layout/page-title.tsx'
import { SignedIn } from '../sign-in/signed-in.tsx'
import { createLoaded } from '../ui/create-loaded.ts'
import { dutchMoment } from '../ui/dates.ts'
import { PageLinks } from '../ui/page-links.tsx'
import { Alert, EmptyState, LoadingBlock } from '../ui/state-blocks.tsx'
import { noticeSentence, reasonSentence } from './notice-sentence.ts'
import './notices.css'
import { setUnread } from './unread.ts'

const t = wordsOf(words)
const pageSize = 20

/** What the family is told, the newest first. What is shown counts as seen; here it stays marked as new until the next visit. */
export default function NoticesPage() {
  const location = useLocation()
  const page = () => Number(new URLSearchParams(location.search).get('bladzijde') ?? 1)
  const [notices, { refetch }] = createLoaded(
    () => `/notices?page=${page()}&pageSize=${pageSize}`,
    async (path) => {
      const found = await api<NoticePage>('GET', path)
      const newest = found.items[0]
      // Only what was on the screen: what comes in the meantime stays unread.
      if (found.unread > 0 && newest && found.page === 1)
        api<UnreadCount>('POST', '/notices/readings', { until: newest.createdAt }).then(
          ({ unread }) => setUnread(unread),
          () => {},
        )
      return found
    },
  )
  return (
    <SignedIn>
      <div class="wrap notices-page">
        <PageTitle title={t('title')} />
        <h1>{t('title')}</h1>
        <p class="lead">{t('text')}</p>
        <Switch>
          <Match when={notices.error}>
            <Alert tone="error">{t('failed')}</Alert>
            <button type="button" class="button" onClick={refetch}>
              {t('again')}
            </button>
          </Match>
          <Match when={!notices.latest}>
            <LoadingBlock label={t('loading')} />
          </Match>
          <Match when={notices.latest?.total === 0}>
            <EmptyState title={t('empty')}>{t('empty.text')}</EmptyState>
          </Match>
          <Match when={notices.latest}>
            {(found) => (
              <>
                <Show when={found().unread > 0}>
                  <p class="notices__count">
                    {found().unread === 1 ? t('unread.one') : t('unread', { count: found().unread })}
                  </p>
                </Show>
                <ul class="plain plain--wide notices">
                  <For each={found().items}>
                    {(notice) => (
                      <li>
                        <NoticeCard notice={notice} />
                      </li>
                    )}
                  </For>
                </ul>
                <PageLinks
                  page={found().page}
                  pages={Math.ceil(found().total / pageSize)}
                  link={(to) => `/berichten?bladzijde=${to}`}
                />
              </>
            )}
          </Match>
        </Switch>
      </div>
    </SignedIn>
  )
}

/** After these the enrolment stands, and something may have to be decided. */
const stands: readonly Notice['kind'][] = ['lessons-changed', 'closure-added', 'child-changed']

function NoticeCard(props: { notice: Notice }) {
  const notice = () => props.notice
  const name = () => notice().child.firstName
  const link = () => {
    const { enrolmentId, child } = notice()
    return `/mijn-week?kind=${child.id}${enrolmentId ? `#inschrijving-${enrolmentId}` : ''}`
  }
  return (
    <article class="box notice" classList={{ 'notice--new': notice().isUnread }}>
      <p class="notice__meta">
        <strong>{notice().child.isSelf ? t('for.self') : t('for', { name: name() })}</strong>
        <span class="muted">{dutchMoment(notice().createdAt)}</span>
        <Show when={notice().isUnread}>
          <span class="notice__new">{t('new')}</span>
        </Show>
      </p>
      <p>{noticeSentence(notice())}</p>
      <Show when={reasonSentence(notice())}>{(reason) => <p class="notice__reason">{reason()}</p>}</Show>
      <Show when={stands.includes(notice().kind)}>
        <p>{t('todo')}</p>
      </Show>
      <p class="notice__link">
        <a href={link()}>
          {notice().enrolmentId
            ? t('look.enrolment')
            : t(notice().child.isSelf ? 'look.child.self' : 'look.child', { name: name() })}
          <span class="visually-hidden">: {notice().offering?.title ?? name()}</span>
        </a>
      </p>
    </article>
  )
}

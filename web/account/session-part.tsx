import type { AccountSession, AccountSessionPage } from '@portal/shared/sign-in/account-session.ts'
import { Show } from 'solid-js'
import { api } from '../api.ts'
import words from '../i18n/nl/sign-in.json'
import { wordsOf } from '../i18n/translate.ts'
import { createLoaded } from '../ui/create-loaded.ts'
import { dutchDate } from '../ui/dates.ts'
import { AccountList } from './account-list.tsx'
import type { Question } from './ask-first.tsx'
import { momentDay } from './moment-day.ts'
import { createSay } from './say.tsx'

const t = wordsOf(words)

/** Where the own account is signed in, and how to end that. */
export function SessionPart(props: { onAsk: (question: Question) => void }) {
  const [sessions, { refetch }] = createLoaded(
    () => true,
    () => api<AccountSessionPage>('GET', '/account-sessions?pageSize=100'),
  )
  const { Said, attempt } = createSay()
  const nameOf = (session: AccountSession) => session.device || t('sessions.unknown')
  const end = async (session: AccountSession) => {
    await attempt(() => api('DELETE', `/account-sessions/${session.id}`), t('sessions.ended'))
    refetch()
  }
  const endAll = async () => {
    if (await attempt(() => api('DELETE', '/account-sessions'), '')) location.href = '/inloggen'
  }
  return (
    <section class="account-part" aria-labelledby="sessions-title">
      <h2 id="sessions-title">{t('sessions.title')}</h2>
      <p>{t('sessions.text')}</p>
      <Said />
      <AccountList loaded={sessions} onRetry={refetch} empty="">
        {(session) => (
          <>
            <div>
              <strong>{nameOf(session)}</strong>{' '}
              <Show when={session.isCurrent}>
                <span class="account-list__mark">{t('sessions.current')}</span>
              </Show>
              <br />
              {t('sessions.begun', { date: momentDay(session.createdAt) })} {t(`sessions.${session.method}`)}.{' '}
              {t('sessions.used', { date: dutchDate(session.lastUsedOn) })}
            </div>
            <Show when={!session.isCurrent}>
              <div class="actions">
                <button
                  type="button"
                  class="button button--danger"
                  aria-label={t('sessions.end.of', { device: nameOf(session) })}
                  onClick={() =>
                    props.onAsk({
                      title: t('sessions.end.of', { device: nameOf(session) }),
                      text: t('sessions.end.text'),
                      button: t('sessions.end'),
                      act: () => void end(session),
                    })
                  }
                >
                  {t('sessions.end')}
                </button>
              </div>
            </Show>
          </>
        )}
      </AccountList>
      <button
        type="button"
        class="button button--danger"
        onClick={() =>
          props.onAsk({
            title: t('sessions.all'),
            text: t('sessions.all.text'),
            button: t('sessions.all'),
            act: () => void endAll(),
          })
        }
      >
        {t('sessions.all')}
      </button>
    </section>
  )
}

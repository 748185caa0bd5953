import type { Backlog, JobState } from '@portal/shared/jobs/job.ts'
import { For, Match, onCleanup, onMount, Show, Switch } from 'solid-js'
import { api } from '../api.ts'
import words from '../i18n/nl/jobs.json'
import { wordsOf } from '../i18n/translate.ts'
import { PageTitle } from '../layout/page-title.tsx'
import { SignedIn } from '../sign-in/signed-in.tsx'
import { createLoaded } from '../ui/create-loaded.ts'
import { Alert, LoadingBlock } from '../ui/state-blocks.tsx'
import {
  doneText,
  lastText,
  overdueCount,
  scheduleText,
  stateText,
  waitingText,
  whenText,
} from './job-text.ts'
import './jobs.css'
import { LoadFailure } from './load-failure.tsx'
import './programme.css'
import { ProgrammeNav } from './programme-nav.tsx'

const t = wordsOf(words)
const refreshMs = 30_000

/** What the portal does by itself, and whether that goes well. It looks again by itself, as long as somebody looks at it. */
export default function JobsPage() {
  const [backlog, { refetch }] = createLoaded(
    () => true,
    () => api<Backlog>('GET', '/jobs'),
  )
  onMount(() => {
    const timer = setInterval(() => {
      if (!document.hidden && backlog.latest) refetch()
    }, refreshMs)
    onCleanup(() => clearInterval(timer))
  })
  return (
    <SignedIn>
      <div class="wrap">
        <PageTitle title={t('title')} />
        <ProgrammeNav />
        <h1>{t('title')}</h1>
        <p>{t('lead')}</p>
        <Switch>
          <Match when={backlog.error}>
            <LoadFailure error={backlog.error} onAgain={refetch} />
          </Match>
          <Match when={!backlog.latest}>
            <LoadingBlock label={t('loading')} />
          </Match>
          <Match when={backlog.latest}>
            {(found) => (
              <>
                <div role="status">
                  <Alert tone={stateText(found()).tone} title={stateText(found()).title}>
                    {stateText(found()).text}
                  </Alert>
                </div>
                <div class="jobs-updated">
                  <p class="muted">{t('updated', { when: whenText(found().at) })}</p>
                  <button type="button" class="button" onClick={refetch}>
                    {t('refresh')}
                  </button>
                </div>
                <section class="jobs-section" aria-labelledby="overdue">
                  <h2 id="overdue">{t('overdue')}</h2>
                  <Show when={overdueCount(found()) > 0} fallback={<p>{t('overdue.none')}</p>}>
                    <ul class="plain jobs-overdue">
                      <For each={found().overdue.filter(({ count }) => count > 0)}>
                        {(each) => (
                          <li class="box jobs-overdue__line">
                            <strong class="jobs-overdue__count">{each.count}</strong>
                            <span>
                              {t(`overdue.${each.kind}`)}
                              <Show when={each.since}>
                                {(since) => (
                                  <span class="muted">
                                    , {t('overdue.since', { since: whenText(since()) })}
                                  </span>
                                )}
                              </Show>
                            </span>
                          </li>
                        )}
                      </For>
                    </ul>
                  </Show>
                </section>
                <section class="jobs-section" aria-labelledby="jobs">
                  <h2 id="jobs">{t('jobs')}</h2>
                  <ul class="plain jobs">
                    <For each={found().jobs}>{(job) => <Line job={job} />}</For>
                  </ul>
                </section>
              </>
            )}
          </Match>
        </Switch>
      </div>
    </SignedIn>
  )
}

const badges = { done: 'badge--ok', running: 'badge--few', failed: 'badge--failed', none: 'badge--full' }

function Line(props: { job: JobState }) {
  const job = () => props.job
  const outcome = () => (job().failing > 0 ? 'failed' : (job().last?.outcome ?? 'none'))
  return (
    <li class="box">
      <div class="jobs__head">
        <h3>{t(`job.${job().name}`)}</h3>
        <span class={`badge ${badges[outcome()]}`}>{t(`outcome.${outcome()}`)}</span>
      </div>
      <p>{t(`job.${job().name}.text`)}</p>
      <dl class="facts team-facts">
        <dt>{t('schedule')}</dt>
        <dd>{scheduleText(job())}</dd>
        <dt>{t('last')}</dt>
        <dd>{lastText(job())}</dd>
        <Show when={doneText(job())}>
          {(text) => (
            <>
              <dt>{t('done')}</dt>
              <dd>{text()}</dd>
            </>
          )}
        </Show>
        <Show when={waitingText(job())}>
          {(text) => (
            <>
              <dt>{t('waiting')}</dt>
              <dd>{text()}</dd>
            </>
          )}
        </Show>
        <Show when={job().failing + job().failedToday > 0}>
          <dt>{t('failed')}</dt>
          <dd>
            {job().failing > 0
              ? t('failed.now', { count: job().failing })
              : t('failed.today', { count: job().failedToday })}
          </dd>
        </Show>
      </dl>
    </li>
  )
}

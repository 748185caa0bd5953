import type { ClassEnrolmentPage } from '@portal/shared/class-enrolments/class-enrolment.ts'
import { For, Match, Show, Switch } from 'solid-js'
import { api } from '../api.ts'
import words from '../i18n/nl/classes.json'
import { wordsOf } from '../i18n/translate.ts'
import { createLoaded } from '../ui/create-loaded.ts'
import { dutchMoment } from '../ui/dates.ts'
import { Alert, LoadingBlock } from '../ui/state-blocks.tsx'
import { summaryText } from './class-words.ts'

const t = wordsOf(words)

/** What the school enrolled together before, the newest first; each result can be looked at again. */
export function ClassHistory(props: { schoolId: string }) {
  const [found, { refetch }] = createLoaded(
    () => props.schoolId,
    (id) => api<ClassEnrolmentPage>('GET', `/schools/${id}/class-enrolments?pageSize=20`),
  )
  return (
    <section aria-labelledby="before">
      <h2 id="before">{t('history.title')}</h2>
      <Switch>
        <Match when={found.error}>
          <Alert tone="error">{t('failed')}</Alert>
          <button type="button" class="button" onClick={refetch}>
            {t('again')}
          </button>
        </Match>
        <Match when={!found.latest}>
          <LoadingBlock label={t('loading')} />
        </Match>
        <Match when={found.latest?.total === 0}>
          <p class="muted">{t('history.none')}</p>
        </Match>
        <Match when={found.latest}>
          {(page) => (
            <ul class="offering-rows">
              <For each={page().items}>
                {(run) => (
                  <li class="box offering-row">
                    <div>
                      <h3 dir="auto">{run.offering.title}</h3>
                      <p class="muted">
                        <Show when={run.group} fallback={t('result.selection')}>
                          {run.group}
                        </Show>
                        {' · '}
                        {dutchMoment(run.madeAt)}
                      </p>
                    </div>
                    <p>
                      <Show when={run.undoneAt || run.isNone} fallback={summaryText(run.counts)}>
                        <span class="badge badge--full">
                          {t(run.undoneAt ? 'history.undone' : 'history.isNone')}
                        </span>
                      </Show>
                    </p>
                    <a
                      class="button"
                      href={`/school/inschrijven/${run.id}`}
                      aria-label={t('history.open.of', {
                        title: run.offering.title,
                        moment: dutchMoment(run.madeAt),
                      })}
                    >
                      {t('history.open')}
                    </a>
                  </li>
                )}
              </For>
            </ul>
          )}
        </Match>
      </Switch>
    </section>
  )
}

import type { SchoolConsent } from '@portal/shared/consents/consent.ts'
import type { Child } from '@portal/shared/families/child.ts'
import { createSignal, Match, Show, Switch } from 'solid-js'
import { ApiProblem, api } from '../api.ts'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/consent.json'
import { wordsOf } from '../i18n/translate.ts'
import { createLoaded } from '../ui/create-loaded.ts'
import { dutchFullDate } from '../ui/dates.ts'
import { Alert, LoadingBlock } from '../ui/state-blocks.tsx'

const t = wordsOf(words)

/** Whether the school may enrol a child without asking each time: to give, and to take back. Nothing for who decides alone. */
export function SchoolConsentBox(props: { child: Child; onChange: () => void }) {
  const path = () => `/children/${props.child.id}/school-consent`
  const [found, { refetch }] = createLoaded(path, (from) => api<SchoolConsent>('GET', from))
  const [message, setMessage] = createSignal<{ tone: 'ok' | 'error'; text: string } | null>(null)
  const [isBusy, setBusy] = createSignal(false)
  const name = () => props.child.firstName
  const act = async (work: () => Promise<unknown>, done: string) => {
    if (isBusy()) return
    setBusy(true)
    try {
      await work()
      setMessage({ tone: 'ok', text: done })
      props.onChange()
    } catch (error) {
      const problem = error instanceof ApiProblem ? error.problem : { code: 'other' }
      setMessage({ tone: 'error', text: refusalSentence(problem, name()) })
    }
    setBusy(false)
    refetch()
  }
  const give = (schoolId: string) =>
    act(() => api('PUT', path(), { schoolId }), t('school.gave', { name: name() }))
  const take = () => act(() => api('DELETE', path()), t('school.taken'))
  return (
    <Show when={found.latest?.isNeeded !== false}>
      <section class="box" aria-labelledby="school-consent">
        <h2 id="school-consent">{t('school.title')}</h2>
        <div aria-live="polite">
          <Show when={message()}>{(shown) => <Alert tone={shown().tone}>{shown().text}</Alert>}</Show>
        </div>
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
          <Match when={found.latest?.school === null}>
            <p>{t('school.none', { name: name() })}</p>
          </Match>
          <Match when={found.latest?.school}>
            {(school) => (
              <Show
                when={found.latest?.given}
                fallback={
                  <>
                    <p>{t('school.not', { school: school().name, name: name() })}</p>
                    <Show when={!props.child.whyNotAct}>
                      <button type="button" class="button" onClick={() => give(school().id)}>
                        {isBusy() ? t('busy') : t('school.give')}
                      </button>
                    </Show>
                  </>
                }
              >
                {(given) => (
                  <>
                    <p>{t('school.given', { school: school().name, name: name() })}</p>
                    <p class="muted">
                      {t(given().byYou ? 'school.given.you' : 'school.given.other', {
                        date: dutchFullDate(given().at.slice(0, 10)),
                      })}
                    </p>
                    <Show when={!props.child.whyNotAct}>
                      <button type="button" class="button" onClick={take}>
                        {isBusy() ? t('busy') : t('school.take')}
                      </button>
                    </Show>
                  </>
                )}
              </Show>
            )}
          </Match>
        </Switch>
      </section>
    </Show>
  )
}

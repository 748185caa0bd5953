import type { ClaimCode, ClaimCodePage } from '@portal/shared/claims/claim.ts'
import { createSignal, For, Match, Show, Switch } from 'solid-js'
import { ApiProblem, api } from '../api.ts'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/pupils.json'
import { wordsOf } from '../i18n/translate.ts'
import { createLoaded } from '../ui/create-loaded.ts'
import { Alert, LoadingBlock } from '../ui/state-blocks.tsx'
import { shortDate } from './short-date.ts'

const t = wordsOf(words)
const pageSize = 20
const tones = { open: 'badge--few', used: 'badge--ok', expired: 'badge--full', ended: 'badge--full' } as const

/** Codes that were handed out, without the codes: which still work, and an end to one that got into the wrong hands. */
export function ClaimCodeList(props: { schoolId: string }) {
  const [page, setPage] = createSignal(1)
  const path = () => `/schools/${props.schoolId}/claim-codes`
  const [codes, { refetch }] = createLoaded(
    () => `${path()}?pageSize=${pageSize}&page=${page()}`,
    (from) => api<ClaimCodePage>('GET', from),
  )
  const [ending, setEnding] = createSignal<ClaimCode | null>(null)
  const [message, setMessage] = createSignal<{ tone: 'ok' | 'error'; text: string } | null>(null)
  let dialog: HTMLDialogElement | undefined
  const pages = () => Math.ceil((codes.latest?.total ?? 0) / pageSize)
  const end = async () => {
    const code = ending()
    dialog?.close()
    if (!code) return
    try {
      await api('DELETE', `${path()}/${code.id}`)
      setMessage({ tone: 'ok', text: t('codes.ended', { name: code.child.firstName }) })
    } catch (error) {
      const problem = error instanceof ApiProblem ? error.problem : { code: 'other' }
      setMessage({ tone: 'error', text: refusalSentence(problem, code.child.firstName) })
    }
    refetch()
  }
  const when = (code: ClaimCode) => {
    if (code.state === 'open') return t('codes.until', { date: shortDate(code.expiresAt) })
    return code.usedAt ? t('codes.usedOn', { date: shortDate(code.usedAt) }) : ''
  }
  const name = (code: ClaimCode) => `${code.child.firstName} ${code.child.lastName}`
  return (
    <section class="handed-out" aria-labelledby="handed-out">
      <h2 id="handed-out">{t('codes.list')}</h2>
      <div aria-live="polite">
        <Show when={message()}>{(shown) => <Alert tone={shown().tone}>{shown().text}</Alert>}</Show>
      </div>
      <Switch>
        <Match when={codes.error}>
          <Alert tone="error">{t('failed')}</Alert>
          <button type="button" class="button" onClick={refetch}>
            {t('again')}
          </button>
        </Match>
        <Match when={!codes.latest}>
          <LoadingBlock label={t('loading')} />
        </Match>
        <Match when={codes.latest?.total === 0}>
          <p>{t('codes.list.none')}</p>
        </Match>
        <Match when={codes.latest}>
          {(found) => (
            <ul class="group-rows">
              <For each={found().items}>
                {(code) => (
                  <li class="box group-row">
                    <div>
                      <h3 dir="auto">{name(code)}</h3>
                      <p>
                        {code.group ?? t('pupil.noGroup')} ·{' '}
                        <span class={`badge ${tones[code.state]}`}>{t(`codes.state.${code.state}`)}</span>{' '}
                        <span class="muted">{when(code)}</span>
                      </p>
                    </div>
                    <Show when={code.state === 'open'}>
                      <button
                        type="button"
                        class="text-button"
                        aria-label={`${t('codes.end')}: ${name(code)}`}
                        onClick={() => {
                          setMessage(null)
                          setEnding(code)
                          dialog?.showModal()
                        }}
                      >
                        {t('codes.end')}
                      </button>
                    </Show>
                  </li>
                )}
              </For>
            </ul>
          )}
        </Match>
      </Switch>
      <Show when={pages() > 1}>
        <nav class="pages" aria-label={t('page.nav')}>
          <Show when={page() > 1}>
            <button type="button" class="button" onClick={() => setPage(page() - 1)}>
              {t('page.previous')}
            </button>
          </Show>
          <span>{t('page.of', { page: page(), pages: pages() })}</span>
          <Show when={page() < pages()}>
            <button type="button" class="button" onClick={() => setPage(page() + 1)}>
              {t('page.next')}
            </button>
          </Show>
        </nav>
      </Show>
      <dialog ref={dialog} aria-labelledby="end-code">
        <h2 id="end-code">{t('codes.end.title', { name: ending()?.child.firstName ?? '' })}</h2>
        <p>{t('codes.end.text')}</p>
        <div class="actions">
          <button type="button" class="button button--danger" onClick={end}>
            {t('codes.end')}
          </button>
          <button type="button" class="button" onClick={() => dialog?.close()}>
            {t('cancel')}
          </button>
        </div>
      </dialog>
    </section>
  )
}

import { createSignal, type JSX, Match, Show, Switch } from 'solid-js'
import { api } from '../api.ts'
import account from '../i18n/nl/account.json'
import words from '../i18n/nl/family.json'
import { wordsOf } from '../i18n/translate.ts'
import { createLoaded } from '../ui/create-loaded.ts'
import { Alert, LoadingBlock } from '../ui/state-blocks.tsx'

const t = wordsOf(words)
const a = wordsOf(account)
/** Shown first; the rest on demand. */
const few = 5

/** A box with the latest lines of something that happened, newest first. `children` makes the lines of a page. */
export function HistorySection<Page extends { items: readonly unknown[]; total: number }>(props: {
  id: string
  title: string
  text?: string
  empty: string
  path: string
  children: (page: Page) => JSX.Element
}) {
  const [pageSize, setPageSize] = createSignal(few)
  const [page, { refetch }] = createLoaded(
    () => `${props.path}?pageSize=${pageSize()}`,
    (path) => api<Page>('GET', path),
  )
  return (
    <section class="box" aria-labelledby={props.id}>
      <h2 id={props.id}>{props.title}</h2>
      <Show when={(page.latest?.total ?? 0) > 0 && props.text}>
        <p>{props.text}</p>
      </Show>
      <Switch>
        <Match when={page.error}>
          <Alert tone="error">{a('failed')}</Alert>
          <button type="button" class="button" onClick={refetch}>
            {a('again')}
          </button>
        </Match>
        <Match when={!page.latest}>
          <LoadingBlock label={a('loading')} />
        </Match>
        <Match when={page.latest?.total === 0}>
          <p class="muted">{props.empty}</p>
        </Match>
        <Match when={page.latest}>
          {(found) => (
            <>
              <ul class="history">{props.children(found())}</ul>
              <Show when={found().total > found().items.length && pageSize() === few}>
                <button type="button" class="text-button" onClick={() => setPageSize(100)}>
                  {t('more', { count: found().total })}
                </button>
              </Show>
            </>
          )}
        </Match>
      </Switch>
    </section>
  )
}

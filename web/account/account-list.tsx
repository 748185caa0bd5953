import { For, type JSX, Match, Switch } from 'solid-js'
import words from '../i18n/nl/sign-in.json'
import { wordsOf } from '../i18n/translate.ts'
import type { Loaded } from '../ui/create-loaded.ts'
import { Alert, LoadingBlock } from '../ui/state-blocks.tsx'

const t = wordsOf(words)

/** A list of things of the own account, in all its states. */
export function AccountList<Item>(props: {
  loaded: Loaded<{ items: Item[] }>
  onRetry: () => void
  empty: string
  children: (item: Item) => JSX.Element
}) {
  return (
    <Switch>
      <Match when={props.loaded.error}>
        <Alert tone="error">{t('account.failed')}</Alert>
        <button type="button" class="button" onClick={() => props.onRetry()}>
          {t('account.again')}
        </button>
      </Match>
      <Match when={!props.loaded.latest}>
        <LoadingBlock label={t('account.loading')} />
      </Match>
      <Match when={props.loaded()?.items.length === 0}>
        <p class="muted">{props.empty}</p>
      </Match>
      <Match when={props.loaded()}>
        <ul class="plain account-list">
          <For each={props.loaded()?.items}>
            {(item) => <li class="account-list__item">{props.children(item)}</li>}
          </For>
        </ul>
      </Match>
    </Switch>
  )
}

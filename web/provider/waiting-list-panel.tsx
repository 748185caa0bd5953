import type { WaitingList } from '@portal/shared/waiting-list/waiting.ts'
import { For, Match, Show, Switch } from 'solid-js'
import { api } from '../api.ts'
import words from '../i18n/nl/waiting-list-staff.json'
import { wordsOf } from '../i18n/translate.ts'
import { createLoaded } from '../ui/create-loaded.ts'
import { Alert, LoadingBlock } from '../ui/state-blocks.tsx'

const t = wordsOf(words)
const reasonText = (code: string) => {
  const key = `reason.${code}`
  return t(key in words ? (key as 'reason.other') : 'reason.other')
}

/** How the waiting list of an own offering stands, and why nobody is offered a place now: counts, no names. */
export function WaitingListPanel(props: { offeringId: string; version: number }) {
  const [list, { refetch }] = createLoaded(
    () => `${props.offeringId}?${props.version}`,
    () => api<WaitingList>('GET', `/offerings/${props.offeringId}/waiting-list`),
  )
  return (
    <section class="box" aria-labelledby="waiting-list">
      <h2 id="waiting-list">{t('staff.title')}</h2>
      <Switch>
        <Match when={list.error}>
          <Alert tone="error">{t('failed')}</Alert>
          <button type="button" class="button" onClick={refetch}>
            {t('again')}
          </button>
        </Match>
        <Match when={!list.latest}>
          <LoadingBlock label={t('loading')} />
        </Match>
        <Match when={list.latest}>{(found) => <Standing list={found()} />}</Match>
      </Switch>
    </section>
  )
}

function Standing(props: { list: WaitingList }) {
  const list = () => props.list
  const counts = () => [
    t('staff.free', { count: list().free }),
    ...(list().held > 0 ? [t('staff.held', { count: list().held })] : []),
    ...(list().offered > 0 ? [t('staff.offered', { count: list().offered })] : []),
  ]
  return (
    <>
      <p>
        {list().waiting === 0
          ? t('staff.nobody')
          : list().waiting === 1
            ? t('staff.waiting.one')
            : t('staff.waiting', { count: list().waiting })}
      </p>
      <ul>
        <For each={counts()}>{(line) => <li>{line}</li>}</For>
        <Show when={list().moved.ever > 0}>
          <li>{t('staff.moved', list().moved)}</li>
        </Show>
      </ul>
      <Show when={list().waiting > 0}>
        <Show when={list().stopped}>
          {(why) => <Alert tone="warning">{t(`staff.stopped.${why()}`)}</Alert>}
        </Show>
        <h3>{t(list().free + list().held > 0 ? 'staff.why' : 'staff.why.waiting')}</h3>
        <ul>
          <For each={list().reasons}>
            {({ code, count }) => (
              <li>
                <strong>{count === 1 ? t('staff.count.one') : t('staff.count', { count })}</strong>{' '}
                {reasonText(code)}
              </li>
            )}
          </For>
        </ul>
      </Show>
    </>
  )
}

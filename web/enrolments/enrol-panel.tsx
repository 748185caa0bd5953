import type { ChildPage } from '@portal/shared/families/child.ts'
import { createSignal, For, lazy, Match, Show, Suspense, Switch } from 'solid-js'
import { api } from '../api.ts'
import words from '../i18n/nl/public.json'
import { wordsOf } from '../i18n/translate.ts'
import { useMe } from '../me.ts'
import { createLoaded } from '../ui/create-loaded.ts'
import { Alert, LoadingBlock } from '../ui/state-blocks.tsx'
import { EnrolChild } from './enrol-child.tsx'

const t = wordsOf(words)

/** Comes after the first sight: most families enrol one child. */
const TogetherPanel = lazy(() => import('../together/together-panel.tsx'))

/** For each own child one button that says what it will do, or why not; for a visitor the way to it. */
export function EnrolPanel(props: { offeringId: string; title: string; onEnrolled: () => void }) {
  const me = useMe()
  const [round, setRound] = createSignal(1)
  const [children] = createLoaded(
    () => me !== null,
    () => api<ChildPage>('GET', '/children?pageSize=100'),
  )
  return (
    <Switch>
      <Match when={!me}>
        <p>{t('enrol.visitor')}</p>
        <a class="button button--primary button--wide" href={`/inloggen?next=/aanbod/${props.offeringId}`}>
          {t('enrol.signIn')}
        </a>
      </Match>
      <Match when={children.error}>
        <Alert tone="error">{t('failed.text')}</Alert>
      </Match>
      <Match when={children.loading}>
        <LoadingBlock label={t('loading')} />
      </Match>
      <Match when={children()?.items.length === 0}>
        <p>{t('enrol.noChildren')}</p>
        <a
          class="button button--primary button--wide"
          href={`/mijn-kinderen?next=/aanbod/${props.offeringId}`}
        >
          {t('enrol.addChild')}
        </a>
      </Match>
      <Match when={children()}>
        <ul class="enrol-list">
          {/* After several were enrolled at once each line looks again. */}
          <Show when={round()} keyed>
            <For each={children()?.items}>
              {(child) => (
                <EnrolChild child={child} offeringId={props.offeringId} onEnrolled={props.onEnrolled} />
              )}
            </For>
          </Show>
        </ul>
        <Suspense>
          <TogetherPanel
            children={children()?.items ?? []}
            offering={{ id: props.offeringId, title: props.title }}
            onEnrolled={() => {
              setRound(round() + 1)
              props.onEnrolled()
            }}
          />
        </Suspense>
      </Match>
    </Switch>
  )
}

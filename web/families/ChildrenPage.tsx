import type { Child, ChildPage } from '@portal/shared/families/child.ts'
import { useLocation } from '@solidjs/router'
import { createSignal, For, Match, Show, Switch } from 'solid-js'
import { api } from '../api.ts'
import words from '../i18n/nl/account.json'
import family from '../i18n/nl/family.json'
import { wordsOf } from '../i18n/translate.ts'
import { PageTitle } from '../layout/page-title.tsx'
import { useMe } from '../me.ts'
import { SignedIn } from '../sign-in/signed-in.tsx'
import { createLoaded } from '../ui/create-loaded.ts'
import { Alert, EmptyState, LoadingBlock } from '../ui/state-blocks.tsx'
import { ChildCard } from './child-card.tsx'
import { ChildForm } from './child-form.tsx'
import './families.css'
import { FirstSteps } from './first-steps.tsx'

const t = wordsOf(words)
const f = wordsOf(family)

/** Own children, and oneself as a young person: add one, change one, remove one. At most one form stands open. */
export default function ChildrenPage() {
  const me = useMe()
  const isOnlySelf = () => me !== null && me.ownChildId !== null && me.childCount === 0
  const title = () => (isOnlySelf() ? f('self.title') : t('children.title'))
  const [children, { refetch }] = createLoaded(
    () => true,
    () => api<ChildPage>('GET', '/children?pageSize=100'),
  )
  const [open, setOpen] = createSignal<Child | 'new' | null>(null)
  const before = useLocation<{ removed?: string }>().state
  const [message, setMessage] = createSignal<{ tone: 'ok' | 'error'; text: string } | null>(
    before?.removed ? { tone: 'ok', text: t('children.removed', { name: before.removed }) } : null,
  )
  const isEmpty = () => children()?.items.length === 0
  const show = (form: Child | 'new' | null) => {
    setMessage(null)
    setOpen(form)
  }
  const saved = (child: Child) => {
    const next = new URLSearchParams(location.search).get('next')
    const isNew = open() === 'new' || isEmpty()
    if (isNew && next && /^\/(?![/\\])/.test(next)) {
      location.href = next
      return
    }
    // The navigation of a young person is another one.
    if (isNew && child.isSelf) location.reload()
    setOpen(null)
    setMessage({
      tone: 'ok',
      text: child.isSelf ? f('self.saved') : t('children.saved', { name: child.firstName }),
    })
    refetch()
  }
  const removed = (child: Child) => {
    if (child.isSelf) location.reload()
    setMessage({
      tone: 'ok',
      text: child.isSelf ? f('self.removed') : t('children.removed', { name: child.firstName }),
    })
    refetch()
  }
  return (
    <SignedIn>
      <div class="wrap narrow">
        <PageTitle title={title()} />
        <h1>{title()}</h1>
        <div aria-live="polite">
          <Show when={message()}>{(shown) => <Alert tone={shown().tone}>{shown().text}</Alert>}</Show>
        </div>
        <Switch>
          <Match when={children.error}>
            <Alert tone="error">{t('failed')}</Alert>
            <button type="button" class="button" onClick={refetch}>
              {t('again')}
            </button>
          </Match>
          <Match when={!children.latest}>
            <LoadingBlock label={t('loading')} />
          </Match>
          <Match when={children()}>
            <Show when={isEmpty()}>
              <EmptyState title={t('children.empty.title')}>{t('children.empty')}</EmptyState>
              <FirstSteps />
            </Show>
            <ul class="plain">
              <For each={children()?.items}>
                {(child) => (
                  <li>
                    <Show
                      when={open() === child}
                      fallback={
                        <ChildCard
                          child={child}
                          onChange={() => show(child)}
                          onRemoved={() => removed(child)}
                        />
                      }
                    >
                      <ChildForm child={child} onSaved={saved} onCancel={() => show(null)} />
                    </Show>
                  </li>
                )}
              </For>
            </ul>
            <div class="after-list">
              <Show
                when={open() === 'new' || isEmpty()}
                fallback={
                  <Show when={open() === null && !isOnlySelf()}>
                    <div class="actions">
                      <button type="button" class="button" onClick={() => show('new')}>
                        {t('children.add')}
                      </button>
                      <a class="button" href="/code">
                        {f('start.code')}
                      </a>
                    </div>
                  </Show>
                }
              >
                <ChildForm
                  mayBeSelf={me?.ownChildId === null}
                  onSaved={saved}
                  {...(isEmpty() ? {} : { onCancel: () => show(null) })}
                />
              </Show>
            </div>
          </Match>
        </Switch>
      </div>
    </SignedIn>
  )
}

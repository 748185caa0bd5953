import type { Child, ChildPage } from '@portal/shared/families/child.ts'
import { createSignal, For, Match, Show, Switch } from 'solid-js'
import { ApiProblem, api } from '../api.ts'
import { refusalSentence } from '../enrolments/refusal-sentence.ts'
import words from '../i18n/nl/account.json'
import { wordsOf } from '../i18n/translate.ts'
import { PageTitle } from '../layout/page-title.tsx'
import { SignedIn } from '../sign-in/signed-in.tsx'
import { createLoaded } from '../ui/create-loaded.ts'
import { Alert, EmptyState, LoadingBlock } from '../ui/state-blocks.tsx'
import { ChildCard } from './child-card.tsx'
import { ChildForm } from './child-form.tsx'

const t = wordsOf(words)

/** Own children: add one, change one, remove one. At most one form stands open. */
export default function ChildrenPage() {
  const [children, { refetch }] = createLoaded(
    () => true,
    () => api<ChildPage>('GET', '/children?pageSize=100'),
  )
  const [open, setOpen] = createSignal<Child | 'new' | null>(null)
  const [leaving, setLeaving] = createSignal<Child | null>(null)
  const [message, setMessage] = createSignal<{ tone: 'ok' | 'error'; text: string } | null>(null)
  let dialog: HTMLDialogElement | undefined
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
    setOpen(null)
    setMessage({ tone: 'ok', text: t('children.saved', { name: child.firstName }) })
    refetch()
  }
  const remove = async () => {
    const child = leaving()
    dialog?.close()
    if (!child) return
    try {
      await api('DELETE', `/children/${child.id}`)
      setMessage({ tone: 'ok', text: t('children.removed', { name: child.firstName }) })
    } catch (error) {
      const problem = error instanceof ApiProblem ? error.problem : { code: 'other' }
      setMessage({ tone: 'error', text: refusalSentence(problem, child.firstName) })
    }
    refetch()
  }
  return (
    <SignedIn>
      <div class="wrap narrow">
        <PageTitle title={t('children.title')} />
        <h1>{t('children.title')}</h1>
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
                          onRemove={() => {
                            show(null)
                            setLeaving(child)
                            dialog?.showModal()
                          }}
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
                  <Show when={open() === null}>
                    <button type="button" class="button" onClick={() => show('new')}>
                      {t('children.add')}
                    </button>
                  </Show>
                }
              >
                <ChildForm onSaved={saved} {...(isEmpty() ? {} : { onCancel: () => show(null) })} />
              </Show>
            </div>
          </Match>
        </Switch>
        <dialog ref={dialog} aria-labelledby="leave-title">
          <h2 id="leave-title">{t('children.remove', { name: leaving()?.firstName ?? '' })}</h2>
          <p>{t('children.remove.text', { name: leaving()?.firstName ?? '' })}</p>
          <div class="actions">
            <button type="button" class="button button--danger" onClick={remove}>
              {t('children.remove', { name: leaving()?.firstName ?? '' })}
            </button>
            <button type="button" class="button" onClick={() => dialog?.close()}>
              {t('cancel')}
            </button>
          </div>
        </dialog>
      </div>
    </SignedIn>
  )
}

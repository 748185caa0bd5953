import type { Child, ChildPage } from '@portal/shared/families/child.ts'
import { createSignal, For, Match, Show, Switch } from 'solid-js'
import { api } from '../api.ts'
import words from '../i18n/nl/account.json'
import { wordsOf } from '../i18n/translate.ts'
import { PageTitle } from '../layout/page-title.tsx'
import { SignedIn } from '../sign-in/signed-in.tsx'
import { createLoaded } from '../ui/create-loaded.ts'
import { Alert, EmptyState, LoadingBlock } from '../ui/state-blocks.tsx'
import { ChildForm } from './child-form.tsx'

const t = wordsOf(words)

/** Own children: add one, remove one. */
export default function ChildrenPage() {
  const [children, { refetch }] = createLoaded(
    () => true,
    () => api<ChildPage>('GET', '/children?pageSize=100'),
  )
  const [leaving, setLeaving] = createSignal<Child | null>(null)
  let dialog: HTMLDialogElement | undefined
  const saved = () => {
    const next = new URLSearchParams(location.search).get('next')
    if (next && /^\/(?![/\\])/.test(next)) location.href = next
    else void refetch()
  }
  const remove = async () => {
    const child = leaving()
    dialog?.close()
    if (child) await api('DELETE', `/children/${child.id}`).catch(() => {})
    void refetch()
  }
  return (
    <SignedIn>
      <div class="wrap narrow">
        <PageTitle title={t('children.title')} />
        <h1>{t('children.title')}</h1>
        <Switch>
          <Match when={children.error}>
            <Alert tone="error">{t('failed')}</Alert>
          </Match>
          <Match when={children.loading && !children.latest}>
            <LoadingBlock label={t('loading')} />
          </Match>
          <Match when={children()?.items.length === 0}>
            <EmptyState title={t('children.empty.title')}>{t('children.empty')}</EmptyState>
          </Match>
          <Match when={children()}>
            <ul class="plain">
              <For each={children()?.items}>
                {(child) => (
                  <li class="box">
                    <h2>
                      {child.firstName} {child.lastName}
                    </h2>
                    <p>
                      {child.school?.name ?? t('children.school.none')}
                      <Show when={child.group}>{(group) => <>, {group().name}</>}</Show>
                      <br />
                      {child.neighbourhood
                        ? t('children.lives', { place: child.neighbourhood.name })
                        : t('children.outside')}
                    </p>
                    <For each={child.warnings}>
                      {(warning) => (
                        <Alert tone="warning">
                          {t(
                            `warning.${warning.code}` as 'warning.group-unknown',
                            warning.facts as Record<string, string>,
                          )}
                        </Alert>
                      )}
                    </For>
                    <div class="actions">
                      <a class="button" href={`/mijn-week?kind=${child.id}`}>
                        {t('children.week')}
                      </a>
                      <button
                        type="button"
                        class="button button--danger"
                        onClick={() => {
                          setLeaving(child)
                          dialog?.showModal()
                        }}
                      >
                        {t('children.remove', { name: child.firstName })}
                      </button>
                    </div>
                  </li>
                )}
              </For>
            </ul>
          </Match>
        </Switch>
        <br />
        <ChildForm onSaved={saved} />
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

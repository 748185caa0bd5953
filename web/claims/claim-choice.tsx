import type { ClaimPreview } from '@portal/shared/claims/claim.ts'
import type { ChildPage } from '@portal/shared/families/child.ts'
import { createSignal, For, Show } from 'solid-js'
import { api } from '../api.ts'
import words from '../i18n/nl/claims.json'
import { wordsOf } from '../i18n/translate.ts'
import { createLoaded } from '../ui/create-loaded.ts'

const t = wordsOf(words)

/** Is this my child; and is it one that I entered already? Names are shown, never compared: the parent says so. */
export function ClaimChoice(props: {
  found: ClaimPreview
  isBusy: boolean
  onClaim: (childId: string | null) => void
  onOther: () => void
}) {
  const [children] = createLoaded(
    () => true,
    () => api<ChildPage>('GET', '/children?pageSize=100'),
  )
  const [same, setSame] = createSignal('')
  const own = () => children.latest?.items ?? []
  const name = () => props.found.firstName
  return (
    <section
      class="box"
      aria-labelledby="found-child"
      tabindex="-1"
      ref={(box) => queueMicrotask(() => box.focus())}
    >
      <h2 id="found-child">{t('found', { name: name() })}</h2>
      <Show
        when={!props.found.isOwn}
        fallback={
          <>
            <p>{t('own', { name: name() })}</p>
            <a class="button" href="/mijn-kinderen">
              {t('children')}
            </a>
          </>
        }
      >
        <p>{t('found.text', { name: name(), school: props.found.school.name })}</p>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            props.onClaim(same() || null)
          }}
        >
          <Show when={own().length > 0}>
            <fieldset class="field claim-choice">
              <legend>{t('which')}</legend>
              <p class="hint">{t('which.hint')}</p>
              <label class="check">
                <input type="radio" name="same" checked={same() === ''} onChange={() => setSame('')} />{' '}
                {t('which.new', { name: name() })}
              </label>
              <For each={own()}>
                {(child) => (
                  <label class="check">
                    <input
                      type="radio"
                      name="same"
                      checked={same() === child.id}
                      onChange={() => setSame(child.id)}
                    />{' '}
                    {t('which.same', { name: `${child.firstName} ${child.lastName}` })}
                  </label>
                )}
              </For>
            </fieldset>
          </Show>
          <div class="actions">
            <button type="submit" class="button button--primary">
              {props.isBusy ? t('busy') : t('yes')}
            </button>
            <button type="button" class="button" onClick={() => props.onOther()}>
              {t('no')}
            </button>
          </div>
        </form>
      </Show>
    </section>
  )
}

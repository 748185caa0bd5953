import type { PlaceHold } from '@portal/shared/holds/hold.ts'
import { createEffect, Show } from 'solid-js'
import words from '../i18n/nl/keep-holds.json'
import { wordsOf } from '../i18n/translate.ts'

const t = wordsOf(words)

/** Asks whether held places may go to everybody now, and says what that does. Open while there is a hold. */
export function ReleaseDialog(props: {
  hold: PlaceHold | null
  waiting: number
  onYes: () => void
  onNo: () => void
}) {
  let dialog: HTMLDialogElement | undefined
  createEffect(() => {
    if (props.hold) dialog?.showModal()
    else dialog?.close()
  })
  const left = () => (props.hold ? props.hold.places - props.hold.used : 0)
  return (
    <dialog ref={dialog} aria-labelledby="release-title" onClose={() => props.onNo()}>
      <h2 id="release-title">{t('release.title')}</h2>
      <p>
        {left() === 0
          ? t('release.left.none')
          : t(left() === 1 ? 'release.left.one' : 'release.left', { left: left() })}
      </p>
      <Show when={props.hold?.used}>
        <p>{t('release.keep')}</p>
      </Show>
      <Show when={left() > 0 && props.waiting > 0}>
        <p>
          {t(props.waiting === 1 ? 'release.waiting.one' : 'release.waiting', { waiting: props.waiting })}
        </p>
      </Show>
      <div class="actions">
        <button type="button" class="button button--danger" onClick={() => props.onYes()}>
          {t('release.yes')}
        </button>
        <button type="button" class="button" onClick={() => props.onNo()}>
          {t('cancel')}
        </button>
      </div>
    </dialog>
  )
}

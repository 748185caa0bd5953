import type { ClassEnrolment } from '@portal/shared/class-enrolments/class-enrolment.ts'
import { Show } from 'solid-js'
import words from '../i18n/nl/classes.json'
import { wordsOf } from '../i18n/translate.ts'
import { dutchTime } from '../ui/dates.ts'

const t = wordsOf(words)
const clock = new Intl.DateTimeFormat('nl-NL', {
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'Europe/Amsterdam',
})

/** Undoes all of it for a quarter of an hour, after saying what that does and what stays. `done`: how many it enrolled. */
export function UndoClass(props: {
  undo: NonNullable<ClassEnrolment['undo']>
  title: string
  done: number
  onUndo: () => void
}) {
  let dialog: HTMLDialogElement | undefined
  const count = () => props.undo.count
  const stays = () => props.done - count()
  return (
    <>
      <button type="button" class="button" onClick={() => dialog?.showModal()}>
        {t('undo')}
      </button>
      <span class="muted">
        {t('undo.until', { moment: dutchTime(clock.format(new Date(props.undo.until))) })}
      </span>
      <dialog ref={dialog} aria-labelledby="undo-class">
        <h2 id="undo-class">{t('undo.title')}</h2>
        <p>{t(count() === 1 ? 'undo.text.one' : 'undo.text', { count: count(), title: props.title })}</p>
        <Show when={stays() > 0}>
          <p>{t(stays() === 1 ? 'undo.stays.one' : 'undo.stays', { count: stays() })}</p>
        </Show>
        <div class="actions">
          <button
            type="button"
            class="button button--danger"
            onClick={() => {
              dialog?.close()
              props.onUndo()
            }}
          >
            {t(count() === 1 ? 'undo.yes.one' : 'undo.yes', { count: count() })}
          </button>
          <button type="button" class="button" onClick={() => dialog?.close()}>
            {t('cancel')}
          </button>
        </div>
      </dialog>
    </>
  )
}

import { createSignal, createUniqueId } from 'solid-js'
import words from '../i18n/nl/sign-in.json'
import { wordsOf } from '../i18n/translate.ts'

const t = wordsOf(words)

/** What a destructive act will do, and how it is called. */
export type Question = { title: string; text: string; button: string; act: () => void }

/** A dialog that says what will happen before it does. `ask` opens it; place `Dialog` once. */
export function createAskFirst() {
  const [question, setQuestion] = createSignal<Question | null>(null)
  const titleId = createUniqueId()
  let dialog: HTMLDialogElement | undefined
  const ask = (next: Question) => {
    setQuestion(next)
    dialog?.showModal()
  }
  const Dialog = () => (
    <dialog ref={dialog} aria-labelledby={titleId}>
      <h2 id={titleId}>{question()?.title}</h2>
      <p>{question()?.text}</p>
      <div class="actions">
        <button
          type="button"
          class="button button--danger"
          onClick={() => {
            dialog?.close()
            question()?.act()
          }}
        >
          {question()?.button}
        </button>
        <button type="button" class="button" onClick={() => dialog?.close()}>
          {t('account.cancel')}
        </button>
      </div>
    </dialog>
  )
  return { ask, Dialog }
}

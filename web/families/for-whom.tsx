import { Show } from 'solid-js'
import words from '../i18n/nl/family.json'
import { wordsOf } from '../i18n/translate.ts'

const t = wordsOf(words)

/** For whom somebody fills in the form: a child, or (from 16) themselves. */
export function ForWhom(props: { isSelf: boolean; onChange: (isSelf: boolean) => void }) {
  const option = (isSelf: boolean, label: string) => (
    <label class="check">
      <input
        type="radio"
        name="who"
        checked={props.isSelf === isSelf}
        onChange={() => props.onChange(isSelf)}
      />{' '}
      {label}
    </label>
  )
  return (
    <fieldset class="who">
      <legend>{t('who')}</legend>
      {option(false, t('who.child'))}
      {option(true, t('who.self'))}
      <Show when={props.isSelf}>
        <p class="hint">{t('who.self.hint')}</p>
      </Show>
    </fieldset>
  )
}

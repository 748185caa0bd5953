import type { Enrolment } from '@portal/shared/enrolments/enrolment.ts'
import { createSignal, Show } from 'solid-js'
import { api } from '../api.ts'
import words from '../i18n/nl/take-at-once.json'
import { wordsOf } from '../i18n/translate.ts'
import { problemText } from '../sign-in/problem-text.ts'
import { Alert } from '../ui/state-blocks.tsx'

const t = wordsOf(words)

/** Whether a place is taken for the child as soon as there is one. What was chosen holds at once, and is said. */
export function TakeAtOnce(props: { enrolmentId: string; name: string; isOn: boolean }) {
  const [isOn, setOn] = createSignal(props.isOn)
  const [said, setSaid] = createSignal('')
  const [failure, setFailure] = createSignal('')
  const choose = async (box: HTMLInputElement) => {
    setSaid('')
    setFailure('')
    try {
      const changed = await api<Enrolment>('PATCH', `/enrolments/${props.enrolmentId}`, {
        autoAccept: box.checked,
      })
      setOn(changed.autoAccept ?? false)
      setSaid(t(changed.autoAccept ? 'auto.on' : 'auto.off'))
    } catch (error) {
      setFailure(problemText(error))
    }
    box.checked = isOn()
  }
  return (
    <div>
      <label class="check">
        <input type="checkbox" checked={isOn()} onChange={(event) => choose(event.currentTarget)} />
        <span>{t('auto.label', { name: props.name })}</span>
      </label>
      <p class="hint">{t('auto.hint')}</p>
      <div aria-live="polite">
        <Show when={said()}>
          <p>{said()}</p>
        </Show>
        <Show when={failure()}>
          <Alert tone="error">{failure()}</Alert>
        </Show>
      </div>
    </div>
  )
}

import words from '../i18n/nl/clashes.json'
import { wordsOf } from '../i18n/translate.ts'
import { TextArea } from '../ui/fields.tsx'
import './clashes.css'

const t = wordsOf(words)

/** What is wrong with a reason, in words; nothing when it is right. The API takes at most 500 characters. */
export function wrongReason(reason: string): string | undefined {
  if (reason.trim().length < 3) return t('reason.wrong')
  return reason.trim().length > 500 ? t('reason.long') : undefined
}

/** Why something changes, in the words of whoever changes it: the families read it. `name`: that of the field. */
export function ReasonField(props: {
  name: string
  value: string
  error: string | undefined
  onType: (value: string) => void
  onLeave: (value: string) => void
}) {
  return (
    <div class="reason">
      <TextArea
        label={t('reason')}
        name={props.name}
        hint={t('reason.hint')}
        rows={3}
        value={props.value}
        error={props.error}
        onType={props.onType}
        // After the click that took the focus away has landed: a line that goes must not move the button from under the finger.
        onLeave={(value) => setTimeout(() => props.onLeave(value), 150)}
      />
    </div>
  )
}

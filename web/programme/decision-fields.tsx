import { Show } from 'solid-js'
import words from '../i18n/nl/programme.json'
import { wordsOf } from '../i18n/translate.ts'
import { TextArea, TextField } from '../ui/fields.tsx'
import type { DecisionDraft } from './decision-draft.ts'

const t = wordsOf(words)
type Props = {
  draft: DecisionDraft
  errors: Record<string, string>
  onChange: (part: Partial<DecisionDraft>) => void
  onLeave: (name: keyof DecisionDraft) => void
}

/** Until when the VOG counts, whether the code was seen, and what was agreed. */
export function TermsFields(props: Props) {
  return (
    <>
      <TextField
        label={t('decide.vog')}
        name="vogValidUntil"
        type="date"
        hint={t('decide.vog.hint')}
        value={props.draft.vogValidUntil}
        error={props.errors.vogValidUntil}
        onType={(vogValidUntil) => props.onChange({ vogValidUntil })}
        onLeave={() => props.onLeave('vogValidUntil')}
      />
      <div class="field" classList={{ 'field--wrong': Boolean(props.errors.hasSafetyCode) }}>
        <Show when={props.errors.hasSafetyCode}>
          <p class="field__error" id="field-hasSafetyCode-error">
            {props.errors.hasSafetyCode}
          </p>
        </Show>
        <label class="check">
          <input
            type="checkbox"
            id="field-hasSafetyCode"
            checked={props.draft.hasSafetyCode}
            aria-describedby={props.errors.hasSafetyCode ? 'field-hasSafetyCode-error' : undefined}
            onChange={(event) => {
              props.onChange({ hasSafetyCode: event.currentTarget.checked })
              props.onLeave('hasSafetyCode')
            }}
          />{' '}
          {t('decide.code')}
        </label>
      </div>
      <TextArea
        label={t('decide.conditions')}
        name="conditions"
        rows={4}
        hint={t('decide.conditions.hint')}
        value={props.draft.conditions}
        error={props.errors.conditions}
        onType={(conditions) => props.onChange({ conditions })}
        onLeave={() => props.onLeave('conditions')}
      />
    </>
  )
}

/** Why not. */
export function ReasonField(props: Props) {
  return (
    <TextArea
      label={t('decide.reason')}
      name="reason"
      rows={4}
      hint={t('decide.reason.hint')}
      value={props.draft.reason}
      error={props.errors.reason}
      onType={(reason) => props.onChange({ reason })}
      onLeave={() => props.onLeave('reason')}
    />
  )
}

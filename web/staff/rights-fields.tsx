import { Show } from 'solid-js'
import words from '../i18n/nl/people.json'
import { wordsOf } from '../i18n/translate.ts'

const t = wordsOf(words)

export type Rights = { isOwner: boolean; maySeeParticipants: boolean }

/** What a colleague may do. Only a provider has participants to see. */
export function RightsFields(props: {
  kind: 'school' | 'provider'
  rights: Rights
  onChange: (rights: Rights) => void
}) {
  const hintId = () => `rights-hint-${props.kind}`
  return (
    <div class="rights">
      <label class="check">
        <input
          type="checkbox"
          checked={props.rights.isOwner}
          onChange={(event) => props.onChange({ ...props.rights, isOwner: event.currentTarget.checked })}
        />{' '}
        {t('staff.isOwner')}
      </label>
      <Show when={props.kind === 'provider'}>
        <Show when={!props.rights.isOwner} fallback={<p class="hint">{t('staff.owner.sees')}</p>}>
          <label class="check">
            <input
              type="checkbox"
              checked={props.rights.maySeeParticipants}
              aria-describedby={hintId()}
              onChange={(event) =>
                props.onChange({ ...props.rights, maySeeParticipants: event.currentTarget.checked })
              }
            />{' '}
            {t('staff.maySee')}
          </label>
          <p class="hint" id={hintId()}>
            {t('staff.maySee.hint')}
          </p>
        </Show>
      </Show>
    </div>
  )
}

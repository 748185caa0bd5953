import { For, type JSX, Show } from 'solid-js'
import words from '../i18n/nl/organisation.json'
import { wordsOf } from '../i18n/translate.ts'
import { type OrganisationDraft, organisationFields } from './organisation-draft.ts'

const t = wordsOf(words)

/** What an organisation gave, to read; more lines may follow as children (dt and dd). */
export function OrganisationFacts(props: { organisation: OrganisationDraft; children?: JSX.Element }) {
  return (
    <dl class="facts facts--wide">
      <For each={organisationFields}>
        {(name) => (
          <>
            <dt>{t(`field.${name}`).replace(/ \(.*/, '')}</dt>
            <dd class="typed">
              <Show when={props.organisation[name]} fallback={<span class="muted">{t('empty')}</span>}>
                {props.organisation[name]}
              </Show>
            </dd>
          </>
        )}
      </For>
      {props.children}
    </dl>
  )
}

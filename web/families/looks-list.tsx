import type { Child } from '@portal/shared/families/child.ts'
import type { SeenLookPage } from '@portal/shared/families/history.ts'
import { For, Show } from 'solid-js'
import words from '../i18n/nl/family.json'
import { wordsOf } from '../i18n/translate.ts'
import { HistorySection } from './history-section.tsx'
import { lookSentence } from './look-sentence.ts'

const t = wordsOf(words)

/** Who outside the family saw what of a child. */
export function LooksList(props: { child: Child }) {
  const said = (key: 'looks.text' | 'looks.empty') =>
    t(props.child.isSelf ? `${key}.self` : key, { name: props.child.firstName })
  return (
    <HistorySection<SeenLookPage>
      id="looks"
      title={t('looks')}
      text={said('looks.text')}
      empty={said('looks.empty')}
      path={`/children/${props.child.id}/looks`}
    >
      {(page) => (
        <For each={page.items}>
          {(look) => (
            <li>
              {lookSentence(look, props.child)}
              <Show when={look.reason}>
                <span class="history__who">{t('look.reason', { reason: look.reason })}</span>
              </Show>
            </li>
          )}
        </For>
      )}
    </HistorySection>
  )
}

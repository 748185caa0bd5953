import type { Child } from '@portal/shared/families/child.ts'
import type { ChildChangePage } from '@portal/shared/families/history.ts'
import { For } from 'solid-js'
import words from '../i18n/nl/family.json'
import { wordsOf } from '../i18n/translate.ts'
import { whatChanged, whoAndWhen } from './change-words.ts'
import { HistorySection } from './history-section.tsx'

const t = wordsOf(words)

/** What changed of a child and its enrolments: who, what and when. */
export function ChangesList(props: { child: Child }) {
  return (
    <HistorySection<ChildChangePage>
      id="changes"
      title={t('history')}
      empty={t('history.empty')}
      path={`/children/${props.child.id}/changes`}
    >
      {(page) => (
        <For each={page.items}>
          {(change) => (
            <li>
              {whatChanged(change, props.child)}
              <span class="history__who">{whoAndWhen(change, props.child)}</span>
            </li>
          )}
        </For>
      )}
    </HistorySection>
  )
}

import type { Enrolment } from '@portal/shared/enrolments/enrolment.ts'
import { For, Show } from 'solid-js'
import { clashSentence } from '../clashes/clash-sentence.ts'
import words from '../i18n/nl/clashes.json'
import { wordsOf } from '../i18n/translate.ts'
import { Alert } from '../ui/state-blocks.tsx'

const t = wordsOf(words)

/** What stands in the way of an enrolment by now, and what a family can do; nothing when it fits. */
export function EnrolmentClashes(props: { enrolment: Enrolment; name: string; mayAct: boolean }) {
  const todo = () => {
    if (props.enrolment.status === 'waitlisted') return 'family.todo.waiting'
    return props.mayAct ? 'family.todo' : 'family.todo.look'
  }
  return (
    <Show when={props.enrolment.clashes.length > 0}>
      <Alert tone="warning" title={t('family.title')}>
        <For each={props.enrolment.clashes}>
          {(refusal) => <p class="alert__after">{clashSentence(refusal, props.name)}</p>}
        </For>
        <p class="alert__after">{t(todo(), { name: props.name })}</p>
        <Show when={props.mayAct}>
          <p class="alert__after">
            <a href={`/iets-anders?kind=${props.enrolment.childId}&aanbod=${props.enrolment.offeringId}`}>
              {t('family.find')}
            </a>
          </p>
        </Show>
      </Alert>
    </Show>
  )
}

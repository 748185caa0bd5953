import type { Touched } from '@portal/shared/calendar/clash.ts'
import { For } from 'solid-js'
import './clashes.css'
import { clashSentence, closedSentence } from './clash-sentence.ts'

/** Whom a change touches: per enrolment the child, the activity, and what would stand in the way. */
export function TouchedList(props: {
  touched: readonly Pick<Touched, 'child' | 'offering' | 'refusals' | 'warnings'>[]
}) {
  return (
    <ul class="touched">
      <For each={props.touched}>
        {({ child, offering, refusals, warnings }) => (
          <li>
            <strong>
              {child.firstName} {child.lastName}: {offering.title}.
            </strong>{' '}
            {[
              ...refusals.map((refusal) => clashSentence(refusal, child.firstName)),
              ...warnings.map(closedSentence),
            ].join(' ')}
          </li>
        )}
      </For>
    </ul>
  )
}

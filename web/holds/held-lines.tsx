import type { HeldPlaces } from '@portal/shared/holds/hold.ts'
import { For, Show } from 'solid-js'
import './held-lines.css'
import { heldText } from './held-text.ts'

/** What is held beside the free places, a line for each. */
export function HeldLines(props: { holds: readonly HeldPlaces[] }) {
  return (
    <Show when={props.holds.length > 0}>
      <ul class="held-lines muted">
        <For each={props.holds}>{(hold) => <li>{heldText(hold)}</li>}</For>
      </ul>
    </Show>
  )
}

import { type Component, createSignal, onMount, type ParentProps, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'

/** Renders a component after mount only: the server sends the placeholder, the browser agrees with it when it hydrates. */
export function ClientOnly(props: ParentProps<{ component: Component }>) {
  const [isMounted, setMounted] = createSignal(false)
  onMount(() => setMounted(true))
  return (
    <Show when={isMounted()} fallback={props.children}>
      <Dynamic component={props.component} />
    </Show>
  )
}

import type { JSX, ParentProps } from 'solid-js'

/** Something is on its way. */
export function LoadingBlock(props: { label: string }) {
  return (
    <div class="loading" role="status">
      <span class="loading__bar" />
      <span>{props.label}</span>
    </div>
  )
}

/** A message with a tone that is also told by its words, not by colour alone. */
export function Alert(props: ParentProps<{ tone: 'info' | 'ok' | 'warning' | 'error'; title?: string }>) {
  return (
    <div class={`alert alert--${props.tone}`} role={props.tone === 'error' ? 'alert' : undefined}>
      {props.title ? <strong class="alert__title">{props.title}</strong> : null}
      {props.children}
    </div>
  )
}

/** Nothing here yet, and what to do about it. */
export function EmptyState(props: ParentProps<{ title: string; action?: JSX.Element }>) {
  return (
    <div class="empty">
      <h2>{props.title}</h2>
      <p>{props.children}</p>
      {props.action}
    </div>
  )
}

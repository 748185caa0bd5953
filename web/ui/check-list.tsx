import { For, Show } from 'solid-js'

/** Several things to tick, as one field: the error summary links to its first box (`field-<name>`). */
export function CheckList<Value extends string>(props: {
  label: string
  name: string
  hint?: string
  error?: string | undefined
  options: readonly { value: Value; label: string }[]
  chosen: readonly Value[]
  onChange: (chosen: Value[]) => void
}) {
  const toggle = (value: Value, isOn: boolean) =>
    props.onChange(
      props.options
        .map((option) => option.value)
        .filter((each) => (each === value ? isOn : props.chosen.includes(each))),
    )
  return (
    <fieldset class="field check-list" classList={{ 'field--wrong': Boolean(props.error) }}>
      <legend>{props.label}</legend>
      <Show when={props.hint}>
        <p class="hint">{props.hint}</p>
      </Show>
      <Show when={props.error}>
        <p class="field__error">{props.error}</p>
      </Show>
      <div class="check-list__all">
        <For each={props.options}>
          {(option, index) => (
            <label class="check">
              <input
                type="checkbox"
                id={index() === 0 ? `field-${props.name}` : undefined}
                checked={props.chosen.includes(option.value)}
                onChange={(event) => toggle(option.value, event.currentTarget.checked)}
              />{' '}
              {option.label}
            </label>
          )}
        </For>
      </div>
    </fieldset>
  )
}

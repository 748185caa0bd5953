import { createUniqueId, For, type JSX, Show } from 'solid-js'

type FieldProps = {
  label: string
  name: string
  hint?: string | undefined
  error?: string | undefined
  value?: string
  type?: string
  autocomplete?: string
  inputmode?: 'text' | 'numeric' | 'email'
  onLeave?: (value: string) => void
  /** Keeps what is typed; checking waits until the field is left. */
  onType?: (value: string) => void
}

const fieldId = (name: string) => `field-${name}`

/** What a field is described by: its hint and its error, where they stand. */
const describedBy = (props: { name: string; hint?: string | undefined; error?: string | undefined }) =>
  [props.hint ? `${fieldId(props.name)}-hint` : '', props.error ? `${fieldId(props.name)}-error` : '']
    .filter(Boolean)
    .join(' ') || undefined

/** Label, hint and error around a field; the error summary links to its id (`field-<name>`). */
function FieldFrame(props: {
  label: string
  name: string
  hint?: string | undefined
  error?: string | undefined
  isShort?: boolean | undefined
  children: JSX.Element
}) {
  return (
    <div
      class="field"
      classList={{ 'field--wrong': Boolean(props.error), 'field--short': Boolean(props.isShort) }}
    >
      <label for={fieldId(props.name)}>{props.label}</label>
      <Show when={props.hint}>
        <p class="hint" id={`${fieldId(props.name)}-hint`}>
          {props.hint}
        </p>
      </Show>
      <Show when={props.error}>
        <p class="field__error" id={`${fieldId(props.name)}-error`}>
          {props.error}
        </p>
      </Show>
      {props.children}
    </div>
  )
}

/**
 * Left for the button: it checks all by itself. Otherwise after the click that took the focus away has landed, so that a line that goes
 * does not move the button from under the finger.
 */
function leave(
  event: FocusEvent & { currentTarget: HTMLInputElement | HTMLTextAreaElement },
  onLeave: FieldProps['onLeave'],
) {
  const { value } = event.currentTarget
  const goesTo = event.relatedTarget
  if (goesTo instanceof HTMLButtonElement && goesTo.type === 'submit') return
  setTimeout(() => onLeave?.(value), 150)
}

/** A line of text. */
export function TextField(props: FieldProps) {
  return (
    <FieldFrame label={props.label} name={props.name} hint={props.hint} error={props.error}>
      <input
        class="utrecht-textbox"
        id={fieldId(props.name)}
        name={props.name}
        type={props.type ?? 'text'}
        value={props.value ?? ''}
        autocomplete={props.autocomplete}
        inputmode={props.inputmode}
        aria-invalid={props.error ? 'true' : undefined}
        aria-describedby={describedBy(props)}
        onInput={(event) => props.onType?.(event.currentTarget.value)}
        onBlur={(event) => leave(event, props.onLeave)}
      />
    </FieldFrame>
  )
}

/** The same for a longer text. */
export function TextArea(props: Omit<FieldProps, 'type' | 'autocomplete' | 'inputmode'> & { rows?: number }) {
  return (
    <FieldFrame label={props.label} name={props.name} hint={props.hint} error={props.error}>
      <textarea
        class="utrecht-textbox"
        id={fieldId(props.name)}
        name={props.name}
        rows={props.rows ?? 6}
        value={props.value ?? ''}
        aria-invalid={props.error ? 'true' : undefined}
        aria-describedby={describedBy(props)}
        onInput={(event) => props.onType?.(event.currentTarget.value)}
        onBlur={(event) => leave(event, props.onLeave)}
      />
    </FieldFrame>
  )
}

/** A native select with its label. */
export function SelectField(props: {
  label: string
  name: string
  value?: string
  hint?: string
  error?: string | undefined
  options: { value: string; label: string }[]
  isShort?: boolean
  onChange?: (value: string) => void
}) {
  return (
    <FieldFrame
      label={props.label}
      name={props.name}
      hint={props.hint}
      error={props.error}
      isShort={props.isShort}
    >
      <select
        class="utrecht-select"
        id={fieldId(props.name)}
        name={props.name}
        aria-invalid={props.error ? 'true' : undefined}
        aria-describedby={describedBy(props)}
        onChange={(event) => {
          const list = event.currentTarget
          if (!props.onChange) return
          props.onChange(list.value)
          // Where the choice was refused the list shows again what holds.
          list.value = props.value ?? ''
        }}
      >
        <For each={props.options}>
          {(option) => (
            <option value={option.value} selected={option.value === (props.value ?? '')}>
              {option.label}
            </option>
          )}
        </For>
      </select>
    </FieldFrame>
  )
}

/** The list of errors above a form: takes the focus when it appears, each line leads to its field. */
export function ErrorSummary(props: {
  title: string
  errors: Record<string, string>
  ref?: (element: HTMLElement) => void
}) {
  const titleId = createUniqueId()
  return (
    <Show when={Object.keys(props.errors).length > 0}>
      <section
        class="alert alert--error"
        tabindex="-1"
        aria-labelledby={titleId}
        ref={(element) => {
          props.ref?.(element)
          queueMicrotask(() => element.focus())
        }}
      >
        <h2 id={titleId} class="alert__title">
          {props.title}
        </h2>
        <ul>
          <For each={Object.entries(props.errors)}>
            {([name, text]) => (
              <li>
                <Show when={name !== 'form'} fallback={text}>
                  <a
                    href={`#field-${name}`}
                    onClick={(event) => {
                      event.preventDefault()
                      document.getElementById(`field-${name}`)?.focus()
                    }}
                  >
                    {text}
                  </a>
                </Show>
              </li>
            )}
          </For>
        </ul>
      </section>
    </Show>
  )
}

/** Text of a form field, trimmed. */
export const textOf = (form: HTMLFormElement, name: string): string =>
  String(new FormData(form).get(name) ?? '').trim()

export type Content = JSX.Element

import { For, Index, Show } from 'solid-js'
import publicWords from '../i18n/nl/public.json'
import words from '../i18n/nl/school.json'
import { wordsOf } from '../i18n/translate.ts'
import { schoolDays, type WeekText } from './timetable-draft.ts'

const t = wordsOf(words)
const p = wordsOf(publicWords)

/** Begin and end of the lessons per day; more than one block where there is a break at noon. */
export function WeekFields(props: {
  week: WeekText
  errors: Record<string, string>
  onChange: (week: WeekText) => void
  onLeave: () => void
}) {
  const blocks = (day: number) => props.week[day] ?? []
  const change = (day: number, next: { start: string; end: string }[]) =>
    props.onChange({ ...props.week, [day]: next })
  const type = (day: number, index: number, key: 'start' | 'end', value: string) =>
    change(
      day,
      blocks(day).map((block, place) => (place === index ? { ...block, [key]: value } : block)),
    )
  return (
    <For each={schoolDays}>
      {(day) => (
        <fieldset class="lesson-day">
          <legend>{p(`day.${day}`)}</legend>
          <Index each={blocks(day)}>
            {(block, index) => {
              const name = (key: 'start' | 'end') => `${key}-${day}-${index + 1}`
              const label = (key: 'start' | 'end') =>
                `${p(`day.${day}`)} ${t(key === 'start' ? 'starts' : 'ends')}${index > 0 ? ` ${index + 1}` : ''}`
              const error = () => props.errors[name('end')]
              return (
                <div class="lesson-block">
                  <Show when={error()}>
                    <p class="field__error" id={`field-${name('end')}-error`}>
                      {error()}
                    </p>
                  </Show>
                  <For each={['start', 'end'] as const}>
                    {(key) => (
                      <input
                        type="time"
                        class="utrecht-textbox"
                        id={`field-${name(key)}`}
                        aria-label={label(key)}
                        value={block()[key]}
                        aria-invalid={error() ? 'true' : undefined}
                        aria-describedby={error() ? `field-${name('end')}-error` : undefined}
                        onInput={(event) => {
                          // Half a time has no value yet: to write that back would take away what stands there.
                          const { value } = event.currentTarget
                          if (value) type(day, index, key, value)
                        }}
                        onBlur={(event) => {
                          const { value } = event.currentTarget
                          if (value !== block()[key]) type(day, index, key, value)
                          // Left for the button: it looks at everything itself. Otherwise after the click has landed,
                          // so that a line that goes does not move what was aimed at.
                          const goesTo = event.relatedTarget
                          if (goesTo instanceof HTMLButtonElement && goesTo.type === 'submit') return
                          setTimeout(props.onLeave, 150)
                        }}
                      />
                    )}
                  </For>
                  <Show
                    when={index > 0}
                    fallback={
                      <Show when={blocks(day).length === 1}>
                        <button
                          type="button"
                          class="text-button"
                          aria-label={`${p(`day.${day}`)}: ${t('addBlock')}`}
                          onClick={() => change(day, [...blocks(day), { start: '', end: '' }])}
                        >
                          {t('addBlock')}
                        </button>
                      </Show>
                    }
                  >
                    <button
                      type="button"
                      class="text-button"
                      aria-label={`${p(`day.${day}`)}: ${t('removeBlock')}`}
                      onClick={() =>
                        change(
                          day,
                          blocks(day).filter((_, place) => place !== index),
                        )
                      }
                    >
                      {t('removeBlock')}
                    </button>
                  </Show>
                </div>
              )
            }}
          </Index>
        </fieldset>
      )}
    </For>
  )
}

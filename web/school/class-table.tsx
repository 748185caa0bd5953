import type { ClassLine } from '@portal/shared/class-enrolments/class-enrolment.ts'
import { For, Show } from 'solid-js'
import words from '../i18n/nl/classes.json'
import { wordsOf } from '../i18n/translate.ts'
import { nameOf, nowText, outcomeOrder, outcomeText, type Telling, whyText } from './class-words.ts'

const t = wordsOf(words)
const tones = {
  placed: 'ok',
  awaiting_consent: 'few',
  waitlisted: 'few',
  existing: 'full',
  refused: 'full',
} as const

/** Pupil by pupil what happens, or happened: by outcome, what asks for attention first. */
export function ClassTable(props: { lines: readonly ClassLine[]; telling: Telling }) {
  const of = (outcome: ClassLine['outcome']) => props.lines.filter((line) => line.outcome === outcome)
  return (
    <div class="class-tables">
      <For each={outcomeOrder.filter((outcome) => of(outcome).length > 0)}>
        {(outcome) => (
          <table class="class-table">
            <caption>
              <span class={`badge badge--${tones[outcome]}`}>
                {t('section', { outcome: outcomeText(outcome, props.telling), count: of(outcome).length })}
              </span>
            </caption>
            <thead class="visually-hidden">
              <tr>
                <th scope="col">{t('column.pupil')}</th>
                <th scope="col">{t('column.why')}</th>
              </tr>
            </thead>
            <tbody>
              <For each={of(outcome)}>
                {(line) => (
                  <tr>
                    <th scope="row">
                      <span dir="auto">{nameOf(line)}</span>
                      <Show when={line.group}>
                        <span class="class-table__group muted">{line.group}</span>
                      </Show>
                    </th>
                    <td>
                      {whyText(line).join(' ')}
                      <Show when={nowText(line)}>
                        {(now) => (
                          <span class="class-table__now">
                            {t('column.now')}: {now()}
                          </span>
                        )}
                      </Show>
                    </td>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        )}
      </For>
    </div>
  )
}

import type { OfferingClash } from '@portal/shared/calendar/clash.ts'
import { For, Show } from 'solid-js'
import words from '../i18n/nl/clashes.json'
import { wordsOf } from '../i18n/translate.ts'
import { clashSentence } from './clash-sentence.ts'
import './clashes.css'

const t = wordsOf(words)

const isSaid = (status: string): status is 'waitlisted' | 'offered' | 'awaiting_consent' =>
  `status.${status}` in words

/** Enrolments that stand and clash, each with what stands in the way. `withTitle`: of different activities. */
export function ClashList(props: { clashes: readonly OfferingClash[]; withTitle: boolean }) {
  const nameOf = ({ child }: OfferingClash) => (child ? `${child.firstName} ${child.lastName}` : t('child'))
  return (
    <ul class="plain plain--wide clashes">
      <For each={props.clashes}>
        {(clash) => (
          <li class="box">
            <h3>
              {nameOf(clash)}
              <Show when={props.withTitle}>
                {': '}
                <a href={`/aanbod/${clash.offering.id}`}>{clash.offering.title}</a>
              </Show>
            </h3>
            <Show when={isSaid(clash.status) ? clash.status : null}>
              {(status) => <p class="muted">{t(`status.${status()}`)}</p>}
            </Show>
            <For each={clash.refusals}>
              {(refusal) => <p>{clashSentence(refusal, clash.child?.firstName ?? t('this'))}</p>}
            </For>
          </li>
        )}
      </For>
    </ul>
  )
}

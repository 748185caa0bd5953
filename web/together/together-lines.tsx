import type { Enrolment } from '@portal/shared/enrolments/enrolment.ts'
import { Show } from 'solid-js'
import words from '../i18n/nl/together.json'
import { wordsOf } from '../i18n/translate.ts'
import { joinNames } from './names.ts'

const t = wordsOf(words)

/** On the card of an enrolment: with whom it is, for whose answer it waits, and what goes in exchange. */
export function TogetherLines(props: { enrolment: Enrolment }) {
  const names = () => joinNames(props.enrolment.togetherWith ?? [])
  const isOffered = () => props.enrolment.status === 'offered'
  return (
    <>
      <Show when={names()}>
        <p class="muted">{t('card.with', { names: names() })}</p>
        <Show when={isOffered()}>
          <p>{t(props.enrolment.hasAccepted ? 'card.accepted' : 'card.both', { names: names() })}</p>
        </Show>
      </Show>
      <Show when={props.enrolment.givesUp}>{(old) => <p>{t('card.gives', { title: old().title })}</p>}</Show>
    </>
  )
}

/** What becomes of the others when this child is taken off a place: they keep it. Empty when there are none. */
export const whoKeeps = ({ status, togetherWith }: Enrolment): string =>
  status === 'placed' && togetherWith?.length
    ? t(togetherWith.length === 1 ? 'card.keeps' : 'card.keep', { names: joinNames(togetherWith) })
    : ''

/** The way to another place, for a place that a child has. */
export const SwapLink = (props: { enrolment: Enrolment }) => (
  <Show when={props.enrolment.status === 'placed'}>
    <a class="button" href={`/ruilen/${props.enrolment.id}`}>
      {t('card.swap')}
    </a>
  </Show>
)

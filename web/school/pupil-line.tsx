import type { Pupil } from '@portal/shared/pupils/pupil.ts'
import { Show } from 'solid-js'
import words from '../i18n/nl/pupils.json'
import { wordsOf } from '../i18n/translate.ts'
import { shortDate } from './short-date.ts'

const t = wordsOf(words)
const tones = { claimed: 'badge--ok', code: 'badge--few', none: 'badge--full' } as const

/** One pupil in the list. One without a family can be chosen for a code. */
export function PupilLine(props: {
  pupil: Pupil
  isChosen: boolean
  onChoose: (isOn: boolean) => void
  onChange: () => void
  onTakeOff: () => void
}) {
  const name = () => `${props.pupil.firstName} ${props.pupil.lastName}`
  return (
    <div class="pupil">
      <div class="pupil__choice">
        <Show when={props.pupil.status !== 'claimed'}>
          <input
            type="checkbox"
            aria-label={t('pupil.choose', { name: name() })}
            checked={props.isChosen}
            onChange={(event) => props.onChoose(event.currentTarget.checked)}
          />
        </Show>
      </div>
      <div class="pupil__who">
        <h3 dir="auto">{name()}</h3>
        <p class="muted">
          {t('pupil.born', { date: shortDate(props.pupil.birthDate) })}
          <Show when={props.pupil.pupilNumber}>
            {(number) => <> · {t('pupil.number', { number: number() })}</>}
          </Show>
        </p>
      </div>
      <p class="pupil__group">{props.pupil.group?.name ?? t('pupil.noGroup')}</p>
      <p class="pupil__status">
        <span class={`badge ${tones[props.pupil.status]}`}>{t(`status.${props.pupil.status}`)}</span>
        <Show when={props.pupil.codeExpiresAt}>
          {(until) => (
            <span class="muted pupil__until">{t('pupil.codeUntil', { date: shortDate(until()) })}</span>
          )}
        </Show>
      </p>
      <div class="pupil__actions">
        <button
          type="button"
          class="text-button"
          aria-label={`${t('pupil.change')}: ${name()}`}
          onClick={() => props.onChange()}
        >
          {t('pupil.change')}
        </button>
        <button
          type="button"
          class="text-button"
          aria-label={`${t('pupil.takeOff')}: ${name()}`}
          onClick={() => props.onTakeOff()}
        >
          {t('pupil.takeOff')}
        </button>
      </div>
    </div>
  )
}

import type { ConsentAnswer } from '@portal/shared/consents/consent.ts'
import type { Enrolment } from '@portal/shared/enrolments/enrolment.ts'
import { Show } from 'solid-js'
import { whenText } from '../catalogue/catalogue-data.ts'
import { ConsentButtons } from '../consents/consent-buttons.tsx'
import words from '../i18n/nl/account.json'
import changes from '../i18n/nl/changes.json'
import consent from '../i18n/nl/consent.json'
import waiting from '../i18n/nl/waiting-list.json'
import { wordsOf } from '../i18n/translate.ts'
import { SwapLink, TogetherLines } from '../together/together-lines.tsx'
import { dutchDate, dutchMoment } from '../ui/dates.ts'
import { WaitingDetails } from '../waiting-list/waiting-details.tsx'
import { EnrolmentClashes } from './enrolment-clashes.tsx'

const t = wordsOf(words)
const w = wordsOf(waiting)
const ch = wordsOf(changes)
const c = wordsOf(consent)

/** One enrolment: its state in words, and what the family can do about it; nothing when it is over. */
export function EnrolmentCard(props: {
  enrolment: Enrolment
  name: string
  onWithdraw?: () => void
  onAnswer?: (answer: 'acceptance' | 'refusal') => void
  /** Takes a no back. */
  onUndo?: () => void
  onConsent?: (answer: ConsentAnswer) => void
}) {
  const enrolment = () => props.enrolment
  const status = () =>
    t(`status.${enrolment().status}`, {
      position: enrolment().position ?? 1,
      until: enrolment().offeredUntil ? dutchMoment(enrolment().offeredUntil ?? '') : '',
    })
  const period = () => {
    const { offering } = enrolment()
    const when = whenText(offering)
    if (!offering.firstDate || !offering.lastDate || offering.firstDate === offering.lastDate)
      return offering.firstDate ? `${when}, ${dutchDate(offering.firstDate)}` : when
    return t('enrolments.period', {
      when,
      from: dutchDate(offering.firstDate),
      until: dutchDate(offering.lastDate),
    })
  }
  const tone = () => {
    if (enrolment().status === 'placed') return 'ok'
    return props.onWithdraw ? 'few' : 'full'
  }
  return (
    <div class="box enrolment" id={`inschrijving-${enrolment().id}`} tabindex="-1">
      <div>
        <h3>
          <a href={`/aanbod/${enrolment().offeringId}`}>{enrolment().offering.title}</a>
        </h3>
        <p>
          {period()}
          <br />
          {enrolment().offering.placeName}
        </p>
        <span class={`badge badge--${tone()}`}>{status()}</span>
        <TogetherLines enrolment={enrolment()} />
        <Show when={enrolment().status === 'waitlisted'}>
          <WaitingDetails enrolment={enrolment()} name={props.name} mayAct={Boolean(props.onWithdraw)} />
        </Show>
        <EnrolmentClashes enrolment={enrolment()} name={props.name} mayAct={props.onWithdraw !== undefined} />
        <Show when={enrolment().status === 'cancelled'}>
          <p>
            <a href={`/iets-anders?kind=${enrolment().childId}&aanbod=${enrolment().offeringId}`}>
              {ch('alternatives.link')}
            </a>
          </p>
        </Show>
      </div>
      <Show when={enrolment().undoUntil && props.onUndo && enrolment().undoUntil}>
        {(until) => (
          <div class="actions">
            <button type="button" class="button" onClick={() => props.onUndo?.()}>
              {w('undo.button')}
            </button>
            <p class="hint">{w('undo.until', { until: dutchMoment(until()) })}</p>
          </div>
        )}
      </Show>
      <Show when={enrolment().status === 'awaiting_consent' && props.onConsent}>
        {(onConsent) => (
          <div>
            <p>
              {c('card.until', {
                name: props.name,
                until: dutchMoment(enrolment().consentUntil ?? enrolment().changedAt),
              })}
            </p>
            <ConsentButtons name={props.name} onAnswer={(answer) => onConsent()(answer)} />
          </div>
        )}
      </Show>
      <Show when={!['declined', 'awaiting_consent'].includes(enrolment().status) && props.onWithdraw}>
        {(onWithdraw) => (
          <div class="actions">
            <SwapLink enrolment={enrolment()} />
            <Show
              when={enrolment().status === 'offered'}
              fallback={
                <button type="button" class="button" onClick={() => onWithdraw()()}>
                  {t(enrolment().status === 'waitlisted' ? 'withdraw.waiting' : 'withdraw', {
                    name: props.name,
                  })}
                </button>
              }
            >
              <button
                type="button"
                class="button button--primary"
                onClick={() => props.onAnswer?.('acceptance')}
              >
                {t('offer.yes')}
              </button>
              <button type="button" class="button" onClick={() => props.onAnswer?.('refusal')}>
                {t('offer.no')}
              </button>
            </Show>
          </div>
        )}
      </Show>
    </div>
  )
}

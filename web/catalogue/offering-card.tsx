import type { OfferingSummary } from '@portal/shared/catalogue/offering.ts'
import { A } from '@solidjs/router'
import { Show } from 'solid-js'
import { HeldLines } from '../holds/held-lines.tsx'
import words from '../i18n/nl/public.json'
import { wordsOf } from '../i18n/translate.ts'
import { dutchDate } from '../ui/dates.ts'
import { AreaIcon } from './area-icon.tsx'
import { agesText, placesText, priceText, whenText } from './catalogue-data.ts'

const t = wordsOf(words)

/** One offering in the list: what, when, where, for whom, and whether there is room. */
export function OfferingCard(props: { offering: OfferingSummary }) {
  const offering = () => props.offering
  const places = () => placesText(offering())
  return (
    <li class="card">
      <AreaIcon area={offering().areas[0] ?? 'world'} />
      <div class="card__text">
        <h3>
          <A href={`/aanbod/${offering().id}`} class="card__link">
            {offering().title}
          </A>
        </h3>
        <p class="card__when">{whenText(offering())}</p>
        <p>
          {offering().place.name}, {offering().place.neighbourhood.name}
          <Show when={offering().distance !== null}>
            {' · '}
            <span class="nowrap">
              {t('distance', { km: ((offering().distance ?? 0) / 1000).toFixed(1).replace('.', ',') })}
            </span>
          </Show>
        </p>
        <p class="muted">
          {agesText(offering())} · {priceText(offering().priceCents)}
          <Show when={offering().firstDate}>
            {(date) => <> · {t('from', { date: dutchDate(date()) })}</>}
          </Show>
        </p>
        <span class={`badge badge--${places().tone}`}>{places().text}</span>
        <HeldLines holds={offering().holds} />
      </div>
    </li>
  )
}

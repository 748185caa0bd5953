import type { Offering } from '@portal/shared/catalogue/offering.ts'
import { For, Show } from 'solid-js'
import { heldText } from '../holds/held-text.ts'
import holdWords from '../i18n/nl/holds.json'
import words from '../i18n/nl/public.json'
import { wordsOf } from '../i18n/translate.ts'
import { dutchDay } from '../ui/dates.ts'
import { agesText, priceText, whenText } from './catalogue-data.ts'

const t = wordsOf(words)
const h = wordsOf(holdWords)
const names = (list: readonly { name: string }[]) => list.map((each) => each.name).join(', ')

/** What decides whether to read on: when, where, for whom, and what it costs. */
export function KeyFacts(props: { offering: Offering }) {
  const offering = () => props.offering
  return (
    <dl class="facts">
      <dt>{t('offering.when')}</dt>
      <dd>
        {whenText(offering())}
        <Show when={offering().firstDate}>
          {(date) => (
            <>
              <br />
              {t('offering.next', { day: dutchDay(date()) })}
            </>
          )}
        </Show>
      </dd>
      <dt>{t('offering.where')}</dt>
      <dd>
        {offering().place.name}
        <br />
        {offering().place.address}, {offering().place.neighbourhood.name}
      </dd>
      <dt>{t('offering.who')}</dt>
      <dd>
        {agesText(offering())}.{' '}
        {offering().audience === 'city'
          ? t('for.city')
          : t('for.neighbourhood', { neighbourhoods: names(offering().neighbourhoods) })}{' '}
        <Show when={offering().schools.length > 0}>
          {t('for.schools', { schools: names(offering().schools) })}{' '}
        </Show>
        <Show when={offering().invitedOnly}>{t('for.invited')}</Show>
      </dd>
      <dt>{t('offering.price')}</dt>
      <dd>{priceText(offering().priceCents)}</dd>
    </dl>
  )
}

/** From how many children on it runs, and how many there are: told as it is. Nothing when it runs with any number. */
function minimumText({ status, minimumGroup, runsAnyway, taken }: Offering): string {
  if (minimumGroup === null || status !== 'published') return ''
  if (runsAnyway) return t('offering.minimum.runs')
  const values = { minimum: minimumGroup, taken }
  return t(taken >= minimumGroup ? 'offering.minimum.enough' : 'offering.minimum.not', values)
}

/** Who gives it, and how full it is. */
export function MoreFacts(props: { offering: Offering }) {
  const offering = () => props.offering
  return (
    <dl class="facts">
      <dt>{t('offering.by')}</dt>
      <dd>{offering().provider.name}</dd>
      <dt>{t('offering.places')}</dt>
      <dd>
        {t('offering.places.text', { taken: offering().taken, capacity: offering().capacity })}{' '}
        <Show when={offering().waiting > 0}>
          {offering().waiting === 1
            ? t('offering.waiting.one')
            : t('offering.waiting', { waiting: offering().waiting })}
        </Show>
        <For each={offering().holds}>
          {(hold) => (
            <>
              <br />
              {heldText(hold)}.
            </>
          )}
        </For>
        <Show when={offering().holds.length > 0}> {h('held.after')}</Show>
      </dd>
      <Show when={minimumText(offering())}>
        {(text) => (
          <>
            <dt>{t('offering.minimum')}</dt>
            <dd>{text()}</dd>
          </>
        )}
      </Show>
    </dl>
  )
}

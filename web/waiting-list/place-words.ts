import type { OfferPreview } from '@portal/shared/waiting-list/offer-link.ts'
import words from '../i18n/nl/waiting-list.json'
import { wordsOf } from '../i18n/translate.ts'
import { dutchMoment } from '../ui/dates.ts'

const t = wordsOf(words)

/** How an offer stands, as a heading. */
export function headingOf({ state, answeredBy, firstName, title }: OfferPreview): string {
  if (state === 'declined' && answeredBy === 'other') return t('place.declined.other')
  return t(`place.${state}`, { name: firstName, title })
}

/** The same in a sentence or two, with what the reader has to know or do. */
export function textOf({ state, answeredBy, firstName, title, until, position }: OfferPreview): string {
  switch (state) {
    case 'open':
      return t('place.lead')
    case 'agreed':
      return t('place.agreed.text', { name: firstName })
    case 'accepted':
      return t(`place.accepted.${answeredBy ?? 'other'}`)
    case 'declined':
      return t(answeredBy === 'you' ? 'place.declined.you.text' : 'place.declined.other.text')
    default:
      return t(`place.${state}.text`, {
        name: firstName,
        title,
        until: dutchMoment(until),
        position: position ?? 1,
      })
  }
}

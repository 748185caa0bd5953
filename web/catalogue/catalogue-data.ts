import type { Offering, OfferingPage, OfferingSummary } from '@portal/shared/catalogue/offering.ts'
import type { NeighbourhoodPage } from '@portal/shared/places/neighbourhood.ts'
import type { SchoolPage } from '@portal/shared/schools/school.ts'
import { query } from '@solidjs/router'
import { ApiProblem, api } from '../api.ts'
import holdWords from '../i18n/nl/holds.json'
import words from '../i18n/nl/public.json'
import { wordsOf } from '../i18n/translate.ts'
import { dutchTime } from '../ui/dates.ts'
import { apiQuery } from './catalogue-address.ts'

const t = wordsOf(words)
const h = wordsOf(holdWords)

/** The list for an address; null when one of the choices in it is not right. */
export const getOfferings = query(
  async (search: string): Promise<OfferingPage | null> =>
    api<OfferingPage>('GET', `/offerings?${apiQuery(search)}`).catch((error) => {
      if (error instanceof ApiProblem && error.status === 422) return null
      throw error
    }),
  'offerings',
)

export const getNeighbourhoods = query(
  () => api<NeighbourhoodPage>('GET', '/neighbourhoods?pageSize=100'),
  'neighbourhoods',
)

export const getSchools = query(() => api<SchoolPage>('GET', '/schools?pageSize=100'), 'schools')

/** One offering; null when there is none. */
export const getOffering = query(
  (id: string) =>
    api<Offering>('GET', `/offerings/${encodeURIComponent(id)}`).catch((error) => {
      if (error instanceof ApiProblem && error.status === 404) return null
      throw error
    }),
  'offering',
)

/** "woensdag en vrijdag 15.15 - 16.30 uur" */
export function whenText(offering: Pick<OfferingSummary, 'weekdays' | 'startTime' | 'endTime'>): string {
  const days = offering.weekdays.map((day) => t(`day.${day}` as 'day.1')).join(', ')
  if (!offering.startTime || !offering.endTime) return days
  return t('when', { days, start: dutchTime(offering.startTime), end: dutchTime(offering.endTime) })
}

/** How many places are left, in words. */
export function placesText(offering: OfferingSummary): { text: string; tone: 'ok' | 'few' | 'full' } {
  if (offering.status === 'cancelled') return { text: t('cancelled'), tone: 'full' }
  if (offering.status === 'hidden') return { text: t('hidden'), tone: 'full' }
  if (offering.enrolmentMode === 'round') return { text: t('places.round'), tone: 'few' }
  if (offering.enrolmentMode === 'school') return { text: t('places.school'), tone: 'few' }
  if (offering.free === 0 && offering.held > 0) return { text: h('held.only'), tone: 'few' }
  if (offering.free === 0 || offering.waiting > 0) {
    return { text: offering.hasWaitingList ? t('places.waiting') : t('places.full'), tone: 'full' }
  }
  if (offering.free === 1) return { text: t('places.one'), tone: 'few' }
  return { text: t('places.many', { count: offering.free }), tone: offering.free <= 3 ? 'few' : 'ok' }
}

/** The ages that may come: the offering's own, else those of its audience. */
export const agesText = (offering: Pick<OfferingSummary, 'ageMin' | 'ageMax' | 'audience'>) =>
  t('for.ages', {
    min: offering.ageMin ?? (offering.audience === 'city' ? 12 : 4),
    max: offering.ageMax ?? (offering.audience === 'city' ? 17 : 11),
  })

export const priceText = (cents: number) =>
  cents === 0 ? t('gratis') : `€ ${(cents / 100).toFixed(2).replace('.', ',')}`

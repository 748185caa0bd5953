import type { OfferingSummary } from '@portal/shared/catalogue/offering.ts'
import type { Neighbourhood } from '@portal/shared/places/neighbourhood.ts'
import type { School } from '@portal/shared/schools/school.ts'
import words from '../i18n/nl/public.json'
import { wordsOf } from '../i18n/translate.ts'
import type { FilterKey } from './catalogue-address.ts'

const t = wordsOf(words)

// By hand, because the schemas would bring their whole library to the first visit.
export const areas = [
  'sport',
  'culture',
  'cognitive',
  'social',
  'self',
  'world',
] as const satisfies readonly OfferingSummary['areas'][number][]
export const slots = [
  'before-school',
  'lunch',
  'after-school',
  'weekend',
  'holiday',
] as const satisfies readonly OfferingSummary['slot'][]
/** 1 is Monday. */
export const days = [1, 2, 3, 4, 5, 6, 7] as const

const isIn = <Known extends string>(known: readonly Known[], value: string): value is Known =>
  (known as readonly string[]).includes(value)

/** A choice in words; null for one that nobody could have made here. */
export function choiceText(
  key: FilterKey,
  value: string,
  known: { neighbourhoods: readonly Neighbourhood[]; schools: readonly School[] },
): string | null {
  switch (key) {
    case 'postcode':
      return t('chosen.postcode', { postcode: value.toUpperCase() })
    case 'school':
      return known.schools.find((school) => school.id === value)?.name ?? null
    case 'neighbourhood':
      return known.neighbourhoods.find((each) => each.code === value)?.name ?? null
    case 'age':
      return t('catalogue.years', { age: value })
    case 'q':
      return t('chosen.q', { q: value })
    case 'weekday': {
      const day = days.find((each) => String(each) === value)
      return day ? t(`day.${day}`) : null
    }
    case 'slot':
      return isIn(slots, value) ? t(`slot.${value}`) : null
    case 'area':
      return isIn(areas, value) ? t(`area.${value}`) : null
    case 'free':
      return value === 'true' ? t('catalogue.free') : null
  }
}

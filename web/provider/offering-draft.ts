import type { Offering, OfferingInput, OfferingPatch, Slot } from '@portal/shared/catalogue/offering.ts'

type Area = OfferingInput['areas'][number]

/** An offering as typed: text of each field, lists of what was ticked. No neighbourhoods: for the whole city (12 to 17 years). */
export type OfferingDraft = {
  title: string
  summary: string
  description: string
  areas: Area[]
  slot: Slot
  neighbourhoods: string[]
  placeName: string
  address: string
  postcode: string
  ageMin: string
  ageMax: string
  price: string
  capacity: string
  minimumGroup: string
  decideBy: string
}
export type TextField = Exclude<keyof OfferingDraft, 'areas' | 'slot' | 'neighbourhoods'>

export const emptyOffering: OfferingDraft = {
  title: '',
  summary: '',
  description: '',
  areas: [],
  slot: 'after-school',
  neighbourhoods: [],
  placeName: '',
  address: '',
  postcode: '',
  ageMin: '',
  ageMax: '',
  price: '0',
  capacity: '',
  minimumGroup: '',
  decideBy: '',
}

const euros = (cents: number) =>
  cents % 100 === 0 ? String(cents / 100) : (cents / 100).toFixed(2).replace('.', ',')
/** Cents of "12,50" or "12.5"; null when it is no amount. */
export const centsOf = (text: string): number | null =>
  /^\d{1,4}([.,]\d{1,2})?$/.test(text) ? Math.round(Number(text.replace(',', '.')) * 100) : null

export const draftOf = (offering: Offering): OfferingDraft => ({
  title: offering.title,
  summary: offering.summary,
  description: offering.description,
  areas: offering.areas,
  slot: offering.slot,
  neighbourhoods: offering.neighbourhoods.map((each) => each.code),
  placeName: offering.place.name,
  address: offering.place.address,
  postcode: offering.place.postcode,
  ageMin: offering.ageMin === null ? '' : String(offering.ageMin),
  ageMax: offering.ageMax === null ? '' : String(offering.ageMax),
  price: euros(offering.priceCents),
  capacity: String(offering.capacity),
  minimumGroup: offering.minimumGroup ? String(offering.minimumGroup) : '',
  decideBy: offering.minimumGroup ? (offering.decideBy ?? '') : '',
})

export type DraftError =
  | 'wrong.required'
  | 'wrong.areas'
  | 'wrong.postcode'
  | 'wrong.age'
  | 'wrong.ageOrder'
  | 'wrong.price'
  | 'wrong.capacity'
  | 'wrong.minimumGroup'

const isAge = (text: string) => text === '' || /^([2-9]|1[0-8])$/.test(text)

/** What is wrong, as keys of the dictionary per field. The server has the last word. */
export function errorsOf(draft: OfferingDraft): Partial<Record<keyof OfferingDraft, DraftError>> {
  const found: Partial<Record<keyof OfferingDraft, DraftError>> = {}
  for (const name of ['title', 'placeName'] as const) if (!draft[name].trim()) found[name] = 'wrong.required'
  if (draft.areas.length === 0) found.areas = 'wrong.areas'
  if (!/^[1-9]\d{3}\s?[a-z]{2}$/i.test(draft.postcode.trim())) found.postcode = 'wrong.postcode'
  for (const name of ['ageMin', 'ageMax'] as const) if (!isAge(draft[name])) found[name] = 'wrong.age'
  if (!found.ageMin && !found.ageMax && draft.ageMin && draft.ageMax && +draft.ageMin > +draft.ageMax)
    found.ageMax = 'wrong.ageOrder'
  if (centsOf(draft.price.trim() || '0') === null) found.price = 'wrong.price'
  if (!/^\d{1,3}$|^1000$/.test(draft.capacity)) found.capacity = 'wrong.capacity'
  const most = found.capacity ? 1000 : Number(draft.capacity || 1000)
  if (draft.minimumGroup && (!/^[1-9]\d{0,3}$/.test(draft.minimumGroup) || +draft.minimumGroup > most))
    found.minimumGroup = 'wrong.minimumGroup'
  return found
}

/** What the API takes, from a draft without errors. */
export const inputOf = (draft: OfferingDraft) => ({
  title: draft.title.trim(),
  summary: draft.summary.trim(),
  description: draft.description.trim(),
  areas: draft.areas,
  slot: draft.slot,
  audience: draft.neighbourhoods.length > 0 ? ('neighbourhood' as const) : ('city' as const),
  neighbourhoods: draft.neighbourhoods,
  place: {
    name: draft.placeName.trim(),
    address: draft.address.trim(),
    postcode: draft.postcode.trim(),
  },
  ageMin: draft.ageMin ? Number(draft.ageMin) : null,
  ageMax: draft.ageMax ? Number(draft.ageMax) : null,
  priceCents: centsOf(draft.price.trim() || '0') ?? 0,
  capacity: Number(draft.capacity),
  minimumGroup: draft.minimumGroup ? Number(draft.minimumGroup) : null,
  decideBy: draft.minimumGroup && draft.decideBy ? draft.decideBy : null,
})

/** Only what differs from the offering as it was, and the version on which that was seen. */
export function changesOf(draft: OfferingDraft, offering: Offering): OfferingPatch {
  const before = inputOf(draftOf(offering))
  const now = inputOf(draft)
  const changed = Object.entries(now).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name as keyof typeof before]),
  )
  return { ...(Object.fromEntries(changed) as OfferingPatch), version: offering.version }
}

/** The field of the form that a pointer of the API means. */
export function fieldOf(pointer: string): keyof OfferingDraft | 'sessions' | 'form' {
  const [, first = '', second] = pointer.split('/')
  if (first === 'place')
    return second === 'postcode' ? 'postcode' : second === 'address' ? 'address' : 'placeName'
  if (first === 'priceCents') return 'price'
  if (first === 'audience') return 'neighbourhoods'
  if (first === 'sessions' || first in emptyOffering) return first as keyof OfferingDraft | 'sessions'
  return 'form'
}

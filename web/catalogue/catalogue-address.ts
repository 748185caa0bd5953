import type { OfferingSort } from '@portal/shared/catalogue/search.ts'

// By hand, because the schema would bring its whole library to the first visit.
const sorts = ['nearest', 'soonest', 'free', 'title'] as const satisfies readonly OfferingSort[]

/** Keys of the address that are filters of the API under the same name. */
export const filterKeys = [
  'postcode',
  'school',
  'age',
  'q',
  'weekday',
  'slot',
  'area',
  'neighbourhood',
  'free',
] as const
export type FilterKey = (typeof filterKeys)[number]

/** The filters behind "more choices": when one is used they stand open. */
export const moreKeys = ['q', 'weekday', 'slot', 'area', 'free'] as const satisfies readonly FilterKey[]

/** The choices of an address; those left empty by a form are none. */
export function choicesOf(search: string): Partial<Record<FilterKey, string>> {
  const given = new URLSearchParams(search)
  const choices: Partial<Record<FilterKey, string>> = {}
  for (const key of filterKeys) {
    const value = given.get(key)?.trim()
    if (value) choices[key] = value
  }
  return choices
}

/** What the API is asked for an address: from a postcode or school the nearest first, unless another order is chosen. */
export function apiQuery(search: string): URLSearchParams {
  const given = new URLSearchParams(search)
  const asked = new URLSearchParams(choicesOf(search))
  asked.set('sort', sortOf(search))
  const page = given.get('page')
  if (page) asked.set('page', page)
  return asked
}

/** Orders that mean something for an address: distance only where it is known from what. */
export const sortsFor = (search: string): OfferingSort[] => {
  const { postcode, school } = choicesOf(search)
  return sorts.filter((sort) => sort !== 'nearest' || postcode || school)
}

/** The order of the list; an unknown or impossible one counts as not chosen. */
export function sortOf(search: string): OfferingSort {
  const possible = sortsFor(search)
  const asked = new URLSearchParams(search).get('sort')
  return possible.find((sort) => sort === asked) ?? (possible.includes('nearest') ? 'nearest' : 'soonest')
}

/** The address after some choices change (empty: taken away); it starts at the first page again. */
export function addressWith(search: string, changes: Partial<Record<FilterKey | 'sort' | 'page', string>>) {
  const given = new URLSearchParams(search)
  const next = new URLSearchParams(choicesOf(search))
  const sort = given.get('sort')
  if (sort) next.set('sort', sort)
  for (const [key, value] of Object.entries(changes)) {
    if (value) next.set(key, value)
    else next.delete(key)
  }
  const text = next.toString()
  return text ? `/?${text}` : '/'
}

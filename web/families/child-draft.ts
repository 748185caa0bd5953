import { ageOn } from '@portal/shared/eligibility/age.ts'
import type { Child, ChildInput, ChildPatch } from '@portal/shared/families/child.ts'
import { ages } from '@portal/shared/families/may-act.ts'

/** A child as typed: text of each field, empty for none. */
export type ChildDraft = Record<
  'firstName' | 'lastName' | 'birthDate' | 'postcode' | 'secondPostcode' | 'schoolId' | 'groupId',
  string
>

export const emptyDraft: ChildDraft = {
  firstName: '',
  lastName: '',
  birthDate: '',
  postcode: '',
  secondPostcode: '',
  schoolId: '',
  groupId: '',
}
export const draftFields = Object.keys(emptyDraft) as (keyof ChildDraft)[]

/** What is wrong with a field, as a key of the dictionary; null when nothing is. The server has the last word. */
export type DraftError = 'form.required' | 'form.postcode' | 'form.date'

/** Whether a date is one of the calendar: 31 February is not. */
function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

/** A home need not be given where none was, or where another guardian's home is known. */
export const isHomeOptional = (child: Child | undefined): boolean =>
  child !== undefined && (child.postcode === null || child.hasHiddenHome)

export function errorOfField(
  name: keyof ChildDraft,
  value: string,
  isHomeOptional = false,
): DraftError | null {
  if (name === 'schoolId' || name === 'groupId') return null
  if (!value)
    return name === 'secondPostcode' || (name === 'postcode' && isHomeOptional) ? null : 'form.required'
  if (/postcode/i.test(name) && !/^[1-9]\d{3}\s?[a-z]{2}$/i.test(value)) return 'form.postcode'
  if (name === 'birthDate' && !isDate(value)) return 'form.date'
  return null
}

/** Whether both homes are the same, however they are typed. */
export const isSameHome = (draft: ChildDraft): boolean => {
  const plain = (postcode: string) => postcode.replace(/\s/g, '').toUpperCase()
  return draft.postcode !== '' && plain(draft.postcode) === plain(draft.secondPostcode)
}

/** Whether somebody born on this day may not enter themselves yet. */
export const isTooYoungForAccount = (birthDate: string, today: string): boolean =>
  ageOn(birthDate, today) < ages.actsAlone

export const draftOf = (child: Child): ChildDraft => ({
  firstName: child.firstName,
  lastName: child.lastName,
  birthDate: child.birthDate,
  postcode: child.postcode ?? '',
  secondPostcode: child.secondPostcode ?? '',
  schoolId: child.schoolId ?? '',
  groupId: child.groupId ?? '',
})

export const inputOf = (draft: ChildDraft, isSelf: boolean): ChildInput => ({
  ...draft,
  secondPostcode: draft.secondPostcode || null,
  schoolId: draft.schoolId || null,
  groupId: draft.groupId || null,
  isSelf,
})

/** Only what differs from the child as it was. A group goes along with its school. */
export function changesOf(draft: ChildDraft, child: Child): ChildPatch {
  const before = draftOf(child)
  const changes: ChildPatch = {}
  for (const name of ['firstName', 'lastName', 'birthDate'] as const)
    if (draft[name] !== before[name]) changes[name] = draft[name]
  for (const name of ['postcode', 'secondPostcode'] as const)
    if (draft[name] !== before[name]) changes[name] = draft[name] || null
  if (draft.schoolId !== before.schoolId || draft.groupId !== before.groupId) {
    changes.schoolId = draft.schoolId || null
    changes.groupId = draft.groupId || null
  }
  return changes
}

/** The part of a change on which enrolments may rest; null when there is none. */
export function consequential({ firstName: _, lastName: __, ...rest }: ChildPatch): ChildPatch | null {
  return Object.keys(rest).length > 0 ? rest : null
}

import type { Child, ChildInput, ChildPatch } from '@portal/shared/families/child.ts'

/** A child as typed: text of each field, empty for none. */
export type ChildDraft = Record<
  'firstName' | 'lastName' | 'birthDate' | 'postcode' | 'schoolId' | 'groupId',
  string
>

export const emptyDraft: ChildDraft = {
  firstName: '',
  lastName: '',
  birthDate: '',
  postcode: '',
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

export function errorOfField(name: keyof ChildDraft, value: string): DraftError | null {
  if (name === 'schoolId' || name === 'groupId') return null
  if (!value) return 'form.required'
  if (name === 'postcode' && !/^[1-9]\d{3}\s?[a-z]{2}$/i.test(value)) return 'form.postcode'
  if (name === 'birthDate' && !isDate(value)) return 'form.date'
  return null
}

export const draftOf = (child: Child): ChildDraft => ({
  firstName: child.firstName,
  lastName: child.lastName,
  birthDate: child.birthDate,
  postcode: child.postcode,
  schoolId: child.schoolId ?? '',
  groupId: child.groupId ?? '',
})

export const inputOf = (draft: ChildDraft): ChildInput => ({
  ...draft,
  schoolId: draft.schoolId || null,
  groupId: draft.groupId || null,
})

/** Only what differs from the child as it was. A group goes along with its school. */
export function changesOf(draft: ChildDraft, child: Child): ChildPatch {
  const before = inputOf(draftOf(child))
  const now = inputOf(draft)
  const changes: ChildPatch = {}
  for (const name of ['firstName', 'lastName', 'birthDate', 'postcode'] as const)
    if (now[name] !== before[name]) changes[name] = now[name]
  if (now.schoolId !== before.schoolId || now.groupId !== before.groupId) {
    changes.schoolId = now.schoolId
    changes.groupId = now.groupId
  }
  return changes
}

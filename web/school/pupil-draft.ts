import type { Pupil, PupilInput, PupilPatch } from '@portal/shared/pupils/pupil.ts'
import { today } from '../ui/dates.ts'

/** A pupil as typed: text of each field, empty for none. */
export type PupilDraft = Record<'first' | 'last' | 'birth' | 'group' | 'number' | 'postcode', string>

/** What of a pupil is to change, before anybody was asked why. */
export type PupilChanges = Omit<PupilPatch, 'reason'>

export const emptyPupil: PupilDraft = { first: '', last: '', birth: '', group: '', number: '', postcode: '' }

export const draftOfPupil = (pupil: Pupil): PupilDraft => ({
  first: pupil.firstName,
  last: pupil.lastName,
  birth: pupil.birthDate,
  group: pupil.group?.id ?? '',
  number: pupil.pupilNumber ?? '',
  postcode: pupil.postcode ?? '',
})

const isDate = (text: string) => {
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

/** What is wrong with a field, as a key of the dictionary; null when nothing is. The server has the last word. */
export function wrongInPupil(field: keyof PupilDraft, value: string): `wrong.${keyof PupilDraft}` | null {
  const isWrong = {
    first: value === '' || value.length > 100,
    last: value === '' || value.length > 100,
    birth: !isDate(value) || value > today(),
    group: false,
    number: value.length > 256,
    postcode: value !== '' && !/^[1-9]\d{3}\s?[a-z]{2}$/i.test(value),
  }[field]
  return isWrong ? `wrong.${field}` : null
}

export const inputOfPupil = (draft: PupilDraft): PupilInput => ({
  firstName: draft.first,
  lastName: draft.last,
  birthDate: draft.birth,
  groupId: draft.group || null,
  pupilNumber: draft.number || null,
  postcode: draft.postcode || null,
})

/** Only what differs from the pupil as it was: the family of a child may keep the rest. */
export function changesOfPupil(draft: PupilDraft, pupil: Pupil): PupilChanges {
  const [before, now] = [inputOfPupil(draftOfPupil(pupil)), inputOfPupil(draft)]
  const changed = (Object.keys(now) as (keyof PupilInput)[]).filter((key) => now[key] !== before[key])
  return Object.fromEntries(changed.map((key) => [key, now[key]])) as PupilChanges
}

/** The field of the form to which a pointer of the server belongs. */
export const fieldOfPupil = (pointer: string): keyof PupilDraft | 'form' =>
  (
    ({
      '/firstName': 'first',
      '/lastName': 'last',
      '/birthDate': 'birth',
      '/groupId': 'group',
      '/pupilNumber': 'number',
      '/postcode': 'postcode',
    }) as Record<string, keyof PupilDraft>
  )[pointer] ?? 'form'

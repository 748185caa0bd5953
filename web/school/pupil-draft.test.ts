import type { Pupil } from '@portal/shared/pupils/pupil.ts'
import { expect, it } from 'vitest'
import { changesOfPupil, draftOfPupil, fieldOfPupil, wrongInPupil } from './pupil-draft.ts'

const pupil: Pupil = {
  id: '0197f0a0-0000-7000-8000-000000000001',
  firstName: 'Noor',
  lastName: 'Bos',
  birthDate: '2018-02-03',
  pupilNumber: '12',
  postcode: null,
  group: null,
  status: 'none',
  codeExpiresAt: null,
  liveEnrolments: 0,
}

it('sends only what was changed of a pupil', () => {
  expect(changesOfPupil(draftOfPupil(pupil), pupil)).toEqual({})
  expect(changesOfPupil({ ...draftOfPupil(pupil), number: '', last: 'Vos' }, pupil)).toEqual({
    lastName: 'Vos',
    pupilNumber: null,
  })
})

it.each([
  ['first', ''],
  ['last', 'x'.repeat(101)],
  ['birth', '2018-02-30'],
  ['birth', '2090-01-01'],
  ['postcode', '12 AB'],
] as const)('finds a wrong %s before it is sent: "%s"', (field, value) => {
  expect(wrongInPupil(field, value)).toBe(`wrong.${field}`)
})

it('leaves number and postcode free', () => {
  expect(wrongInPupil('number', '')).toBe(null)
  expect(wrongInPupil('postcode', '')).toBe(null)
  expect(fieldOfPupil('/birthDate')).toBe('birth')
  expect(fieldOfPupil('/unknown')).toBe('form')
})

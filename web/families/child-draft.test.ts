import type { Child } from '@portal/shared/families/child.ts'
import { describe, expect, it } from 'vitest'
import { changesOf, draftOf, errorOfField } from './child-draft.ts'

const sara: Child = {
  id: 'a',
  firstName: 'Sara',
  lastName: 'de Wit',
  birthDate: '2018-03-04',
  postcode: '5224BD',
  neighbourhood: null,
  schoolId: 's1',
  school: null,
  groupId: 'g1',
  group: null,
  warnings: [],
}

describe('a child as typed', () => {
  it.each([
    ['firstName', '', 'form.required'],
    ['firstName', 'Sara', null],
    ['postcode', '5224', 'form.postcode'],
    ['postcode', '0224 BD', 'form.postcode'],
    ['postcode', '5224 bd', null],
    ['birthDate', '2018-02-31', 'form.date'],
    ['birthDate', '2016-02-29', null],
    ['birthDate', '4 maart', 'form.date'],
    ['schoolId', '', null],
  ] as const)('%s "%s": %s', (name, value, expected) => {
    expect(errorOfField(name, value)).toBe(expected)
  })

  it('changes nothing when nothing was typed', () => {
    expect(changesOf(draftOf(sara), sara)).toEqual({})
  })

  it('sends only what was changed', () => {
    expect(changesOf({ ...draftOf(sara), lastName: 'Bakker' }, sara)).toEqual({ lastName: 'Bakker' })
  })

  it('sends the group along with another school, because groups belong to one', () => {
    const moved = { ...draftOf(sara), schoolId: 's2', groupId: '' }
    expect(changesOf(moved, sara)).toEqual({ schoolId: 's2', groupId: null })
  })
})

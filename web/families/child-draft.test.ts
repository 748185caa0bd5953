import type { Child } from '@portal/shared/families/child.ts'
import { describe, expect, it } from 'vitest'
import {
  changesOf,
  consequential,
  draftOf,
  errorOfField,
  isHomeOptional,
  isSameHome,
  isTooYoungForAccount,
} from './child-draft.ts'

const sara: Child = {
  id: 'a',
  firstName: 'Sara',
  lastName: 'de Wit',
  birthDate: '2018-03-04',
  postcode: '5224BD',
  neighbourhood: null,
  secondPostcode: null,
  secondNeighbourhood: null,
  hasHiddenHome: false,
  isSelf: false,
  hasOwnAccount: false,
  whyNotAct: null,
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
    ['secondPostcode', '', null],
    ['secondPostcode', '52', 'form.postcode'],
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

  it('asks for a home, but not where there was none or where another guardian’s is known', () => {
    expect(errorOfField('postcode', '', isHomeOptional(undefined))).toBe('form.required')
    expect(errorOfField('postcode', '', isHomeOptional(sara))).toBe('form.required')
    expect(errorOfField('postcode', '', isHomeOptional({ ...sara, postcode: null }))).toBe(null)
    expect(errorOfField('postcode', '', isHomeOptional({ ...sara, hasHiddenHome: true }))).toBe(null)
  })

  it('takes a second home away by emptying it, and knows the same home typed in another way', () => {
    const two = { ...sara, secondPostcode: '5211 AB' }
    expect(changesOf({ ...draftOf(two), secondPostcode: '' }, two)).toEqual({ secondPostcode: null })
    expect(isSameHome({ ...draftOf(sara), secondPostcode: '5224 bd' })).toBe(true)
    expect(isSameHome(draftOf({ ...sara, postcode: null }))).toBe(false)
  })

  it('rests no enrolment on a name', () => {
    expect(consequential({ firstName: 'Saar' })).toBe(null)
    expect(consequential({ firstName: 'Saar', groupId: null })).toEqual({ groupId: null })
  })

  it('lets somebody enter themselves on their sixteenth birthday, not a day before', () => {
    expect(isTooYoungForAccount('2010-11-25', '2026-11-24')).toBe(true)
    expect(isTooYoungForAccount('2010-11-24', '2026-11-24')).toBe(false)
  })
})

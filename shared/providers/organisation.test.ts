import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { fieldsOf, shownValues, showsValues } from '../programme/change.ts'
import { typedDate } from '../programme/municipality-child.ts'
import { ChamberNumber, Phone, Website } from './organisation.ts'

describe('what an organisation gives', () => {
  it('forgives spaces and dots in a chamber number, and wants eight digits', () => {
    expect(v.parse(ChamberNumber, ' 12 34.56 78 ')).toBe('12345678')
    for (const wrong of ['1234567', '123456789', '1234567a', '', '١٢٣٤٥٦٧٨'])
      expect(v.is(ChamberNumber, wrong), wrong).toBe(false)
  })

  it('takes phone numbers as people write them', () => {
    for (const sound of ['073 615 51 55', '0736155155', '+31 73 615 51 55', '06-12345678'])
      expect(v.is(Phone, sound), sound).toBe(true)
    for (const wrong of ['112', 'bel mij', '073 615 51 55 of 06', '+', ''])
      expect(v.is(Phone, wrong)).toBe(false)
  })

  it('takes an address on the web, and nothing that a browser would run', () => {
    for (const sound of ['', 'www.voorbeeld.nl', 'https://voorbeeld.nl/jeugd?x=1', 'http://a-b.example.org/'])
      expect(v.is(Website, sound), sound).toBe(true)
    for (const wrong of [
      'javascript:alert(1)',
      'data:text/html,x',
      'voorbeeld',
      'https://',
      'a b.nl',
      'x.nl/"><script>',
    ])
      expect(v.is(Website, wrong), wrong).toBe(false)
  })
})

describe('what the team types and reads', () => {
  it.each([
    ['12-5-2018', '2018-05-12'],
    ['12/05/2018', '2018-05-12'],
    ['2018-05-12', '2018-05-12'],
    ['31-2-2018', null],
    ['Sara', null],
    ['12-5', null],
  ])('reads %s as the day %s', (text, date) => {
    expect(typedDate(text)).toBe(date)
  })

  it('shows values of organisations, and only the names of fields of everything about people', () => {
    expect(showsValues('provider')).toBe(true)
    for (const kind of ['child', 'guardianship', 'invitation', 'enrolment', 'account', 'pupil', 'new-kind'])
      expect(showsValues(kind), kind).toBe(false)
    expect(shownValues({ groupId: 'g', childIds: ['a', 'b'] })).toEqual({ groupId: 'g', children: 2 })
    expect(shownValues(null)).toBeNull()
    expect(fieldsOf(null, { firstName: 'Ilse' })).toEqual(['firstName'])
    expect(fieldsOf({ name: 'a' }, { name: 'b', phone: 'c' })).toEqual(['name', 'phone'])
  })
})

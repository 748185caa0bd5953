import { OfferingQuery } from '@portal/shared/catalogue/search.ts'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { addressWith, apiQuery, choicesOf, filterKeys, sortOf, sortsFor } from './catalogue-address.ts'

describe('the address of the catalogue', () => {
  it('says which choices were made, and an empty field of a form is none', () => {
    expect(choicesOf('?postcode=5211AB&age=&q=%20&weekday=3&nonsense=1')).toEqual({
      postcode: '5211AB',
      weekday: '3',
    })
  })

  it('asks the API only what it knows', () => {
    const values = {
      postcode: '5211 AB',
      age: '8',
      q: 'dans',
      weekday: '3',
      slot: 'lunch',
      area: 'sport',
      free: 'true',
    }
    for (const [key, value] of Object.entries(values)) {
      expect(filterKeys).toContain(key)
      expect(v.safeParse(OfferingQuery, { [key]: value, sort: 'title', page: '2' }).success, key).toBe(true)
    }
  })

  it('puts the nearest first once it is known from where, and the soonest before that', () => {
    expect(sortOf('')).toBe('soonest')
    expect(sortOf('?postcode=5211AB')).toBe('nearest')
    expect(sortOf('?school=x&sort=title')).toBe('title')
    expect(sortsFor('?age=8')).not.toContain('nearest')
    expect(sortOf('?sort=nearest')).toBe('soonest')
    expect(sortOf('?sort=hacked')).toBe('soonest')
    expect(apiQuery('?postcode=5211AB&page=2').toString()).toBe('postcode=5211AB&sort=nearest&page=2')
  })

  it('starts at the first page again when a choice changes, and keeps the order', () => {
    expect(addressWith('?age=8&sort=title&page=3', { area: 'sport' })).toBe('/?age=8&sort=title&area=sport')
    expect(addressWith('?age=8&page=3', { age: '' })).toBe('/')
    expect(addressWith('?age=8', { page: '2' })).toBe('/?age=8&page=2')
  })
})

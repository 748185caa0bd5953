import type { Offering } from '@portal/shared/catalogue/offering.ts'
import { describe, expect, it } from 'vitest'
import { centsOf, changesOf, draftOf, emptyOffering, errorsOf, fieldOf } from './offering-draft.ts'

const offering = {
  title: 'Judo',
  summary: 'Leren vallen.',
  description: 'Iedereen mag meedoen.',
  areas: ['sport'],
  neighbourhoods: [{ code: 'WK079611', name: 'West' }],
  place: {
    id: 'p',
    name: 'Sportzaal',
    address: 'Plein 1',
    postcode: '5223AB',
    neighbourhood: { code: '', name: '' },
  },
  ageMin: 6,
  ageMax: null,
  priceCents: 250,
  capacity: 12,
  minimumGroup: 6,
  decideBy: '2026-12-03',
  version: 3,
} as unknown as Offering

describe('an offering as typed', () => {
  it('sends nothing but the version when nothing was changed', () => {
    expect(changesOf(draftOf(offering), offering)).toEqual({ version: 3 })
  })

  it('sends only what was changed', () => {
    const draft = { ...draftOf(offering), title: 'Judo voor beginners', ageMax: '9', price: '2,75' }
    expect(changesOf(draft, offering)).toEqual({
      title: 'Judo voor beginners',
      ageMax: 9,
      priceCents: 275,
      version: 3,
    })
  })

  it('needs no day to decide when it always runs', () => {
    expect(changesOf({ ...draftOf(offering), minimumGroup: '' }, offering)).toEqual({
      minimumGroup: null,
      decideBy: null,
      version: 3,
    })
    expect(errorsOf({ ...draftOf(offering), minimumGroup: '13' }).minimumGroup).toBe('wrong.minimumGroup')
    expect(errorsOf({ ...draftOf(offering), minimumGroup: '0' }).minimumGroup).toBe('wrong.minimumGroup')
  })

  it('becomes one for the whole city when no neighbourhood is left', () => {
    expect(changesOf({ ...draftOf(offering), neighbourhoods: [] }, offering)).toEqual({
      audience: 'city',
      neighbourhoods: [],
      version: 3,
    })
  })

  it('tells everything that is missing at once', () => {
    expect(Object.keys(errorsOf(emptyOffering)).sort()).toEqual([
      'areas',
      'capacity',
      'placeName',
      'postcode',
      'title',
    ])
  })

  it.each([
    [{ ageMin: '9', ageMax: '6' }, 'ageMax', 'wrong.ageOrder'],
    [{ ageMin: 'zes' }, 'ageMin', 'wrong.age'],
    [{ price: 'gratis' }, 'price', 'wrong.price'],
    [{ capacity: '-1' }, 'capacity', 'wrong.capacity'],
    [{ capacity: '1001' }, 'capacity', 'wrong.capacity'],
    [{ postcode: '5223' }, 'postcode', 'wrong.postcode'],
  ])('finds %o wrong', (over, field, error) => {
    expect(errorsOf({ ...draftOf(offering), ...over })).toEqual({ [field]: error })
  })

  it.each([
    ['0', 0],
    ['2,50', 250],
    ['2.5', 250],
    ['19,99', 1999],
    ['', null],
    ['1,999', null],
    ['-2', null],
  ])('reads the amount "%s" as %s cents', (text, cents) => {
    expect(centsOf(text)).toBe(cents)
  })

  it.each([
    ['/place/postcode', 'postcode'],
    ['/place/name', 'placeName'],
    ['/priceCents', 'price'],
    ['/sessions/3/endTime', 'sessions'],
    ['/title', 'title'],
    ['/version', 'form'],
  ])('leads from %s to the field %s', (pointer, field) => {
    expect(fieldOf(pointer)).toBe(field)
  })
})

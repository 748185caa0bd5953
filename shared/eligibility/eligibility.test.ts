import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ageOn } from './age.ts'
import { type AudienceFacts, type ChildFacts, decideEligibility } from './decide-eligibility.ts'

const child = (over: Partial<ChildFacts> = {}): ChildFacts => ({
  birthDate: '2018-03-10',
  homeNeighbourhoods: ['WK079611'],
  school: { id: 'school', sector: 'po', neighbourhood: 'WK079611' },
  year: 5,
  isInvited: false,
  ...over,
})
const offering = (over: Partial<AudienceFacts> = {}): AudienceFacts => ({
  audience: 'neighbourhood',
  neighbourhoods: ['WK079611'],
  schools: [],
  ageMin: null,
  ageMax: null,
  years: [],
  invitedOnly: false,
  firstDate: '2026-12-01',
  ...over,
})
const codes = (c: ChildFacts, o: AudienceFacts) => decideEligibility(c, o).map((refusal) => refusal.code)
const secondary = { id: 'vo', sector: 'vo', neighbourhood: null } as const

describe('age', () => {
  it('goes up on the birthday itself', () => {
    expect(ageOn('2014-12-02', '2026-12-01')).toBe(11)
    expect(ageOn('2014-12-01', '2026-12-01')).toBe(12)
  })
  it('goes up on 1 March for somebody born on 29 February, in an ordinary year', () => {
    expect(ageOn('2016-02-29', '2027-02-28')).toBe(10)
    expect(ageOn('2016-02-29', '2027-03-01')).toBe(11)
    expect(ageOn('2016-02-29', '2028-02-29')).toBe(12)
  })
  it('never goes down', () => {
    const day = fc
      .date({ min: new Date('2005-01-01'), max: new Date('2035-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10))
    fc.assert(
      fc.property(day, day, day, (birth, ...days) => {
        const [first = '', last = ''] = days.sort()
        return ageOn(birth, first) <= ageOn(birth, last)
      }),
    )
  })
})

describe('neighbourhood offerings', () => {
  it('welcome a child under 12 who lives or learns there', () => {
    expect(codes(child(), offering())).toEqual([])
    expect(codes(child({ homeNeighbourhoods: ['WK079601'] }), offering())).toEqual([])
    expect(
      codes(child({ school: { id: 's', sector: 'po', neighbourhood: 'WK079601' } }), offering()),
    ).toEqual([])
    expect(codes(child({ homeNeighbourhoods: [], school: null }), offering())).toEqual([
      'other-neighbourhood',
    ])
  })
  it('welcome the 12-year-old in group 8, not the one in secondary school', () => {
    expect(codes(child({ birthDate: '2014-05-01' }), offering())).toEqual([])
    expect(codes(child({ birthDate: '2014-05-01', school: secondary }), offering())).toEqual(['too-old'])
  })
  it('welcome the 11-year-old in secondary school, who may choose from both kinds', () => {
    const early = child({ birthDate: '2015-05-01', school: secondary })
    expect(codes(early, offering())).toEqual([])
    expect(codes(early, offering({ audience: 'city', neighbourhoods: [] }))).toEqual([])
  })
  it('count age on the day of the first session', () => {
    const turns12 = child({ birthDate: '2014-12-01', school: null })
    expect(codes(turns12, offering({ firstDate: '2026-11-30' }))).toEqual([])
    expect(codes(turns12, offering({ firstDate: '2026-12-01' }))).toEqual(['too-old'])
  })
})

describe('city-wide offerings', () => {
  const city = offering({ audience: 'city', neighbourhoods: [] })
  it('are for 12 up to and including 17', () => {
    expect(codes(child({ birthDate: '2014-12-01' }), city)).toEqual([])
    expect(codes(child({ birthDate: '2014-12-02' }), city)).toEqual(['too-young'])
    expect(codes(child({ birthDate: '2008-12-02' }), city)).toEqual([])
    expect(codes(child({ birthDate: '2008-12-01' }), city)).toEqual(['too-old'])
  })
})

it('every narrowing is refused with a code of its own, all at once', () => {
  const narrow = offering({ ageMin: 9, ageMax: 10, years: [7], schools: ['other'], invitedOnly: true })
  expect(codes(child(), narrow)).toEqual(['too-young', 'other-school', 'other-year', 'not-invited'])
  expect(decideEligibility(child(), narrow)[0]?.facts).toMatchObject({ age: 8, ageMin: 9 })
})

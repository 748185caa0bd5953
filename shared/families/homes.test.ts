import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changeHomes, type Home, maySeeHome, seenHomes } from './homes.ts'

const mother = { accountId: 'mother' }
const father = { accountId: 'father' }
const self = { accountId: 'young' }
const hers: Home = { postcode: '5223AB', by: 'mother' }
const his: Home = { postcode: '5211AA', by: 'father' }
const schools: Home = { postcode: '5224BD', by: null }

describe('who sees a home', () => {
  it('is who entered it, not another guardian', () => {
    expect(maySeeHome(hers, mother)).toBe(true)
    expect(maySeeHome(hers, father)).toBe(false)
    expect(seenHomes([hers, his], father)).toEqual({ seen: [his], hasHidden: true })
  })

  it('is the whole family where a school entered it, and the young person no more than another', () => {
    expect(maySeeHome(schools, father)).toBe(true)
    expect(maySeeHome(schools, self)).toBe(true)
    expect(seenHomes([hers, his], self)).toEqual({ seen: [], hasHidden: true })
  })
})

describe('changing a home', () => {
  it('puts one’s own second where the first is another’s', () => {
    expect(changeHomes([hers], father, { postcode: '5211AA' })).toEqual({ homes: [hers, his] })
  })

  it('changes one’s own, whichever it is, and leaves another’s alone', () => {
    expect(changeHomes([hers, his], father, { postcode: '5233CC' })).toEqual({
      homes: [hers, { postcode: '5233CC', by: 'father' }],
    })
  })

  it('lets one guardian enter both', () => {
    expect(changeHomes([], mother, { postcode: '5223AB', secondPostcode: '5211AA' })).toEqual({
      homes: [hers, { postcode: '5211AA', by: 'mother' }],
    })
  })

  it('refuses a third, also when two are hidden', () => {
    expect(changeHomes([hers], father, { postcode: '5211AA', secondPostcode: '5233CC' })).toEqual({
      refused: 'third-home',
    })
    const both = [hers, { ...hers, postcode: '5233CC' }]
    expect(changeHomes(both, father, { postcode: '5211AA' })).toEqual({ refused: 'third-home' })
  })

  it('refuses twice the same of one’s own, but says nothing of one that is hidden', () => {
    expect(changeHomes([hers], mother, { secondPostcode: '5223AB' })).toEqual({ refused: 'same-home' })
    expect(changeHomes([hers], father, { postcode: '5223AB' })).toEqual({
      homes: [hers, { postcode: '5223AB', by: 'father' }],
    })
  })

  it('takes away the second, or the first after which the second is the first', () => {
    const two = [hers, { postcode: '5211AA', by: 'mother' }]
    expect(changeHomes(two, mother, { secondPostcode: null })).toEqual({ homes: [hers] })
    expect(changeHomes(two, mother, { postcode: null })).toEqual({ homes: [two[1]] })
  })

  it('makes what a school entered one’s own only when it is changed', () => {
    expect(changeHomes([schools], mother, { postcode: '5224BD' })).toEqual({ homes: [schools] })
    expect(changeHomes([schools], mother, { postcode: '5223AB' })).toEqual({ homes: [hers] })
  })

  const postcode = fc.constantFrom('5223AB', '5211AA', '5224BD', '5233CC')
  const by = fc.constantFrom('mother', 'father', null)
  const homes = fc.array(fc.record({ postcode, by }), { maxLength: 2 })
  const change = fc.record(
    { postcode: fc.option(postcode), secondPostcode: fc.option(postcode) },
    { requiredKeys: [] },
  )

  it('never touches what is hidden, never makes a third, and gives what was asked', () => {
    fc.assert(
      fc.property(homes, change, (before, asked) => {
        const after = changeHomes(before, father, asked)
        if ('refused' in after) return
        expect(after.homes.length).toBeLessThanOrEqual(2)
        const hidden = (all: readonly Home[]) => all.filter((home) => !maySeeHome(home, father))
        expect(hidden(after.homes)).toEqual(hidden(before))
        const seen = seenHomes(after.homes, father).seen.map((home) => home.postcode)
        for (const wanted of [asked.postcode, asked.secondPostcode])
          if (wanted) expect(seen).toContain(wanted)
        for (const home of after.homes)
          expect(home.by === 'father' || before.some((old) => old.by === home.by)).toBe(true)
      }),
    )
  })

  it('asked again changes nothing more', () => {
    fc.assert(
      fc.property(homes, postcode, (before, wanted) => {
        const once = changeHomes(before, father, { postcode: wanted })
        if ('refused' in once) return
        expect(changeHomes(once.homes, father, { postcode: wanted })).toEqual(once)
      }),
    )
  })
})

import { describe, expect, it } from 'vitest'
import { claimedSchool, claimValues } from './claimed-places.ts'

describe('the school that an identity provider names', () => {
  it.each(['13WW00', '13ww00', '13WW 00', '13WW-00', '13WW|00', ' 13WW.00 '])(
    'is a location in %s',
    (value) => {
      expect(claimedSchool(value)).toEqual({ brin: '13WW', location: '00' })
    },
  )

  it('is an institution without a number of a location', () => {
    expect(claimedSchool('13WW')).toEqual({ brin: '13WW', location: null })
  })

  it.each(['', '13W', '1WW00', '13WW0', '13WW000', 'WW13', '123456789', "13WW00'; --", '13WW00 13WW01'])(
    'is none in "%s"',
    (value) => {
      expect(claimedSchool(value)).toBeNull()
    },
  )
})

describe('a claim', () => {
  it('is one value or a list of them; anything else is no value', () => {
    expect(claimValues('13WW')).toEqual(['13WW'])
    expect(claimValues(['13WW', 12345678, null, { a: 1 }, ''])).toEqual(['13WW', '12345678'])
    expect(claimValues(undefined)).toEqual([])
    expect(claimValues({ brin: '13WW' })).toEqual([])
    expect(claimValues(Array.from({ length: 999 }, () => 'x'))).toHaveLength(50)
  })
})

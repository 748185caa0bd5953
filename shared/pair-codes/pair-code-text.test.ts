import fc from 'fast-check'
import { expect, it } from 'vitest'
import { newPairCode, normalisePairCode, pairCodePattern, showPairCode } from './pair-code-text.ts'

const code = fc.uint8Array({ minLength: 6, maxLength: 6 }).map(newPairCode)

it('a pair code is shown in two groups and read back, however sloppily it is typed', () => {
  const between = fc.array(fc.constantFrom('', ' ', '-', '–', '.', '\t'), { minLength: 6, maxLength: 6 })
  const lower = fc.array(fc.boolean(), { minLength: 6, maxLength: 6 })
  fc.assert(
    fc.property(code, between, lower, (made, gaps, small) => {
      const typed = [...made].map((character, index) => {
        const as = character === '0' ? 'o' : character === '1' ? 'l' : character
        return `${gaps[index]}${small[index] ? as.toLowerCase() : as}`
      })
      expect(normalisePairCode(typed.join(''))).toBe(made)
      expect(normalisePairCode(showPairCode(made))).toBe(made)
      expect(showPairCode(made)).toMatch(/^\w{3}-\w{3}$/)
      expect(pairCodePattern.test(made)).toBe(true)
    }),
  )
})

it('a pair code is nothing that it cannot be', () => {
  for (const text of ['', 'UUUUUU', 'ABC', 'ABCDEFG', 'A'.repeat(60)])
    expect(pairCodePattern.test(normalisePairCode(text))).toBe(false)
})

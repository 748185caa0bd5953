import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isWholeClaimCode, newClaimCode, normaliseClaimCode, showClaimCode } from './claim-code.ts'

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const code = fc.uint8Array({ minLength: 10, maxLength: 10 }).map(newClaimCode)

describe('a claim code', () => {
  it('is shown in groups and read back, however sloppily it is typed', () => {
    fc.assert(
      fc.property(
        code,
        fc.array(fc.constantFrom('', ' ', '-', '–', '—', '\u00a0', '.', '\t'), {
          minLength: 12,
          maxLength: 12,
        }),
        fc.array(fc.boolean(), { minLength: 11, maxLength: 11 }),
        fc.array(fc.constantFrom('o', 'O', '0'), { minLength: 11, maxLength: 11 }),
        fc.array(fc.constantFrom('i', 'I', 'l', 'L', '1'), { minLength: 11, maxLength: 11 }),
        (made, between, lower, zeros, ones) => {
          const typed = [...made]
            .map((character, index) => {
              const as = character === '0' ? zeros[index] : character === '1' ? ones[index] : character
              return `${between[index]}${lower[index] ? as?.toLowerCase() : as}`
            })
            .join('')
          expect(normaliseClaimCode(typed + between[11])).toBe(made)
          expect(normaliseClaimCode(showClaimCode(made))).toBe(made)
          expect(isWholeClaimCode(made)).toBe(true)
        },
      ),
    )
  })

  it('is not whole with one character wrong, or two neighbours in the wrong order', () => {
    fc.assert(
      fc.property(code, fc.nat(10), fc.nat(30), (made, place, other) => {
        const wrong = [...made]
        wrong[place] = alphabet.replace(made[place] ?? '', '')[other] ?? ''
        expect(isWholeClaimCode(wrong.join(''))).toBe(false)
        const next = (place + 1) % 11
        const swapped = [...made]
        ;[swapped[place], swapped[next]] = [made[next] ?? '', made[place] ?? '']
        if (made[place] !== made[next] && next > 0) expect(isWholeClaimCode(swapped.join(''))).toBe(false)
      }),
    )
  })

  it('is nothing that it cannot be', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (text) => {
        const normal = normaliseClaimCode(text)
        expect(normaliseClaimCode(normal)).toBe(normal)
        if (isWholeClaimCode(normal)) expect(normal).toHaveLength(11)
      }),
    )
    expect(isWholeClaimCode('')).toBe(false)
    expect(isWholeClaimCode('UUUUUUUUUUU')).toBe(false)
  })
})

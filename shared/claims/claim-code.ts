/** Crockford's base32: no I, L, O and U, so that nothing looks like something else. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** So many characters are drawn (50 bits), and one more checks them. */
const drawn = 10

/** How long a code works, in days. */
export const claimCodeDays = 60

/** A number of GF(32) times the root of x^5 + x^2 + 1. */
const timesTwo = (value: number) => (value & 16 ? ((value << 1) & 31) ^ 5 : value << 1)

/**
 * Checksum over GF(32) (Damm's for an order that is a power of two): zero for a whole code. Every one character that is wrong,
 * and every two neighbours that changed places, give something else.
 */
const sumOf = (text: string) =>
  [...text].reduce((sum, character) => timesTwo(sum) ^ alphabet.indexOf(character), 0)

/** A new code of 11 characters, the last of which checks the others. `bytes`: at least ten random ones. */
export function newClaimCode(bytes: Uint8Array = crypto.getRandomValues(new Uint8Array(drawn))): string {
  if (bytes.length < drawn) throw new RangeError('A code is made of ten random bytes.')
  // 256 is a whole number of times 32: every character is as likely as another.
  const text = Array.from(bytes.slice(0, drawn), (byte) => alphabet[byte % 32]).join('')
  return text + alphabet[timesTwo(sumOf(text))]
}

/** As it is printed and read aloud: `K7PX-9M2Q-4TC`. */
export const showClaimCode = (code: string): string =>
  [code.slice(0, 4), code.slice(4, 8), code.slice(8)].filter(Boolean).join('-')

/** What was typed, in the form of a code: spaces, case and dashes do not count; O is 0, I and L are 1. */
export const normaliseClaimCode = (typed: string): string =>
  typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}\u2212._\p{Cf}]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')

/** The form of a normalised code. */
export const claimCodePattern = /^[0-9A-HJKMNP-TV-Z]{11}$/

/** Whether a normalised code was copied without a mistake (its last character checks the others). */
export const isWholeClaimCode = (code: string): boolean => claimCodePattern.test(code) && sumOf(code) === 0

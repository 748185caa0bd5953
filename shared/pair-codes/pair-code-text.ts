import { normaliseClaimCode } from '../claims/claim-code.ts'

/** Crockford's base32, as for claim codes: nothing looks like something else. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Short enough to be said at the school gate; 30 bits, a limit on trying and two days keep it from being guessed. */
const length = 6

/** How long a code works, in hours, unless enrolment closes earlier. */
export const pairCodeHours = 48

/** How many codes of one account may be open at a time. */
export const mostOpenPairCodes = 10

/** A new code of six characters. `bytes`: at least six random ones. */
export function newPairCode(bytes: Uint8Array = crypto.getRandomValues(new Uint8Array(length))): string {
  if (bytes.length < length) throw new RangeError('A code is made of six random bytes.')
  // 256 is a whole number of times 32: every character is as likely as another.
  return Array.from(bytes.slice(0, length), (byte) => alphabet[byte % 32]).join('')
}

/** As it is shown and said: `KJ4-7PQ`. */
export const showPairCode = (code: string): string =>
  [code.slice(0, 3), code.slice(3)].filter(Boolean).join('-')

/** What was typed, in the form of a code: spaces, case and dashes do not count; O is 0, I and L are 1. */
export const normalisePairCode = normaliseClaimCode

/** The form of a normalised code. */
export const pairCodePattern = /^[0-9A-HJKMNP-TV-Z]{6}$/

import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Settings } from '../settings.ts'

const idLength = 22
const sign = (key: string, id: Buffer) => createHmac('sha256', key).update('consent\0').update(id).digest()

/**
 * The token in the letter of one request for consent: its id, signed. It follows from the id, so that a letter that has to be sent
 * once more carries the same link, and nothing has to be kept but a hash. 65 characters.
 */
export function consentToken({ secretKeys }: Pick<Settings, 'secretKeys'>, requestId: string): string {
  const id = Buffer.from(requestId.replaceAll('-', ''), 'hex')
  return id.toString('base64url') + sign(secretKeys[0] ?? '', id).toString('base64url')
}

/** The id of the request behind a token; null when it was not signed here (cut off, typed over, made up). */
export function readConsentToken({ secretKeys }: Pick<Settings, 'secretKeys'>, token: string): string | null {
  const id = Buffer.from(token.slice(0, idLength), 'base64url')
  const given = Buffer.from(token.slice(idLength), 'base64url')
  const isOurs = secretKeys.some((key) => {
    const expected = sign(key, id)
    return expected.length === given.length && timingSafeEqual(expected, given)
  })
  if (!isOurs || id.length !== 16) return null
  return id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

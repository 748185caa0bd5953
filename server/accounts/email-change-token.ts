import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Settings } from '../settings.ts'

/** What a link in a letter to a new address vouches for. `from` is the address until now, empty when there was none. */
export type EmailChange = { accountId: string; from: string; to: string; expiresAt: number }

const sign = (key: string, payload: string) =>
  createHmac('sha256', key).update(`email-change\0${payload}`).digest()

/** A token that only the portal can make: nothing has to be kept until it comes back. */
export function emailChangeToken({ secretKeys }: Pick<Settings, 'secretKeys'>, change: EmailChange): string {
  // A list, for a short link: it has to fit where the page to open after signing in is named.
  const payload = Buffer.from(
    JSON.stringify([change.accountId, change.from, change.to, change.expiresAt]),
  ).toString('base64url')
  return `${payload}.${sign(secretKeys[0] ?? '', payload).toString('base64url')}`
}

/** The change behind a token; null when it was not made here, or is over. */
export function readEmailChange(
  { secretKeys }: Pick<Settings, 'secretKeys'>,
  token: string,
  now: Date,
): EmailChange | null {
  const [payload = '', signature = ''] = token.split('.')
  const given = Buffer.from(signature, 'base64url')
  const isOurs = secretKeys.some((key) => {
    const expected = sign(key, payload)
    return expected.length === given.length && timingSafeEqual(expected, given)
  })
  if (!isOurs) return null
  const [accountId, from, to, expiresAt] = JSON.parse(Buffer.from(payload, 'base64url').toString()) as [
    string,
    string,
    string,
    number,
  ]
  return expiresAt > now.getTime() ? { accountId, from, to, expiresAt } : null
}

import { isLocalMailbox } from '../mail/local-mailbox.ts'
import type { createTestApp } from './test-app.ts'

/** Letters that the portal under test sent to an address, the newest first. */
export function lettersTo({ deps }: Awaited<ReturnType<typeof createTestApp>>, email: string) {
  if (!isLocalMailbox(deps.mailer)) throw new Error('This portal has a mail server of its own.')
  return deps.mailer.letters().filter((letter) => letter.to.toLowerCase() === email.toLowerCase())
}

/** Token of the link in the newest letter to an address. */
export function newestToken(test: Awaited<ReturnType<typeof createTestApp>>, email: string): string {
  const token = new URL(lettersTo(test, email)[0]?.links[0] ?? '').searchParams.get('token')
  if (!token) throw new Error(`No link for ${email}`)
  return token
}

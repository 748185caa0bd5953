import type { Settings } from '../settings.ts'
import { createLocalMailbox } from './local-mailbox.ts'
import type { Mailer } from './mailer.ts'
import { createSmtpMailer } from './smtp-mailer.ts'

/**
 * Real mail when there is a mail server, the local mailbox in a demonstration without one.
 * @throws Error that names SMTP_URL when there is neither: nobody could sign in
 */
export function createMailer(settings: Settings): Mailer {
  if (settings.smtpUrl) return createSmtpMailer(settings.smtpUrl, settings.mailFrom)
  if (settings.isDemo) return createLocalMailbox()
  throw new Error('SMTP_URL is needed when DEMO is off: people sign in by a link that is mailed to them.')
}

import { createTransport } from 'nodemailer'
import type { Letter, Mailer } from './mailer.ts'

const retryAfterMs = 2000
const mostOnTheWay = 1000

/** A server that answered 5xx will say so again; anything else may pass. */
const isFinal = (error: unknown) => Number((error as { responseCode?: unknown })?.responseCode ?? 0) >= 500

/** Line ends in a header would begin a new header. */
const oneLine = (text: string) => text.replace(/[\r\n\0]+/g, ' ')

/**
 * Sends through a mail server, with a few connections that are kept open and with time limits on each step. A failure that
 * may pass is tried once more. `close` gives letters on the way a moment (3 s) and then gives up on them.
 * @param url `smtp://` or `smtps://`, with user and password where the server wants them
 */
export function createSmtpMailer(url: string, from: string): Mailer {
  const transport = createTransport(
    {
      url,
      pool: true,
      maxConnections: 4,
      connectionTimeout: 5000,
      greetingTimeout: 5000,
      socketTimeout: 15_000,
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    { from },
  )
  const onTheWay = new Set<Promise<unknown>>()
  let isClosing = false

  async function deliver({ to, subject, text, html }: Letter): Promise<void> {
    const message = {
      // As an object it is one address and never a list.
      to: { name: '', address: oneLine(to) },
      subject: oneLine(subject),
      text,
      ...(html === undefined ? {} : { html }),
      // Out-of-office answers to a sign-in link help nobody (RFC 3834).
      headers: { 'Auto-Submitted': 'auto-generated' },
    }
    try {
      await transport.sendMail(message)
    } catch (error) {
      if (isFinal(error) || isClosing) throw error
      await new Promise((resolve) => {
        setTimeout(resolve, retryAfterMs)
      })
      await transport.sendMail(message)
    }
  }

  return {
    async send(letter) {
      if (onTheWay.size >= mostOnTheWay) throw new Error('Too many letters are on their way already.')
      const delivery = deliver(letter)
      onTheWay.add(delivery)
      await delivery.finally(() => onTheWay.delete(delivery))
    },
    async close() {
      isClosing = true
      await Promise.race([
        Promise.allSettled(onTheWay),
        new Promise((resolve) => {
          setTimeout(resolve, 3000).unref()
        }),
      ])
      transport.close()
    },
  }
}

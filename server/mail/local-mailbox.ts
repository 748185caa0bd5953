import type { Letter, Mailer } from './mailer.ts'

/** A letter as the local mailbox keeps it. `links`: every web address in the text, in order. */
export type KeptLetter = { to: string; subject: string; text: string; links: string[]; at: Date }

/** Instead of a mail server in a demonstration: keeps the letters, newest first, for the page /dev/mailbox. */
export type LocalMailbox = Mailer & { letters(): readonly KeptLetter[] }

const mostLetters = 200

/**
 * Keeps the last 200 letters in the memory of this process: a restart empties it, a second process has one of its own.
 * A letter can be read as soon as `send` was called.
 */
export function createLocalMailbox(clock: () => Date = () => new Date()): LocalMailbox {
  const kept: KeptLetter[] = []
  return {
    async send({ to, subject, text }: Letter) {
      kept.unshift({ to, subject, text, links: text.match(/https?:\/\/[^\s<>"]+/g) ?? [], at: clock() })
      kept.length = Math.min(kept.length, mostLetters)
    },
    async close() {},
    letters: () => kept,
  }
}

/** Whether letters stay here, to be read at /dev/mailbox. */
export function isLocalMailbox(mailer: Mailer): mailer is LocalMailbox {
  return 'letters' in mailer
}

/** A letter. Plain text always; HTML when it helps. Never a child's full name in the subject. */
export type Letter = { to: string; subject: string; text: string; html?: string }

/** Sends a letter; resolves when a mail server (or the local mailbox) has taken it, rejects when it did not. */
export type Mailer = { send(letter: Letter): Promise<void>; close(): Promise<void> }

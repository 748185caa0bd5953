import type { Database } from '@portal/db/client.ts'
import type { Dependencies } from '../app-env.ts'
import type { Letter } from './mailer.ts'

const lettersAtOnce = 20
/** So long a process has a letter to itself; longer than a mail server can keep it waiting. */
const claimMs = 5 * 60_000
/** After a failure it is tried again after one minute, two, four and so on, at last every hour. */
const retryMs = (tries: number) => Math.min(60_000 * 2 ** (tries - 1), 3_600_000)

/** A letter that is due. `tries`: this one included. */
export type DueLetter = { id: string; tries: number }

/** What became of a letter. `dropped`: there was nothing left to tell. */
export type LetterFate = { state: 'sent' | 'dropped' } | { state: 'waiting'; tryAt: Date }

/** Letters that are rows of a table, written in the transaction of what they tell of. `name`: for the log. */
export type LetterQueue<Due extends DueLetter> = {
  name: string
  /** Takes at most so many that are due, and counts a try; until that moment no other process gets them (`FOR UPDATE SKIP LOCKED`). */
  claim(deps: Dependencies, until: Date, atMost: number): Promise<Due[]>
  /** Null: there is nothing left to tell. */
  write(deps: Dependencies, due: Due): Letter | null
  keep(deps: Dependencies, due: Due, fate: LetterFate): Promise<unknown>
}

async function sendOne<Due extends DueLetter>(
  deps: Dependencies,
  queue: LetterQueue<Due>,
  due: Due,
): Promise<boolean> {
  const letter = queue.write(deps, due)
  if (letter === null) {
    await queue.keep(deps, due, { state: 'dropped' })
    return false
  }
  try {
    await deps.mailer.send(letter)
  } catch (error) {
    // What a mail server answered may repeat the address: only its codes go to the log.
    const { code, responseCode } = Object(error) as { code?: unknown; responseCode?: unknown }
    const reason = [code, responseCode].filter((part) => part !== undefined).join(' ') || 'unknown'
    deps.log.error({ event: 'not-mailed', queue: queue.name, letter: due.id, tries: due.tries, reason })
    const tryAt = new Date(deps.clock().getTime() + retryMs(due.tries))
    await queue.keep(deps, due, { state: 'waiting', tryAt })
    return false
  }
  await queue.keep(deps, due, { state: 'sent' })
  return true
}

/**
 * Sends the letters of a queue that are due, whichever process wrote them: at least once. Several processes share the work: a letter
 * is taken by one of them, and no transaction is open while the mail server thinks. A process that dies between the mail server's
 * answer and writing it down sends that letter once more after five minutes, so the queue has to write the same letter again.
 * @returns how many were sent
 */
export async function sendDueLetters<Due extends DueLetter>(
  deps: Dependencies,
  queue: LetterQueue<Due>,
  isStopping = () => false,
): Promise<number> {
  let sent = 0
  while (!isStopping()) {
    const due = await queue.claim(deps, new Date(deps.clock().getTime() + claimMs), lettersAtOnce)
    if (due.length === 0) break
    const results = await Promise.all(due.map((each) => sendOne(deps, queue, each)))
    sent += results.filter(Boolean).length
  }
  return sent
}

type Sending = { again: boolean }
const sending = new WeakMap<Database, Map<string, Sending>>()

/** The same beside a request, after its commit, one round at a time; what fails is left to the round of every minute. */
export function sendDueLettersSoon<Due extends DueLetter>(deps: Dependencies, queue: LetterQueue<Due>): void {
  const rounds = sending.get(deps.db) ?? new Map<string, Sending>()
  sending.set(deps.db, rounds)
  const underWay = rounds.get(queue.name)
  if (underWay) {
    underWay.again = true
    return
  }
  const state: Sending = { again: false }
  rounds.set(queue.name, state)
  const run = async () => {
    try {
      do {
        state.again = false
        await sendDueLetters(deps, queue)
      } while (state.again)
    } finally {
      rounds.delete(queue.name)
    }
  }
  run().catch((error: unknown) => {
    const reason = error instanceof Error ? error.name : 'unknown'
    deps.log.warn({ event: 'letters-failed', queue: queue.name, reason }, 'letters could not be sent now')
  })
}

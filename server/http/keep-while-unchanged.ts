import type { Database } from '@portal/db/client.ts'
import type { Dependencies } from '../app-env.ts'
import { createMicroBatch } from './micro-batch.ts'

const watchers = new WeakMap<Database, (asked: null) => Promise<string>>()

/**
 * The state of the database, in PostgreSQL's own words: which transactions have ended, and which are under way. As long as
 * it is the same text no process has committed anything, so whatever was read before is still exactly what would be read
 * now. Requests that ask together share one answer.
 */
function stateOf(db: Database): Promise<string> {
  let watch = watchers.get(db)
  if (!watch) {
    watch = createMicroBatch<null, string>(async (asked) => {
      const [row] = await db.prepared('state')<{ state: string }>`SELECT pg_current_snapshot()::text AS state`
      return asked.map(() => row?.state ?? '')
    })
    watchers.set(db, watch)
  }
  return watch(null)
}

/** What is told may depend on the minute too (what is over, which session is next): so many milliseconds by the app's clock. */
const keptMs = 1000

type Kept<Value> = { state: string; at: number; value: Promise<Value> }

/**
 * Keeps answers that are the same for everybody until anything at all changes in the database, in whatever process, and for
 * at most a second: never stale, so nobody has to say what has changed. At most `atMost` answers, the oldest goes first.
 * Those who ask for the same at the same time share one making; a failure is not kept.
 */
export function keepWhileUnchanged<Value>(atMost = 300) {
  const all = new Map<string, Kept<Value>>()
  return async ({ db, clock }: Dependencies, key: string, make: () => Promise<Value>): Promise<Value> => {
    const state = await stateOf(db)
    const now = clock().getTime()
    const found = all.get(key)
    if (found && found.state === state && Math.abs(now - found.at) < keptMs) return found.value
    const kept = { state, at: now, value: make() }
    all.delete(key)
    all.set(key, kept)
    if (all.size > atMost) {
      for (const oldest of all.keys()) {
        all.delete(oldest)
        break
      }
    }
    kept.value.catch(() => {
      if (all.get(key) === kept) all.delete(key)
    })
    return kept.value
  }
}

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
  const kept = new WeakMap<Database, Map<string, Kept<Value>>>()
  return async ({ db, clock }: Dependencies, key: string, make: () => Promise<Value>): Promise<Value> => {
    const state = await stateOf(db)
    let all = kept.get(db)
    if (!all) {
      all = new Map()
      kept.set(db, all)
    }
    return keepIn(all, atMost, key, { state, at: clock().getTime() }, make)
  }
}

function keepIn<Value>(
  all: Map<string, Kept<Value>>,
  atMost: number,
  key: string,
  now: { state: string; at: number },
  make: () => Promise<Value>,
): Promise<Value> {
  const found = all.get(key)
  if (found && found.state === now.state && Math.abs(now.at - found.at) < keptMs) return found.value
  const fresh = { ...now, value: make() }
  all.delete(key)
  all.set(key, fresh)
  const [oldest] = all.keys()
  if (all.size > atMost && oldest !== undefined) all.delete(oldest)
  fresh.value.catch(() => {
    if (all.get(key) === fresh) all.delete(key)
  })
  return fresh.value
}

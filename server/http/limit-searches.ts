import { createMiddleware } from 'hono/factory'
import type { AppEnv, Dependencies } from '../app-env.ts'
import { clientNetwork, hashOfKey, type Limit, tooMany, windowStart } from './rate-limit.ts'

/** A school or a library is one network for many people; nobody types a search per second for minutes. */
const perNetwork: Limit = { name: 'search-network', limit: 600, windowSeconds: 300 }
const perAccount: Limit = { name: 'search-account', limit: 150, windowSeconds: 300 }

type Count = { limit: Limit; start: number; known: number; pending: number }
type Counts = { byKey: Map<string, Count>; flushedAt: number }
const counted = new WeakMap<Dependencies['db'], Counts>()

const flushMs = 1000

/** Adds what this process counted to what all count, and learns their sum. */
async function flush({ db, municipality }: Dependencies, { byKey }: Counts, now: number): Promise<void> {
  for (const [key, count] of byKey) {
    if (count.start !== windowStart(count.limit, now)) byKey.delete(key)
  }
  const due = [...byKey].filter(([, count]) => count.pending > 0)
  if (due.length === 0) return
  const taken = due.map(([key, count]) => ({ key, hits: count.pending, start: count.start }))
  const rows = await db.sql<{ key: string; hits: number }>`
    INSERT INTO rate_limit (municipality_id, key, window_start, hits)
    SELECT ${municipality.id}, t.key, t.window_start, t.hits
    FROM unnest(${taken.map((each) => each.key)}::text[], ${taken.map((each) => new Date(each.start).toISOString())}::timestamptz[],
      ${taken.map((each) => each.hits)}::integer[]) AS t (key, window_start, hits)
    ORDER BY t.key
    ON CONFLICT (municipality_id, key, window_start) DO UPDATE SET hits = rate_limit.hits + excluded.hits
    RETURNING key, hits`
  for (const { key, hits } of rows) {
    const count = byKey.get(key)
    if (!count) continue
    count.known = hits
    count.pending -= taken.find((each) => each.key === key)?.hits ?? 0
  }
}

/**
 * Counts a search. In this process at once; with the others of the portal once a second, for a write per search would cost more
 * than the search, and would be a change for which every kept list is made anew. So several processes together may let a second's
 * searches too many pass.
 * @throws Problem rate-limited
 */
function countSearch(deps: Dependencies, limit: Limit, key: string): void {
  const now = deps.clock().getTime()
  let counts = counted.get(deps.db)
  if (!counts) {
    counts = { byKey: new Map(), flushedAt: now }
    counted.set(deps.db, counts)
  }
  const hashed = hashOfKey(deps, limit, key)
  const start = windowStart(limit, now)
  let count = counts.byKey.get(hashed)
  if (count?.start !== start) {
    count = { limit, start, known: 0, pending: 0 }
    counts.byKey.set(hashed, count)
  }
  count.pending += 1
  if (Math.abs(now - counts.flushedAt) >= flushMs) {
    counts.flushedAt = now
    flush(deps, counts, now).catch((error: unknown) => {
      deps.log.warn({ event: 'searches-not-counted', err: error }, 'searches could not be counted')
    })
  }
  if (count.known + count.pending > limit.limit) throw tooMany(limit, now)
}

/** Guards a list that can be searched (`q`): per network, and per account of somebody who is signed in. A list without a search is not counted. */
export const limitSearches = createMiddleware<AppEnv>(async (c, next) => {
  const deps = c.get('deps')
  if (deps.settings.rateLimits && c.req.query('q')) {
    countSearch(deps, perNetwork, clientNetwork(c))
    const whoAsks = c.get('whoAsks')
    const actor = whoAsks ? await whoAsks() : null
    c.set('whoAsks', undefined)
    c.set('actor', actor)
    if (actor) countSearch(deps, perAccount, actor.accountId)
  }
  await next()
})

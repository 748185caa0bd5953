/**
 * Works off all offers past their deadline on DATABASE_URL in a process of its own, without a portal around it, and prints what that
 * took: { ended, seconds, heapMb, rssMb }. `heapMb` is the most that was in use right after a collection, at any time. Needs `--expose-gc`.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { openDatabase } from '@portal/db/client.ts'
import { municipalityId } from '@portal/db/seed/reference/load-reference.ts'
import type { Dependencies } from '../app-env.ts'
import { createMailer } from '../mail/create-mailer.ts'
import { openLog } from '../open-log.ts'
import { readSettings } from '../settings.ts'
import { expireOffers } from '../waiting-list/expire-offers.ts'

const megabyte = 1_048_576
const everyMs = 100

const settings = readSettings(process.env)
const deps: Dependencies = {
  db: openDatabase({ url: settings.databaseUrl ?? '', max: 4 }),
  municipality: {
    id: municipalityId,
    name: "'s-Hertogenbosch",
    timeZone: 'Europe/Amsterdam',
    cyclingKmh: 12,
    theme: {},
  },
  clock: () => new Date(),
  mailer: createMailer(settings),
  log: await openLog('silent', 2),
  settings,
}

/** What is really in use. */
function inUse(): { heap: number; rss: number } {
  globalThis.gc?.()
  const { heapUsed, rss } = process.memoryUsage()
  return { heap: heapUsed / megabyte, rss: rss / megabyte }
}

await deps.db.sql`SELECT 1`
const most = inUse()
let isOver = false
const measuring = (async () => {
  while (!isOver) {
    await sleep(everyMs)
    const now = inUse()
    most.heap = Math.max(most.heap, now.heap)
    most.rss = Math.max(most.rss, now.rss)
  }
})()
const start = performance.now()
const ended = await expireOffers(deps)
const seconds = (performance.now() - start) / 1000
isOver = true
await measuring
await deps.db.close()
process.stdout.write(`${JSON.stringify({ ended, seconds, heapMb: most.heap, rssMb: most.rss })}\n`)

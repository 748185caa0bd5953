import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Database, openDatabase } from '@portal/db/client.ts'
import { type Embedded, startEmbedded } from '@portal/db/embedded/start-embedded.ts'
import { migrate } from '@portal/db/migrate.ts'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type CutWire, openCutWire } from '../testing/cut-wire.ts'
import { findBrokenPromises, findWaitingBesideFreePlace } from '../testing/find-broken-promises.ts'
import { buildRushCity, type Family } from '../testing/rush-city.ts'
import { type RunningServer, startServer } from '../testing/start-server.ts'
import { callOver, type Met } from './call.ts'
import { findBrokenHistories } from './find-broken-histories.ts'

let folder: string
let embedded: Embedded
let wire: CutWire
let servers: RunningServer[]
let db: Database

// A PostgreSQL of our own, with durable commits, in a folder that outlives its crashes.
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'portal-restart-'))
  chmodSync(folder, 0o711)
  embedded = await startEmbedded({ folder })
  await migrate(embedded.url)
  wire = await openCutWire(embedded.url)
  db = openDatabase({ url: wire.url, max: 3 })
})
afterEach(async () => {
  await Promise.all(servers.map((server) => server.stop()))
  await db.close()
  await wire.close()
  await embedded.stop()
  rmSync(embedded.folder, { recursive: true, force: true })
  rmSync(folder, { recursive: true, force: true })
})

/** PostgreSQL ends at once, as when the power fails, and comes back. */
async function crash(): Promise<void> {
  const file = path.join(embedded.folder, 'postgres', 'postmaster.pid')
  process.kill(Number(readFileSync(file, 'utf8').split('\n')[0]), 'SIGKILL')
  await embedded.stop()
  await comeBack()
}

/** As for an update of PostgreSQL: in order, but whoever is connected is sent away. */
async function restart(): Promise<void> {
  await embedded.stop()
  await comeBack()
}

async function comeBack(): Promise<void> {
  // What crashed may take a moment to be gone altogether.
  for (let tries = 1; ; tries += 1) {
    try {
      embedded = await startEmbedded({ folder })
      break
    } catch (error) {
      if (tries === 20) throw error
      await sleep(250)
    }
  }
  wire.leadTo(embedded.url)
}

it.each([
  ['crashes', crash],
  ['restarts', restart],
] as const)(
  'loses nothing that was told, keeps nothing half, and answers again within seconds when PostgreSQL %s in a rush',
  async (_, happens) => {
    const city = await buildRushCity(db, { offerings: 4, capacity: 30, families: 240 })
    servers = await Promise.all([startServer(wire.url, 'silent'), startServer(wire.url, 'silent')])
    const calls = servers.map((server) => callOver(() => server.url))
    const ask = async (index: number, path: string, family: Family, body?: unknown): Promise<Met> =>
      (await calls[index % 2]?.('POST', path, body, family.cookie)) ?? { status: 0, body: {} }
    const enrol = (family: Family, index: number) =>
      ask(index, '/enrolments', family, { childId: family.childId, offeringId: city.offeringIds[index % 4] })

    /** Everybody asks, forty at a time, again and again until they hear something; meanwhile it happens. */
    const rush = async (doAsk: (family: Family, index: number) => Promise<Met>) => {
      let isBack = false
      let backMs = 0
      let unanswered = 0
      const answers: Met[] = []
      const work = city.families.map((family, index) => ({ family, index }))
      const live = async () => {
        for (let next = work.shift(); next; next = work.shift()) {
          let met = await doAsk(next.family, next.index)
          while (met.status === 503) {
            unanswered += 1
            await sleep(200)
            met = await doAsk(next.family, next.index)
          }
          if (isBack && backMs === 0) backMs = performance.now()
          answers[next.index] = met
        }
      }
      const lives = Array.from({ length: 40 }, live)
      await expect.poll(() => work.length, { timeout: 30_000, interval: 5 }).toBeLessThan(160)
      await happens()
      isBack = true
      const since = performance.now()
      await Promise.all(lives)
      return { answers, unanswered, secondsToAnswer: (backMs - since) / 1000 }
    }

    const enrolled = await rush(enrol)
    expect(enrolled.unanswered).toBeGreaterThan(0)
    expect(enrolled.answers.filter(({ status }) => status !== 200 && status !== 201)).toEqual([])
    expect(enrolled.secondsToAnswer).toBeLessThan(15)
    const told = enrolled.answers.map(({ body }) => body.id)
    const again = await Promise.all(city.families.map(enrol))
    expect(again.map(({ body }) => body.id)).toEqual(told)
    const [counts] = await db.sql<{ all: number; placed: number }>`
      SELECT count(*)::integer AS all, count(*) FILTER (WHERE status = 'placed')::integer AS placed FROM enrolment`
    expect(counts).toEqual({ all: 240, placed: 120 })

    // The same for giving up: everybody does, and the places go round meanwhile.
    const withdrawn = await rush((family, index) =>
      ask(index, `/enrolments/${told[index]}/withdrawal`, family),
    )
    expect(withdrawn.answers.filter(({ status }) => status !== 200)).toEqual([])
    const left = await db.sql`SELECT id FROM enrolment WHERE status <> 'withdrawn'`
    expect(left).toEqual([])
    expect(await findBrokenPromises(db)).toEqual([])
    expect(await findBrokenHistories(db)).toEqual([])
    expect(await findWaitingBesideFreePlace(db)).toEqual([])
  },
  240_000,
)

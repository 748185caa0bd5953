import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { openDatabase } from '@portal/db/client.ts'
import { municipalityId } from '@portal/db/seed/reference/load-reference.ts'
import { createTestDatabase } from '@portal/db/testing/test-database.ts'
import { newId } from '@portal/shared/ids.ts'
import pino from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Dependencies } from '../app-env.ts'
import { createMailer } from '../mail/create-mailer.ts'
import { readSettings } from '../settings.ts'
import { findBrokenHolds } from '../testing/find-broken-holds.ts'
import { findBrokenPromises } from '../testing/find-broken-promises.ts'
import { buildRushCity, type RushCity } from '../testing/rush-city.ts'
import { startServer } from '../testing/start-server.ts'
import { releaseHolds } from './release-holds.ts'

const aMinute = 60_000
const settings = { ...readSettings({}), secretKeys: ['a key of the tests, long enough to sign with'] }
let test: Awaited<ReturnType<typeof createTestDatabase>>
let now: Date
let deps: Dependencies

beforeEach(async () => {
  test = await createTestDatabase()
  now = new Date()
  deps = {
    db: test.db,
    municipality: {
      id: municipalityId,
      name: "'s-Hertogenbosch",
      timeZone: 'Europe/Amsterdam',
      cyclingKmh: 12,
      theme: {},
    },
    clock: () => now,
    mailer: createMailer(settings),
    log: pino({ level: process.env.LOG_LEVEL ?? 'silent' }),
    settings,
  }
})
afterEach(() => test.drop())

/** In every offering all places are held for invited children until a moment, and two children wait. */
async function heldWithTwoWaiting(offerings: number, places: number, until: Date): Promise<RushCity> {
  const city = await buildRushCity(test.db, { offerings, capacity: places, families: offerings * 2 })
  for (const [number, offeringId] of city.offeringIds.entries()) {
    await test.db.sql`
      INSERT INTO place_hold (municipality_id, id, offering_id, kind, places, until, created_at)
      VALUES (${municipalityId}, ${newId()}, ${offeringId}, 'invited', ${places}, ${until}, now())`
    for (const family of city.families.slice(number * 2, number * 2 + 2)) {
      await test.db.sql`
        INSERT INTO enrolment (municipality_id, id, child_id, offering_id, status, joined_at, busy, changed_at, change_reason)
        SELECT ${municipalityId}, ${newId()}, ${family.childId}, id, 'waitlisted', now(), busy, now(), 'test'
        FROM offering WHERE id = ${offeringId}`
    }
  }
  return city
}

const statuses = async () =>
  (
    await test.db.sql<{ status: string }>`SELECT status FROM enrolment ORDER BY offering_id, joined_number`
  ).map(({ status }) => status)
const released = async () =>
  (
    await test.db.sql<{ count: number }>`
      SELECT count(*)::integer FROM place_hold WHERE released_at IS NOT NULL`
  )[0]?.count
/** How often the log says that held places were released. */
const logged = async () =>
  (
    await test.db.sql<{ count: number }>`
      SELECT count(*)::integer FROM change_log WHERE verb = 'release-held-places' AND by_account IS NULL`
  )[0]?.count
const allIsWell = async () => {
  expect(await findBrokenHolds(test.db)).toEqual([])
  expect(await findBrokenPromises(test.db)).toEqual([])
}

describe('Held places of which the moment has come', () => {
  it('are offered to who waits, in order, on the minute and not before', async () => {
    await heldWithTwoWaiting(1, 1, new Date(now.getTime() + aMinute))
    expect(await releaseHolds(deps)).toBe(0)
    expect(await statuses()).toEqual(['waitlisted', 'waitlisted'])
    now = new Date(now.getTime() + aMinute)
    expect(await releaseHolds(deps)).toBe(1)
    expect(await statuses()).toEqual(['offered', 'waitlisted'])
    expect(await test.db.sql`SELECT taken, held, capacity FROM offering`).toEqual([
      { taken: 1, held: 0, capacity: 1 },
    ])
    await allIsWell()
  })

  it('are released once, however often it is asked, and whatever the clock does', async () => {
    const until = new Date(now.getTime() - aMinute)
    await heldWithTwoWaiting(1, 1, until)
    expect(await releaseHolds(deps)).toBe(1)
    // Back to before the moment, a day on, and back again.
    for (const moment of [until.getTime() - 3_600_000, until.getTime() + 86_400_000, until.getTime() - 1]) {
      now = new Date(moment)
      expect(await releaseHolds(deps)).toBe(0)
    }
    expect(await statuses()).toEqual(['offered', 'waitlisted'])
    expect([await released(), await logged()]).toEqual([1, 1])
    await allIsWell()
  })

  it('are released once by several processes at the same time', async () => {
    await heldWithTwoWaiting(12, 2, new Date(now.getTime() - 1))
    const others = [1, 2, 3].map(() => openDatabase({ url: test.url, max: 2 }))
    const counts = await Promise.all(
      [test.db, ...others].map((db) => releaseHolds({ ...deps, db: db as Dependencies['db'] })),
    )
    await Promise.all(others.map((db) => db.close()))
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(12)
    expect(await statuses()).toEqual(Array(24).fill('offered'))
    expect(await logged()).toBe(12)
    await allIsWell()
  })

  it('are all released, each once, after the process is killed in the middle', async () => {
    await heldWithTwoWaiting(60, 2, new Date(now.getTime() - 1))
    const program = fileURLToPath(new URL('../testing/release-holds-process.ts', import.meta.url))
    const worker = await startServer(test.url, 'error', null, program)
    const gone = once(worker.process, 'exit')
    while (((await released()) ?? 0) < 5) await new Promise((resolve) => setTimeout(resolve, 2))
    worker.process.kill('SIGKILL')
    await gone
    // The database notices a little later that nobody is there any more.
    const busy = () => test.db.sql`
      SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'`
    while ((await busy()).length > 0) await new Promise((resolve) => setTimeout(resolve, 5))
    const before = (await released()) ?? 0
    expect(before).toBeLessThan(60)
    // What was cut off is wholly undone: nothing was released without having been offered.
    expect((await statuses()).filter((status) => status === 'offered')).toHaveLength(before * 2)
    expect(await releaseHolds(deps)).toBe(60 - before)
    expect(await statuses()).toEqual(Array(120).fill('offered'))
    expect(await logged()).toBe(60)
    await allIsWell()
  })
})

import { once } from 'node:events'
import { createTestDatabase, type TestDatabase } from '@portal/db/testing/test-database.ts'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { countDue, fillWithExpiring, findTwiceOrNever } from '../testing/expiring-city.ts'
import { buildRushCity } from '../testing/rush-city.ts'
import { type RunningServer, startServer } from '../testing/start-server.ts'

const offers = 240
const perOffering = 4

let test: TestDatabase
let servers: RunningServer[]
beforeEach(async () => {
  test = await createTestDatabase()
  servers = []
  const city = await buildRushCity(test.db, {
    offerings: offers / perOffering,
    capacity: perOffering,
    families: offers * 2,
  })
  await fillWithExpiring(test.db, city, { offers, perOffering })
})
afterEach(async () => {
  await Promise.all(servers.map((server) => server.stop()))
  await test.drop()
})

const start = async () => {
  const server = await startServer(test.url, 'fatal')
  servers.push(server)
  return server
}
const patience = { timeout: 60_000, interval: 50 }

it('two processes work off what expires, one is killed in the middle, and nothing happens twice or never', async () => {
  // Slow enough that the kill comes in the middle: each ended offer takes some milliseconds more.
  await test.db.statements.query(`
    CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.01); RETURN NEW; END $$;
    CREATE TRIGGER slow BEFORE UPDATE ON enrolment FOR EACH ROW WHEN (NEW.status = 'expired') EXECUTE FUNCTION slow()`)
  const [first] = await Promise.all([start(), start()])
  await expect.poll(() => countDue(test.db), patience).toBeLessThan(offers - perOffering)
  const gone = once(first.process, 'exit')
  first.process.kill('SIGKILL')
  await gone
  const left = await countDue(test.db)
  expect(left).toBeGreaterThan(0)
  // Whole offerings only: what was killed in the middle of one left nothing of it.
  expect(left % perOffering).toBe(0)
  // Another one comes, as after a restart.
  await start()
  await expect.poll(() => countDue(test.db), patience).toBe(0)
  // Those at the last offerings end too.
  await expect.poll(() => findTwiceOrNever(test.db, offers), patience).toEqual([])
})

import { createTestDatabase, type TestDatabase } from '@portal/db/testing/test-database.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findBrokenPromises, findWaitingBesideFreePlace } from '../testing/find-broken-promises.ts'
import { buildRushCity, type Family } from '../testing/rush-city.ts'
import { type RunningServer, startServer } from '../testing/start-server.ts'

let test: TestDatabase
let server: RunningServer
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(async () => {
  await server.stop()
  await test.drop()
})

async function enrol(family: Family, offeringId: string) {
  const response = await fetch(`${server.url}/api/v1/enrolments`, {
    method: 'POST',
    headers: { Cookie: family.cookie, 'Content-Type': 'application/json' },
    body: JSON.stringify({ childId: family.childId, offeringId }),
  })
  return { status: response.status, body: (await response.json()) as { id: string; status: string } }
}

it('loses nothing that was told when the database drops its connections in the middle of a batch', async () => {
  const city = await buildRushCity(test.db, { offerings: 4, capacity: 40, families: 600 })
  server = await startServer(test.url, 'fatal')
  let isRushing = true
  let killed = 0
  // Whoever is in the middle of a batch loses its connection, again and again, as long as families enrol.
  const killing = (async () => {
    while (isRushing) {
      const rows = await test.db.sql`
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name LIKE 'portal%' AND state = 'active' AND pid <> pg_backend_pid()`
      killed += rows.length
      await new Promise((resolve) => setTimeout(resolve, 3))
    }
  })()
  const asked = city.families.map((family, index) => ({
    family,
    offeringId: city.offeringIds[index % 4] ?? '',
  }))
  const first = []
  for (let begin = 0; begin < asked.length; begin += 60) {
    const some = asked.slice(begin, begin + 60)
    first.push(...(await Promise.all(some.map(({ family, offeringId }) => enrol(family, offeringId)))))
  }
  isRushing = false
  await killing
  expect(killed).toBeGreaterThan(5)
  // A family is told that it has something, or that it should try again: nothing else.
  expect(first.filter(({ status }) => ![200, 201, 503].includes(status))).toEqual([])

  const again = await Promise.all(asked.map(({ family, offeringId }) => enrol(family, offeringId)))
  expect(again.filter(({ status }) => ![200, 201].includes(status))).toEqual([])
  for (const [index, told] of first.entries()) {
    if (told.status !== 503) expect(again[index]?.body.id).toBe(told.body.id)
  }
  const [counts] = await test.db.sql<{ all: number; placed: number }>`
    SELECT count(*)::integer AS all, count(*) FILTER (WHERE status = 'placed')::integer AS placed FROM enrolment`
  expect(counts).toEqual({ all: 600, placed: 160 })
  expect(await findBrokenPromises(test.db)).toEqual([])
  expect(await findWaitingBesideFreePlace(test.db)).toEqual([])
})

import { createTestDatabase, type TestDatabase } from '@portal/db/testing/test-database.ts'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { findBrokenPromises } from '../testing/find-broken-promises.ts'
import { buildRushCity, type RushCity } from '../testing/rush-city.ts'
import { type RunningServer, startServer } from '../testing/start-server.ts'
import { callOver } from './call.ts'
import { findBrokenHistories } from './find-broken-histories.ts'
import { findReservedForEver } from './find-reserved-for-ever.ts'

const hour = 3_600_000

let test: TestDatabase
let servers: RunningServer[]
let city: RushCity
let ids: string[]
// One place; the first child has it, three wait for it.
beforeEach(async () => {
  test = await createTestDatabase()
  city = await buildRushCity(test.db, { offerings: 1, capacity: 1, families: 4 })
  servers = await Promise.all([startServer(test.url, 'fatal'), startServer(test.url, 'fatal')])
  ids = []
  for (const family of city.families) {
    const wish = { childId: family.childId, offeringId: city.offeringIds[0] }
    const { body } = await ask(0, '/enrolments', ids.length, wish)
    ids.push(String(body.id))
  }
})
afterEach(async () => {
  await Promise.all(servers.map((server) => server.stop()))
  await test.drop()
})

const ask = (process: number, path: string, family: number, body?: unknown) =>
  callOver(() => servers[process]?.url ?? '')('POST', path, body, city.families[family]?.cookie)
const setClock = (process: number, hours: number) => servers[process]?.order(`clock ${hours * hour}`)
const round = (process: number) => servers[process]?.order('jobs')
const statuses = async () =>
  (await test.db.sql<{ status: string }>`SELECT status FROM enrolment ORDER BY joined_number`).map(
    ({ status }) => status,
  )
const sound = async () => [...(await findBrokenPromises(test.db)), ...(await findBrokenHistories(test.db))]

it('ends an offer once, when the clock of one process is a day ahead and that of the other an hour behind', async () => {
  await setClock(0, -1)
  await ask(0, `/enrolments/${ids[0]}/withdrawal`, 0)
  expect(await statuses()).toEqual(['withdrawn', 'offered', 'waitlisted', 'waitlisted'])

  // A day ahead the offer stands. The family may answer by either process.
  await setClock(1, 24)
  await round(1)
  expect((await statuses())[1]).toBe('offered')
  // Two days ahead it is over for this process, and then for every other: what ended does not come back.
  await setClock(1, 49)
  await round(1)
  await round(0)
  expect(await statuses()).toEqual(['withdrawn', 'expired', 'offered', 'waitlisted'])
  for (const process of [0, 1]) {
    expect(await ask(process, `/enrolments/${ids[1]}/acceptance`, 1)).toMatchObject({
      status: 409,
      body: { code: 'status-does-not-allow' },
    })
  }
  // Back to the real clock: the next offer has a deadline by the clock of who made it, and can be accepted until then.
  await setClock(0, 0)
  await setClock(1, 0)
  await round(0)
  await round(1)
  expect(await ask(0, `/enrolments/${ids[2]}/acceptance`, 2)).toMatchObject({ status: 200 })
  expect(await statuses()).toEqual(['withdrawn', 'expired', 'placed', 'waitlisted'])
  expect(await sound()).toEqual([])
})

it('keeps nothing offered for ever that was offered by a clock that ran ahead', async () => {
  await setClock(0, 24)
  await ask(0, `/enrolments/${ids[0]}/withdrawal`, 0)
  await setClock(0, -1)
  await Promise.all([round(0), round(1)])
  expect(await statuses()).toEqual(['withdrawn', 'offered', 'waitlisted', 'waitlisted'])
  // 48 hours by the clock that made it: 72 by the real one. Both processes come at the same time, and one of them ends it.
  for (const process of [0, 1]) await setClock(process, 73)
  await Promise.all([round(0), round(1)])
  expect(await statuses()).toEqual(['withdrawn', 'expired', 'offered', 'waitlisted'])
  expect(await findReservedForEver(test.db, new Date(Date.now() + 73 * hour))).toEqual([])
  const [told] = await test.db.sql<{ count: number }>`
    SELECT count(*)::integer AS count FROM notice WHERE kind = 'place-expired'`
  expect(told?.count).toBe(1)
  expect(await sound()).toEqual([])
})

it('answers an offer once: twice at once, of another family, too late, and while it is withdrawn', async () => {
  await ask(0, `/enrolments/${ids[0]}/withdrawal`, 0)
  expect(await ask(1, `/enrolments/${ids[1]}/acceptance`, 2)).toMatchObject({ status: 404 })
  const both = await Promise.all([0, 1].map((process) => ask(process, `/enrolments/${ids[1]}/acceptance`, 1)))
  expect(both).toMatchObject([
    { status: 200, body: { status: 'placed' } },
    { status: 200, body: { status: 'placed' } },
  ])
  const events = await test.db.sql`
    SELECT 1 FROM enrolment_event WHERE enrolment_id = ${ids[1]} AND to_status = 'placed'`
  expect(events).toHaveLength(1)

  // The next: accepted and withdrawn at the same moment, in two processes. It is withdrawn, and the place goes on.
  await ask(0, `/enrolments/${ids[1]}/withdrawal`, 1)
  const [accepted, withdrawn] = await Promise.all([
    ask(0, `/enrolments/${ids[2]}/acceptance`, 2),
    ask(1, `/enrolments/${ids[2]}/withdrawal`, 2),
  ])
  expect(withdrawn).toMatchObject({ status: 200, body: { status: 'withdrawn' } })
  // Told what it is after both, or that it came too late.
  expect([200, 409]).toContain(accepted?.status)
  expect(await statuses()).toEqual(['withdrawn', 'withdrawn', 'withdrawn', 'offered'])

  // Too late: refused from the minute of the deadline, also where no round has come by yet.
  await test.db
    .sql`UPDATE enrolment SET offered_until = now() - interval '1 second', changed_at = now(), changed_by = NULL,
    change_reason = 'test' WHERE id = ${ids[3]}`
  expect(await ask(1, `/enrolments/${ids[3]}/acceptance`, 3)).toMatchObject({ status: 409 })
  await Promise.all([round(0), round(1)])
  expect((await statuses())[3]).toBe('expired')
  expect(await sound()).toEqual([])
})

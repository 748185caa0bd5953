import { once } from 'node:events'
import { municipalityId } from '@portal/db/seed/reference/load-reference.ts'
import { createTestDatabase, type TestDatabase } from '@portal/db/testing/test-database.ts'
import { newId } from '@portal/shared/ids.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CutWire, openCutWire } from '../testing/cut-wire.ts'
import { findBrokenPromises, findWaitingBesideFreePlace } from '../testing/find-broken-promises.ts'
import { buildRushCity, type Family, type RushCity } from '../testing/rush-city.ts'
import { type RunningServer, startServer } from '../testing/start-server.ts'
import { callOver, type Met } from './call.ts'
import { findBrokenHistories } from './find-broken-histories.ts'

/** As it goes over the wire, and as it does not stand in READ COMMITTED. */
const commit = 'COMMIT\u0000'

let test: TestDatabase
let wire: CutWire
let servers: RunningServer[]
beforeEach(async () => {
  test = await createTestDatabase()
  wire = await openCutWire(test.url)
  servers = []
})
afterEach(async () => {
  await Promise.all(servers.map((server) => server.stop()))
  await wire.close()
  await test.drop()
})

const start = async (url: string) => {
  const server = await startServer(url, 'silent')
  servers.push(server)
  return server
}
const kill = async (server: RunningServer) => {
  const gone = once(server.process, 'exit')
  server.process.kill('SIGKILL')
  await gone
}
const ask = (
  server: RunningServer,
  family: { cookie: string },
  path: string,
  body?: unknown,
  method = 'POST',
) => callOver(() => server.url)(method, path, body, family.cookie)

const statusesOf = async () =>
  (
    await test.db.sql<{ status: string }>`
      SELECT status FROM enrolment WHERE municipality_id = ${municipalityId} ORDER BY joined_number`
  ).map(({ status }) => status)

/** Whoever is staff of the provider of the city. */
async function staffOf(city: RushCity): Promise<Family> {
  const [family] = city.families.slice(-1)
  if (!family) throw new Error('The city has families.')
  await test.db.sql`
    INSERT INTO membership (municipality_id, id, account_id, provider_id, role)
    SELECT municipality_id, ${newId()}, ${family.accountId}, id, 'provider' FROM provider WHERE name = 'Vereniging'`
  return family
}

describe('a process that is killed after the database kept what was asked, before anybody was answered', () => {
  /** Two children have the places of an offering, two wait. The first process hears no answer to what has `words`, and dies. */
  async function loseAnswer(
    words: string,
    act: (server: RunningServer, city: RushCity, ids: string[]) => Promise<Met>,
    isKept: () => Promise<boolean>,
  ) {
    const city = await buildRushCity(test.db, { offerings: 1, capacity: 2, families: 6 })
    const [first, second] = [await start(wire.url), await start(test.url)]
    const ids: string[] = []
    for (const family of city.families.slice(0, 4)) {
      const { body } = await ask(second, family, '/enrolments', {
        childId: family.childId,
        offeringId: city.offeringIds[0],
      })
      ids.push(String(body.id))
    }
    return {
      city,
      ids,
      second,
      again: async () => {
        wire.swallowAnswersTo(words)
        const unanswered = act(first, city, ids)
        await expect.poll(isKept, { timeout: 20_000, interval: 20 }).toBe(true)
        expect(wire.swallowed()).toBeGreaterThan(0)
        await kill(first)
        expect((await unanswered).status).toBe(0)
        return act(second, city, ids)
      },
    }
  }
  const sound = async () => [
    ...(await findBrokenPromises(test.db)),
    ...(await findBrokenHistories(test.db)),
    ...(await findWaitingBesideFreePlace(test.db)),
  ]

  it('enrolled the child: the same request elsewhere gives the same enrolment', async () => {
    const { again, city } = await loseAnswer(
      'enrol-batch',
      (server, { families, offeringIds }) =>
        ask(server, families[4] ?? { cookie: '' }, '/enrolments', {
          childId: families[4]?.childId,
          offeringId: offeringIds[0],
        }),
      async () => (await statusesOf()).length === 5,
    )
    const answer = await again()
    const rows = await test.db.sql<{ id: string }>`
      SELECT id FROM enrolment WHERE child_id = ${city.families[4]?.childId}`
    expect(rows).toHaveLength(1)
    expect(answer).toMatchObject({
      status: 200,
      body: { id: rows[0]?.id, status: 'waitlisted', position: 3 },
    })
    expect(await sound()).toEqual([])
  })

  it('withdrew the child: it is withdrawn once, and one place was offered once', async () => {
    const { again } = await loseAnswer(
      commit,
      (server, { families }, ids) =>
        ask(server, families[0] ?? { cookie: '' }, `/enrolments/${ids[0]}/withdrawal`),
      async () => (await statusesOf())[0] === 'withdrawn',
    )
    expect(await again()).toMatchObject({ status: 200, body: { status: 'withdrawn' } })
    expect(await statusesOf()).toEqual(['withdrawn', 'placed', 'offered', 'waitlisted'])
    expect(await sound()).toEqual([])
  })

  it('accepted an offer: it is accepted, and a second time is no mistake', async () => {
    const { again, second, city, ids } = await loseAnswer(
      commit,
      (server, { families }, all) =>
        ask(server, families[2] ?? { cookie: '' }, `/enrolments/${all[2]}/acceptance`),
      async () => (await statusesOf())[2] === 'placed',
    )
    await ask(second, city.families[0] ?? { cookie: '' }, `/enrolments/${ids[0]}/withdrawal`)
    expect(await statusesOf()).toEqual(['withdrawn', 'placed', 'offered', 'waitlisted'])
    expect(await again()).toMatchObject({ status: 200, body: { status: 'placed' } })
    expect(await statusesOf()).toEqual(['withdrawn', 'placed', 'placed', 'waitlisted'])
    expect(await sound()).toEqual([])
  })

  it('changed the capacity: the new places were offered once, and the same again changes nothing', async () => {
    let staff: Family | undefined
    const { again, city } = await loseAnswer(
      commit,
      (server, { offeringIds }) =>
        ask(server, staff ?? { cookie: '' }, `/offerings/${offeringIds[0]}`, { capacity: 3 }, 'PATCH'),
      async () => (await statusesOf())[2] === 'offered',
    )
    staff = await staffOf(city)
    expect(await again()).toMatchObject({ status: 200, body: { capacity: 3 } })
    expect(await statusesOf()).toEqual(['placed', 'placed', 'offered', 'waitlisted'])
    expect(await sound()).toEqual([])
  })
})

it('a process that is killed in the middle of batches leaves nothing half, and nothing told is lost', async () => {
  const city = await buildRushCity(test.db, { offerings: 4, capacity: 30, families: 300 })
  const second = await start(test.url)
  const wishOf = (family: Family, index: number) => ({
    childId: family.childId,
    offeringId: city.offeringIds[index % 4],
  })
  const told: Met[] = []
  // Each hundred meets a process of its own that dies under it.
  for (let begin = 0; begin < 300; begin += 100) {
    const first = await start(test.url)
    const asked = city.families
      .slice(begin, begin + 100)
      .map((family, index) => ask(first, family, '/enrolments', wishOf(family, begin + index)))
    await Promise.race(asked)
    await kill(first)
    told.push(...(await Promise.all(asked)))
  }
  expect(told.some(({ status }) => status === 0)).toBe(true)
  expect(told.some(({ status }) => status === 201)).toBe(true)
  const again = await Promise.all(
    city.families.map((family, index) => ask(second, family, '/enrolments', wishOf(family, index))),
  )
  for (const [index, before] of told.entries()) {
    expect([200, 201]).toContain(again[index]?.status)
    if (before.status === 201) expect(again[index]?.body.id).toBe(before.body.id)
  }
  expect(await statusesOf()).toHaveLength(300)
  expect(await findBrokenPromises(test.db)).toEqual([])
  expect(await findBrokenHistories(test.db)).toEqual([])
  expect(await findWaitingBesideFreePlace(test.db)).toEqual([])
})

import { municipalityId } from '@portal/db/seed/reference/load-reference.ts'
import { createTestDatabase, type TestDatabase } from '@portal/db/testing/test-database.ts'
import { newId } from '@portal/shared/ids.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findBrokenHolds } from '../testing/find-broken-holds.ts'
import { findBrokenPromises, findWaitingBesideFreePlace } from '../testing/find-broken-promises.ts'
import { buildRushCity, type Family, type RushCity } from '../testing/rush-city.ts'
import { type RunningServer, startServer } from '../testing/start-server.ts'

let test: TestDatabase
let servers: RunningServer[] = []

beforeEach(async () => {
  test = await createTestDatabase()
})
afterEach(async () => {
  await Promise.all(servers.map((server) => server.stop()))
  servers = []
  await test.drop()
})

const call = async (method: string, number: number, cookie: string, path: string, body?: unknown) => {
  const response = await fetch(`${servers[number % servers.length]?.url}/api/v1${path}`, {
    method,
    headers: { Cookie: cookie, ...(body ? { 'Content-Type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  return response.status
}
const enrol = (number: number, family: Family, offeringId: string) =>
  call('POST', number, family.cookie, '/enrolments', { childId: family.childId, offeringId })

/** Every second family goes to another school in the neighbourhood; places are held for the first. The last family is of the team. */
async function heldCity(wanted: { capacity: number; held: number; families: number }) {
  const city = await buildRushCity(test.db, {
    offerings: 1,
    capacity: wanted.capacity,
    families: wanted.families + 1,
  })
  const team = city.families.pop() as Family
  await test.db.sql`
    INSERT INTO membership (municipality_id, id, account_id, role) VALUES (${municipalityId}, ${newId()}, ${team.accountId}, 'team')`
  const others = city.families.filter((_, index) => index % 2 === 1)
  await test.db.sql`
    UPDATE child SET group_id = NULL, school_id = (SELECT s.id FROM school s WHERE s.sector = 'po'
      AND s.neighbourhood_code = child.neighbourhood_code AND s.id <> child.school_id ORDER BY s.id LIMIT 1)
    WHERE id = ANY (${others.map(({ childId }) => childId)}::uuid[])`
  const [own] = city.families
  const holdId = newId()
  await test.db.sql`
    INSERT INTO place_hold (municipality_id, id, offering_id, kind, school_id, places, until, created_at)
    SELECT municipality_id, ${holdId}, ${city.offeringIds[0] ?? ''}, 'school', school_id, ${wanted.held}, now() + interval '1 day', now()
    FROM child WHERE id = ${own?.childId ?? ''}`
  return { ...city, team, holdId, offeringId: city.offeringIds[0] ?? '' }
}

/** Who got one of everybody's places although somebody else joined the list before, and waits still. */
const overtaken = () => test.db.sql`
  SELECT 1 FROM enrolment w JOIN enrolment t ON t.municipality_id = w.municipality_id AND t.offering_id = w.offering_id
  WHERE w.status = 'waitlisted' AND t.status IN ('placed', 'offered') AND t.hold_id IS NULL AND t.joined_number > w.joined_number`

const counts = async () =>
  (
    await test.db.sql<{ taken: number; held: number; waiting: number; used: number }>`
      SELECT o.taken, o.held, o.waiting, h.used FROM offering o JOIN place_hold h ON h.offering_id = o.id`
  )[0]

const expectSound = async () => {
  expect(await findBrokenHolds(test.db)).toEqual([])
  expect(await findBrokenPromises(test.db)).toEqual([])
  expect(await overtaken()).toEqual([])
}

describe('two server processes and a rush of families, half of whom have places held for them', () => {
  it('give held places only to those, as many as there are, and everybody’s in the order of joining', async () => {
    const city = await heldCity({ capacity: 30, held: 12, families: 80 })
    servers = await Promise.all([startServer(test.url), startServer(test.url)])
    const answers = await Promise.all(city.families.map((each, index) => enrol(index, each, city.offeringId)))
    expect(new Set(answers)).toEqual(new Set([201]))
    expect(await counts()).toEqual({ taken: 30, held: 0, waiting: 50, used: 12 })
    await expectSound()
  })

  it('leave held places to those who come late, while others wait', async () => {
    const city = await heldCity({ capacity: 10, held: 6, families: 40 })
    servers = await Promise.all([startServer(test.url), startServer(test.url)])
    const [own, others] = [0, 1].map((rest) => city.families.filter((_, index) => index % 2 === rest))
    await Promise.all((others ?? []).map((each, index) => enrol(index, each, city.offeringId)))
    expect(await counts()).toEqual({ taken: 4, held: 6, waiting: 16, used: 0 })
    await Promise.all((own ?? []).map((each, index) => enrol(index, each, city.offeringId)))
    expect(await counts()).toEqual({ taken: 10, held: 0, waiting: 30, used: 6 })
    await expectSound()
  })

  it('offer what is left to who waits, when the hold is released in the middle of it', async () => {
    const city = await heldCity({ capacity: 30, held: 20, families: 80 })
    servers = await Promise.all([startServer(test.url), startServer(test.url)])
    const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
    // As soon as some have a place from it, by both processes at once.
    const release = async (process: number) => {
      while (((await counts())?.used ?? 0) < 3) await pause(2)
      return call('DELETE', process, city.team.cookie, `/offerings/${city.offeringId}/holds/${city.holdId}`)
    }
    const rush = city.families.map(async (each, index) => {
      await pause(index * 5)
      return enrol(index, each, city.offeringId)
    })
    const answers = await Promise.all([...rush, release(0), release(1)])
    expect(new Set(answers)).toEqual(new Set([201, 204]))
    expect(await counts()).toMatchObject({ taken: 30, held: 0, waiting: 50 })
    expect(await findWaitingBesideFreePlace(test.db)).toEqual([])
    await expectSound()
  })
})

describe('without the guards', () => {
  /** Reads what is left, then writes: as if nothing were locked and the database counted nothing. */
  async function readThenWrite(city: RushCity & { holdId: string; offeringId: string }, family: Family) {
    const [hold] = await test.db.sql<{ left: number }>`
      SELECT places - used AS left FROM place_hold WHERE id = ${city.holdId}`
    await test.db.sql`
      INSERT INTO enrolment (municipality_id, id, child_id, offering_id, status, joined_at, busy, hold_id, changed_at, change_reason)
      SELECT municipality_id, ${newId()}, ${family.childId}, id, ${(hold?.left ?? 0) > 0 ? 'placed' : 'waitlisted'}, now(), busy,
        ${(hold?.left ?? 0) > 0 ? city.holdId : null}::uuid, now(), 'test' FROM offering WHERE id = ${city.offeringId}`
  }

  it('more places of a hold are used than are held, and by others: the races above can fail', async () => {
    const city = await heldCity({ capacity: 30, held: 3, families: 40 })
    await test.db.sql`ALTER TABLE place_hold DROP CONSTRAINT never_more_than_held`
    await test.db
      .sql`ALTER TABLE offering DROP CONSTRAINT held_places_are_there, DROP CONSTRAINT never_above_capacity`
    await Promise.all(city.families.map((family) => readThenWrite(city, family)))
    const broken = await findBrokenHolds(test.db)
    expect(broken.some((line) => line.startsWith('more used than held'))).toBe(true)
    expect(broken.some((line) => line.startsWith('from a hold for others'))).toBe(true)
  })
})

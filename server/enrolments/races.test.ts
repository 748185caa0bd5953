import { createTestDatabase, type TestDatabase } from '@portal/db/testing/test-database.ts'
import { newId } from '@portal/shared/ids.ts'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findBrokenPromises, findWaitingBesideFreePlace } from '../testing/find-broken-promises.ts'
import { buildRushCity, type Family } from '../testing/rush-city.ts'
import { type RunningServer, startServer } from '../testing/start-server.ts'

type Answer = { status: number; body: { id: string; status: string; position?: number; code?: string } }

let test: TestDatabase
let servers: RunningServer[] = []
const dropped: Promise<void>[] = []

beforeEach(async () => {
  test = await createTestDatabase()
})
afterEach(() => {
  dropped.push(test.drop())
})
afterAll(async () => {
  await Promise.all(dropped)
})

async function post(process: number, family: Family, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(`${servers[process % servers.length]?.url}/api/v1${path}`, {
    method: 'POST',
    headers: { Cookie: family.cookie, ...(body ? { 'Content-Type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  return { status: response.status, body: (await response.json()) as Answer['body'] }
}

const enrol = (process: number, family: Family, offeringId: string) =>
  post(process, family, '/enrolments', { childId: family.childId, offeringId })

const countBy = (answers: Answer[]) =>
  answers.reduce<Record<string, number>>((counts, { status, body }) => {
    const key = `${status} ${body.code ?? body.status}`
    counts[key] = (counts[key] ?? 0) + 1
    return counts
  }, {})

describe('two server processes', () => {
  // The whole portal twice on one database: nothing in memory can save us.
  beforeEach(async () => {
    servers = await Promise.all([startServer(test.url), startServer(test.url)])
  })
  afterEach(async () => {
    await Promise.all(servers.map((server) => server.stop()))
  })

  it('give one place to one of 200 families, and the others a place on the list in the order of joining', async () => {
    const city = await buildRushCity(test.db, { offerings: 1, capacity: 1, families: 200 })
    const [offeringId = ''] = city.offeringIds
    const answers = await Promise.all(city.families.map((family, index) => enrol(index, family, offeringId)))
    expect(countBy(answers)).toEqual({ '201 placed': 1, '201 waitlisted': 199 })

    const list = await test.db.sql<{ id: string }>`
      SELECT id FROM enrolment WHERE status = 'waitlisted' ORDER BY priority_class, joined_number`
    const told = answers
      .filter(({ body }) => body.status === 'waitlisted')
      .sort((a, b) => Number(a.body.position) - Number(b.body.position))
    expect(told.map(({ body }) => body.position)).toEqual(
      Array.from({ length: 199 }, (_, index) => index + 1),
    )
    expect(told.map(({ body }) => body.id)).toEqual(list.map(({ id }) => id))
    expect(await findBrokenPromises(test.db)).toEqual([])
  })

  it('give one child one of ten offerings at the same hour, and say what it clashes with', async () => {
    const city = await buildRushCity(test.db, { offerings: 10, capacity: 5, families: 3 })
    for (const family of city.families) {
      const answers = await Promise.all(city.offeringIds.map((id, index) => enrol(index, family, id)))
      expect(countBy(answers)).toEqual({ '201 placed': 1, '409 session-clash': 9 })
    }
    expect(await findBrokenPromises(test.db)).toEqual([])
  })

  it('give one child one of five offerings on five days where a child may have one', async () => {
    const city = await buildRushCity(test.db, { offerings: 5, capacity: 5, families: 3, apart: true })
    await test.db.sql`
      INSERT INTO period (municipality_id, id, name, first_date, last_date, most_places, created_at)
      SELECT municipality_id, ${newId()}, 'proef', min(first_date), max(first_date), 1, now()
      FROM offering WHERE id = ANY (${city.offeringIds}::uuid[]) GROUP BY municipality_id`
    for (const family of city.families) {
      const answers = await Promise.all(city.offeringIds.map((id, index) => enrol(index, family, id)))
      expect(countBy(answers)).toEqual({ '201 placed': 1, '409 limit-reached': 4 })
    }
    expect(await findBrokenPromises(test.db)).toEqual([])
  })

  it('give forty clicks of one family one enrolment, and every click the same answer', async () => {
    const city = await buildRushCity(test.db, { offerings: 1, capacity: 5, families: 1 })
    const [offeringId = ''] = city.offeringIds
    const [family] = city.families as [Family]
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) => enrol(index, family, offeringId)),
    )
    expect(countBy(answers)).toEqual({ '201 placed': 1, '200 placed': 39 })
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
    expect(await findBrokenPromises(test.db)).toEqual([])
  })

  it('leave nobody waiting beside a free place while families withdraw and enrol at once', async () => {
    const city = await buildRushCity(test.db, { offerings: 5, capacity: 4, families: 60, apart: true })
    const first = await Promise.all(
      city.families.flatMap((family, index) =>
        city.offeringIds
          .filter((_, number) => (index + number) % 2 === 0)
          .map(async (id) => ({ family, ...(await enrol(index, family, id)) })),
      ),
    )
    expect(first.filter(({ status }) => status !== 201)).toEqual([])
    const placed = first.filter(({ body }) => body.status === 'placed')
    expect(placed).toHaveLength(20)
    const answers = await Promise.all([
      ...placed.map(({ family, body }, index) => post(index, family, `/enrolments/${body.id}/withdrawal`)),
      ...city.families.flatMap((family, index) =>
        city.offeringIds
          .filter((_, number) => (index + number) % 2 === 1)
          .map((id) => enrol(index + 1, family, id)),
      ),
    ])
    expect(answers.filter(({ status }) => status > 201)).toEqual([])
    expect(await findBrokenPromises(test.db)).toEqual([])
    expect(await findWaitingBesideFreePlace(test.db)).toEqual([])
    // Whoever was first on the list was offered the place; no newcomer came before them.
    const overtaken = await test.db.sql`
      SELECT 1 FROM enrolment w JOIN enrolment t ON t.municipality_id = w.municipality_id AND t.offering_id = w.offering_id
      WHERE w.status = 'waitlisted' AND t.status IN ('placed', 'offered') AND t.joined_number > w.joined_number`
    expect(overtaken).toEqual([])
  })
})

describe('without the guards', () => {
  it('reading first and writing then overbooks: the races above can fail', async () => {
    const city = await buildRushCity(test.db, { offerings: 1, capacity: 1, families: 40 })
    const [offeringId = ''] = city.offeringIds
    await test.db
      .sql`ALTER TABLE offering DROP CONSTRAINT never_above_capacity, DROP CONSTRAINT held_places_are_there`
    await Promise.all(
      city.families.map(async (family) => {
        const [offering] = await test.db.sql<{ free: number }>`
          SELECT capacity - taken AS free FROM offering WHERE id = ${offeringId}`
        const status = (offering?.free ?? 0) > 0 ? 'placed' : 'waitlisted'
        await test.db.sql`
          INSERT INTO enrolment (municipality_id, id, child_id, offering_id, status, joined_at, busy, changed_at, change_reason)
          SELECT municipality_id, ${newId()}, ${family.childId}, id, ${status}, now(), busy, now(), 'negative control'
          FROM offering WHERE id = ${offeringId}`
      }),
    )
    expect((await findBrokenPromises(test.db)).filter((each) => each.startsWith('overbooked'))).toHaveLength(
      1,
    )
  })

  it('a child gets two places at once', async () => {
    const city = await buildRushCity(test.db, { offerings: 2, capacity: 5, families: 1 })
    await test.db.sql`ALTER TABLE enrolment DROP CONSTRAINT no_child_in_two_places_at_once`
    for (const offeringId of city.offeringIds) {
      await test.db.sql`
        INSERT INTO enrolment (municipality_id, id, child_id, offering_id, status, joined_at, busy, changed_at, change_reason)
        SELECT municipality_id, ${newId()}, ${city.families[0]?.childId}, id, 'placed', now(), busy, now(), 'negative control'
        FROM offering WHERE id = ${offeringId}`
    }
    expect((await findBrokenPromises(test.db)).filter((each) => each.startsWith('in two'))).not.toEqual([])
  })
})

import { municipalityId } from '@portal/db/seed/reference/load-reference.ts'
import { createTestDatabase, type TestDatabase } from '@portal/db/testing/test-database.ts'
import { newId } from '@portal/shared/ids.ts'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hashOfToken, newToken } from '../http/session.ts'
import { findBrokenPromises } from '../testing/find-broken-promises.ts'
import { buildRushCity, type Family, type RushCity } from '../testing/rush-city.ts'
import { type RunningServer, startServer } from '../testing/start-server.ts'

let test: TestDatabase
let servers: RunningServer[] = []
let city: RushCity
let school: { id: string; cookie: string }
const dropped: Promise<void>[] = []

beforeEach(async () => {
  test = await createTestDatabase()
  servers = await Promise.all([startServer(test.url), startServer(test.url)])
})
afterEach(async () => {
  await Promise.all(servers.map((server) => server.stop()))
  dropped.push(test.drop())
})
afterAll(async () => {
  await Promise.all(dropped)
})

/** Somebody of the school of the rush city, signed in. */
async function addStaff(): Promise<typeof school> {
  const [child] = await test.db.sql<{ schoolId: string }>`SELECT school_id AS "schoolId" FROM child LIMIT 1`
  const id = child?.schoolId ?? ''
  const [accountId, token] = [newId(), newToken()]
  await test.db.sql`
    INSERT INTO account (municipality_id, id, email, created_at) VALUES (${municipalityId}, ${accountId}, 'school@rush.example', now())`
  await test.db.sql`
    INSERT INTO membership (municipality_id, id, account_id, role, school_id, is_owner)
    VALUES (${municipalityId}, ${newId()}, ${accountId}, 'school', ${id}, true)`
  await test.db.sql`
    INSERT INTO sign_in_session (municipality_id, token_hash, account_id, created_at, expires_at)
    VALUES (${municipalityId}, ${hashOfToken(token)}, ${accountId}, now(), now() + interval '1 day')`
  return { id, cookie: `session=${token}` }
}

async function send(process: number, method: string, path: string, cookie: string, body: unknown) {
  const response = await fetch(`${servers[process % servers.length]?.url}/api/v1${path}`, {
    method,
    headers: { Cookie: cookie, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as { code?: string; status?: string } }
}

const enrol = (process: number, family: Family, offeringId: string) =>
  send(process, 'POST', '/enrolments', family.cookie, { childId: family.childId, offeringId })

/** The activities of the city begin in the evening: lessons until seven clash with all of them, until two with none. */
const publish = (process: number, endTime: '14:00' | '19:00') =>
  send(
    process,
    'PUT',
    `/schools/${school.id}/timetables/${new Date().toISOString().slice(0, 10)}`,
    school.cookie,
    {
      lessons: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, startTime: '08:30', endTime })),
      reason: 'Een wedloop',
    },
  )

/** Children with a place or a turn that clashes, whom nobody was told. */
const missed = () => test.db.sql<{ childId: string }>`
  SELECT DISTINCT e.child_id AS "childId" FROM enrolment e
  WHERE e.status IN ('placed', 'waitlisted') AND NOT EXISTS (
    SELECT 1 FROM notice n WHERE n.municipality_id = e.municipality_id AND n.child_id = e.child_id AND n.kind = 'lessons-changed')`

describe('a timetable that is published while families enrol, over two processes', () => {
  it('misses nobody: who has a place or waits is told of the clash, and everybody else was refused for it', async () => {
    const rounds = 8
    const perRound = 30
    city = await buildRushCity(test.db, { offerings: 1, capacity: 20, families: rounds * perRound })
    const [offeringId = ''] = city.offeringIds
    school = await addStaff()
    const seen = { enrolled: 0, refused: 0 }
    for (let round = 0; round < rounds; round += 1) {
      expect((await publish(round, '14:00')).status).toBe(200)
      await test.db.sql`DELETE FROM notice`
      await test.db.sql`DELETE FROM enrolment`
      const families = city.families.slice(round * perRound, (round + 1) * perRound)
      const late = async (index: number, family: Family) => {
        await new Promise((resolve) => setTimeout(resolve, index * 3))
        return enrol(index, family, offeringId)
      }
      const [published, ...answers] = await Promise.all([
        new Promise((resolve) => setTimeout(resolve, 10 + round * 8)).then(() => publish(round, '19:00')),
        ...families.map((family, index) => late(index, family)),
      ])
      expect(published?.status).toBe(200)
      for (const { status, body } of answers) {
        expect([`${status} ${body.code ?? body.status}`]).toEqual([
          expect.stringMatching(/^(201 placed|201 waitlisted|409 lesson-clash)$/),
        ])
        seen[status === 201 ? 'enrolled' : 'refused'] += 1
      }
      expect(await missed()).toEqual([])
      expect(await findBrokenPromises(test.db)).toEqual([])
    }
    // Both happened, or it was no race.
    expect(seen.enrolled).toBeGreaterThan(0)
    expect(seen.refused).toBeGreaterThan(0)
  })

  it('waits for an enrolment that is being written, and tells that family; without the lock it would not', async () => {
    city = await buildRushCity(test.db, { offerings: 1, capacity: 20, families: 2 })
    const [offeringId = ''] = city.offeringIds
    school = await addStaff()
    const [first, second] = city.families as [Family, Family]
    const write = async (family: Family) => {
      const client = await test.db.transactions.connect()
      await client.query('BEGIN')
      const [facts] = await test.db.sql<{ child: number; offering: number; calendar: number }>`
        SELECT c.version AS child, o.version AS offering, m.calendar_version AS calendar
        FROM child c, offering o, municipality m
        WHERE c.id = ${family.childId} AND o.id = ${offeringId} AND m.id = ${municipalityId}`
      const request = {
        number: 0,
        id: newId(),
        child_id: family.childId,
        offering_id: offeringId,
        child_version: facts?.child,
        offering_version: facts?.offering,
        calendar_version: facts?.calendar,
        claims: '',
        by_account: family.accountId,
        reason: 'test',
      }
      const { rows } = await client.query(
        'SELECT outcome FROM enrol_batch_on_calendar($1, now(), $2::jsonb)',
        [municipalityId, JSON.stringify([request])],
      )
      expect(rows).toEqual([{ outcome: 'placed' }])
      return async () => {
        await client.query('COMMIT')
        client.release()
      }
    }
    const commit = await write(first)
    const publishing = publish(0, '19:00')
    const hasAnswered = await Promise.race([
      publishing.then(() => true),
      new Promise((resolve) => setTimeout(() => resolve(false), 400)),
    ])
    expect(hasAnswered).toBe(false)
    await commit()
    expect((await publishing).status).toBe(200)
    expect(await missed()).toEqual([])

    // Negative control: nobody holds the calendar.
    await publish(0, '14:00')
    await test.db.sql`
      CREATE OR REPLACE FUNCTION hold_calendar(p_municipality text) RETURNS void LANGUAGE sql AS 'SELECT'`
    const commitLate = await write(second)
    expect((await publish(1, '19:00')).status).toBe(200)
    await commitLate()
    expect(await missed()).toEqual([{ childId: second.childId }])
  })
})

import { newId } from '@portal/shared/ids.ts'
import pg from 'pg'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { findBrokenPromises, findWaitingThoughItFits } from '../testing/find-broken-promises.ts'
import { createTestApp } from '../testing/test-app.ts'
import { serveWaitingLists } from './serve-waiting-lists.ts'

let test: Awaited<ReturnType<typeof createTestApp>>
let full: { id: string; waiting: number }

beforeEach(async () => {
  test = await createTestApp()
  const found = await test.call('GET', '/offerings?q=zaalvoetbal&neighbourhood=WK079611')
  full = found.body.items?.find((item) => item.free === 0) as typeof full
  // Three more who have nothing else, so that each free place fits somebody.
  const parent = await test.signIn('ouder@demo.example')
  for (const birthDate of ['2017-05-01', '2018-05-01', '2019-02-01']) {
    const child = { firstName: 'Proef', lastName: 'Kind', birthDate, postcode: '5223AB' }
    const childId = (await test.call('POST', '/children', child, parent)).body.id
    const asked = await test.call('POST', '/enrolments', { childId, offeringId: full.id }, parent)
    expect(asked.body.status).toBe('waitlisted')
  }
  full.waiting += 3
})
afterEach(() => test.drop())

const offered = async () =>
  (
    await test.db.sql<{ count: number }>`
      SELECT count(*)::integer AS count FROM enrolment WHERE offering_id = ${full.id} AND status = 'offered'`
  )[0]?.count

/** As a process does that dies after it gave up a place and before it offered it to the next. */
const giveUpAndDie = () => test.db.sql`
  UPDATE enrolment SET status = 'withdrawn', changed_at = ${test.deps.clock()}, change_reason = 'test'
  WHERE id = (SELECT id FROM enrolment WHERE offering_id = ${full.id} AND status = 'placed' LIMIT 1)`

it('offers a place that a crash left free', async () => {
  await giveUpAndDie()
  await serveWaitingLists(test.deps)
  expect(await offered()).toBe(1)
  expect(await findBrokenPromises(test.db)).toEqual([])
})

it('ends before the next offering when the process is about to', async () => {
  await giveUpAndDie()
  await serveWaitingLists(test.deps, () => true)
  expect(await offered()).toBe(0)
})

it('is not held up by an offering that fails, and says that one did', async () => {
  await giveUpAndDie()
  const [first] = await test.db.sql<{ id: string }>`
    SELECT id FROM offering WHERE waiting > 0 AND id < ${full.id} AND status = 'published' ORDER BY id LIMIT 1`
  // Whose turn is before that of the one that matters.
  await test.db.sql`UPDATE offering SET capacity = capacity + 1 WHERE id = ${first?.id ?? ''}`
  await test.db.statements.query(`
    CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'broken'; END $$;
    CREATE TRIGGER fail BEFORE UPDATE ON enrolment FOR EACH ROW WHEN (OLD.offering_id = '${first?.id}') EXECUTE FUNCTION fail()`)
  await expect(serveWaitingLists(test.deps)).rejects.toThrow('1 of a round failed')
  expect(await offered()).toBe(1)
})

it('leaves the round to the process that is at it', async () => {
  await giveUpAndDie()
  const other = new pg.Client({ connectionString: test.url })
  await other.connect()
  await other.query('BEGIN')
  await other.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `waiting lists of ${test.deps.municipality.id}`,
  ])
  expect(await serveWaitingLists(test.deps)).toBe(false)
  expect(await offered()).toBe(0)
  await other.query('COMMIT')
  await other.end()
  expect(await serveWaitingLists(test.deps)).toBe(true)
  expect(await offered()).toBe(1)
  expect(await findWaitingThoughItFits(test.deps)).toEqual([])
})

it('offers to a child whose other activity was cancelled what it was passed over for', async () => {
  const provider = await test.signIn('aanbieder@demo.example')
  const [waits] = await test.db.sql<{ childId: string }>`
    SELECT child_id AS "childId" FROM enrolment WHERE offering_id = ${full.id} AND status = 'waitlisted'
    ORDER BY joined_number DESC LIMIT 1`
  // Something else at the same hours, in which one of those on the list has a place.
  const sessions = (
    (await test.call('GET', `/offerings/${full.id}`)).body.sessions as Record<string, string>[]
  ).map(({ date, startTime, endTime }) => ({ date, startTime, endTime }))
  const other = await test.call(
    'POST',
    '/offerings',
    {
      title: 'Tegelijk',
      areas: ['sport'],
      audience: 'neighbourhood',
      neighbourhoods: ['WK079611'],
      place: { name: 'Gymzaal', postcode: '5223AB' },
      capacity: 3,
      status: 'published',
      sessions,
    },
    provider,
  )
  await test.db.sql`
    INSERT INTO enrolment (municipality_id, id, child_id, offering_id, status, joined_at, busy, changed_at, change_reason)
    SELECT municipality_id, ${newId()}, ${waits?.childId}, id, 'placed', now(), busy, now(), 'test'
    FROM offering WHERE id = ${String(other.body.id)}`
  const statusOfChild = async () =>
    (
      await test.db.sql<{ status: string }>`
        SELECT status FROM enrolment WHERE offering_id = ${full.id} AND child_id = ${waits?.childId}`
    )[0]?.status
  const capacity = Number((await test.call('GET', `/offerings/${full.id}`)).body.capacity) + full.waiting
  await test.call('PATCH', `/offerings/${full.id}`, { capacity }, provider)
  await serveWaitingLists(test.deps)
  expect(await statusOfChild()).toBe('waitlisted')
  await test.call('PATCH', `/offerings/${other.body.id}`, { status: 'cancelled' }, provider)
  await serveWaitingLists(test.deps)
  expect(await statusOfChild()).toBe('offered')
  expect(await findWaitingThoughItFits(test.deps)).toEqual([])
})

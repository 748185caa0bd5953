import { newId } from '@portal/shared/ids.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findBrokenPromises } from '../testing/find-broken-promises.ts'
import { createTestApp } from '../testing/test-app.ts'
import { expireOffers } from './expire-offers.ts'

let test: Awaited<ReturnType<typeof createTestApp>>
let parent: string
let offerings: string[]
const deadline = '2026-11-26T09:00:00Z'
const after = '2026-11-26T09:00:01Z'

beforeEach(async () => {
  test = await createTestApp()
  parent = await test.signIn('ouder@demo.example')
  const provider = await test.signIn('aanbieder@demo.example')
  offerings = []
  for (const day of ['11', '12']) {
    const made = await test.call(
      'POST',
      '/offerings',
      {
        title: `Proef ${day}`,
        areas: ['sport'],
        audience: 'neighbourhood',
        neighbourhoods: ['WK079611'],
        place: { name: 'Gymzaal', postcode: '5223AB' },
        capacity: 1,
        status: 'published',
        sessions: [{ date: `2027-01-${day}`, startTime: '16:00', endTime: '17:00' }],
      },
      provider,
    )
    expect(made.status).toBe(201)
    offerings.push(String(made.body.id))
  }
})
afterEach(() => test.drop())

/** A child of the parent with an enrolment of its own in this state. */
async function enrolled(
  offeringId: string | undefined,
  status: 'offered' | 'awaiting_consent' | 'waitlisted',
): Promise<string> {
  const child = { firstName: 'Proef', lastName: 'Kind', birthDate: '2018-05-01', postcode: '5223AB' }
  const childId = (await test.call('POST', '/children', child, parent)).body.id
  const id = newId()
  await test.db.sql`
    INSERT INTO enrolment (municipality_id, id, child_id, offering_id, status, joined_at, busy, offered_until, consent_until, changed_at,
      change_reason)
    SELECT municipality_id, ${id}, ${childId}, id, ${status}, ${test.deps.clock()}, busy,
      ${status === 'offered' ? deadline : null}::timestamptz, ${status === 'awaiting_consent' ? deadline : null}::timestamptz,
      ${test.deps.clock()}, 'test'
    FROM offering WHERE id = ${offeringId}`
  return id
}

const statusOf = async (id: string) =>
  (await test.db.sql<{ status: string }>`SELECT status FROM enrolment WHERE id = ${id}`)[0]?.status
const noticesOf = (id: string) =>
  test.db.sql<{ kind: string; facts: object }>`SELECT kind, facts FROM notice WHERE enrolment_id = ${id}`
const expiries = async () =>
  (
    await test.db.sql<{ count: number }>`
      SELECT count(*)::integer AS count FROM enrolment_event WHERE to_status = 'expired'`
  )[0]?.count

describe('an offer that nobody answered in time', () => {
  it('ends, is told, and goes to the next, and doing it again changes nothing', async () => {
    const first = await enrolled(offerings[0], 'offered')
    const next = await enrolled(offerings[0], 'waitlisted')
    test.setClock(after)
    expect(await expireOffers(test.deps)).toBe(1)
    expect([await statusOf(first), await statusOf(next)]).toEqual(['expired', 'offered'])
    expect(await noticesOf(first)).toEqual([
      { kind: 'place-expired', facts: { until: '2026-11-26T09:00:00.000Z' } },
    ])
    const [why] = await test.db.sql<{ reason: string; by: string | null }>`
      SELECT change_reason AS reason, changed_by AS by FROM enrolment WHERE id = ${first}`
    expect(why).toEqual({ reason: 'offer not answered in time', by: null })
    expect(await expireOffers(test.deps)).toBe(0)
    expect(await expiries()).toBe(1)
    expect(await findBrokenPromises(test.db)).toEqual([])
  })

  it('is left alone until its moment has come, also when the clock jumps back', async () => {
    const first = await enrolled(offerings[0], 'offered')
    test.setClock('2026-11-26T08:59:59Z')
    expect(await expireOffers(test.deps)).toBe(0)
    test.setClock('2026-10-25T01:30:00Z')
    expect(await expireOffers(test.deps)).toBe(0)
    expect(await statusOf(first)).toBe('offered')
    // Late by months, as after a machine that slept: the same, once.
    test.setClock('2027-01-02T00:00:00Z')
    expect(await expireOffers(test.deps)).toBe(1)
    test.setClock('2026-11-24T09:00:00Z')
    expect(await expireOffers(test.deps)).toBe(0)
    expect(await statusOf(first)).toBe('expired')
  })

  it('cannot be accepted any more', async () => {
    const first = await enrolled(offerings[0], 'offered')
    test.setClock(after)
    await expireOffers(test.deps)
    const answer = await test.call('POST', `/enrolments/${first}/acceptance`, undefined, parent)
    expect(answer).toMatchObject({ status: 409, body: { code: 'status-does-not-allow' } })
  })
})

it('a consent that did not come in time ends the same way', async () => {
  const first = await enrolled(offerings[0], 'awaiting_consent')
  const next = await enrolled(offerings[0], 'waitlisted')
  test.setClock(after)
  expect(await expireOffers(test.deps)).toBe(1)
  expect([await statusOf(first), await statusOf(next)]).toEqual(['expired', 'offered'])
  expect((await noticesOf(first)).map(({ kind }) => kind)).toEqual(['consent-expired'])
  expect(await findBrokenPromises(test.db)).toEqual([])
})

it('ends each once, however many are at it while families give up theirs', async () => {
  await test.db.sql`UPDATE offering SET capacity = 6 WHERE id = ANY (${offerings}::uuid[])`
  const ids: string[] = []
  for (let number = 0; number < 12; number += 1) ids.push(await enrolled(offerings[number % 2], 'offered'))
  for (let number = 0; number < 4; number += 1) await enrolled(offerings[number % 2], 'waitlisted')
  test.setClock(deadline)
  const [answers, ...counts] = await Promise.all([
    Promise.all(ids.map((id) => test.call('POST', `/enrolments/${id}/withdrawal`, undefined, parent))),
    ...Array.from({ length: 4 }, () => expireOffers(test.deps)),
  ])
  const withdrawn = answers.filter(({ status }) => status === 200).length
  const ended = counts.reduce((sum, count) => sum + count, 0)
  expect(withdrawn + ended).toBe(12)
  expect(await expiries()).toBe(ended)
  expect((await test.db.sql`SELECT 1 FROM notice WHERE kind = 'place-expired'`).length).toBe(ended)
  expect(
    (
      await test.db
        .sql`SELECT 1 FROM enrolment WHERE status = 'offered' AND offered_until > ${test.deps.clock()}`
    ).length,
  ).toBe(4)
  expect(await findBrokenPromises(test.db)).toEqual([])
})

it('goes through more than fits into one transaction', async () => {
  await test.db.sql`UPDATE offering SET capacity = 250 WHERE id = ${offerings[0]}`
  const [child] = await test.db.sql<{ id: string }>`SELECT id FROM child LIMIT 1`
  await test.db.sql`
    WITH made AS (
      INSERT INTO child (municipality_id, id, first_name, last_name, birth_date, postcode, neighbourhood_code, created_at)
      SELECT municipality_id, gen_random_uuid(), first_name, last_name, birth_date, postcode, neighbourhood_code, now()
      FROM child, generate_series(1, 230) WHERE id = ${child?.id} RETURNING municipality_id, id)
    INSERT INTO enrolment (municipality_id, id, child_id, offering_id, status, joined_at, busy, offered_until, changed_at, change_reason)
    SELECT o.municipality_id, gen_random_uuid(), made.id, o.id, 'offered', now(), o.busy, ${deadline}, now(), 'test'
    FROM made, offering o WHERE o.id = ${offerings[0]}`
  test.setClock(after)
  expect(await expireOffers(test.deps)).toBe(230)
  expect(await findBrokenPromises(test.db)).toEqual([])
})

it('is not held up by an offering that fails, and says that one did', async () => {
  const ids = [await enrolled(offerings[0], 'offered'), await enrolled(offerings[1], 'offered')]
  const [bad, good] = String(offerings[0]) < String(offerings[1]) ? ids : [...ids].reverse()
  await test.db.statements.query(`
    CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'broken'; END $$;
    CREATE TRIGGER fail BEFORE UPDATE ON enrolment FOR EACH ROW WHEN (OLD.id = '${bad}') EXECUTE FUNCTION fail()`)
  test.setClock(after)
  await expect(expireOffers(test.deps)).rejects.toThrow('1 offerings could not be looked at')
  expect([await statusOf(String(bad)), await statusOf(String(good))]).toEqual(['offered', 'expired'])
  await test.db.statements.query('DROP TRIGGER fail ON enrolment')
  expect(await expireOffers(test.deps)).toBe(1)
})

it('ends before the next offering when the process is about to', async () => {
  for (const offering of offerings) await enrolled(offering, 'offered')
  test.setClock(after)
  let asked = 0
  expect(
    await expireOffers(test.deps, () => {
      asked += 1
      return asked > 2
    }),
  ).toBe(1)
  expect(await expireOffers(test.deps)).toBe(1)
})

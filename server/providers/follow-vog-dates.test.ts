import { inTransaction } from '@portal/db/transaction.ts'
import { newId } from '@portal/shared/ids.ts'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { findBrokenPromises } from '../testing/find-broken-promises.ts'
import { activity, application, approval, decide, logOf, newcomer } from '../testing/organisation-cases.ts'
import { createTestApp } from '../testing/test-app.ts'
import { followVogDates } from './follow-vog-dates.ts'
import { holdProviderOf } from './hold-to-approval.ts'
import { showOrHideOfferings } from './show-or-hide-offerings.ts'

/** The first minute of 2027 on the municipality's clock: the certificates counted up to and including the day before. */
const expired = '2026-12-31T23:01:00Z'

let test: Awaited<ReturnType<typeof createTestApp>>
let provider: string
let id: unknown
let withChild: string
let empty: string
let enrolmentId: unknown
let parent: string

const offer = async (date: string) =>
  String(
    (
      await test.call(
        'POST',
        '/offerings',
        activity({ status: 'published', sessions: [{ date, startTime: '18:00', endTime: '19:00' }] }),
        provider,
      )
    ).body.id,
  )
const statusOf = async (offeringId: string) =>
  (await test.db.sql<{ status: string }>`SELECT status FROM offering WHERE id = ${offeringId}`)[0]?.status
const statuses = async () => [await statusOf(withChild), await statusOf(empty)]

let number = 0
/** Mail addresses of this test alone. */
const owner = () => `noor${number}@deband.example`
const parentOf = (family: number) => `nieuw${number}-${family}@demo.example`

/** A family with one child of the right age in West. */
async function family(which: number): Promise<{ cookie: string; childId: unknown }> {
  const cookie = await newcomer(test, parentOf(which))
  const child = { firstName: 'Proef', lastName: 'Kind', birthDate: '2018-01-01', postcode: '5223AB' }
  return { cookie, childId: (await test.call('POST', '/children', child, cookie)).body.id }
}

/** Statements that wait for a lock in this database. */
const whoWaits = async () =>
  (
    await test.db.sql`
      SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`
  ).length

beforeAll(async () => {
  test = await createTestApp()
})
afterAll(() => test.drop())
beforeEach(async () => {
  number += 1
  test.setClock('2026-11-24T09:00:00Z')
  // The days of the rest of the city, and of the tests before, are no part of this.
  await test.db.sql`UPDATE provider SET vog_valid_until = '2030-01-01'`
  provider = await newcomer(test, owner())
  const applied = { ...application, chamberNumber: String(40_000_000 + number) }
  id = (await test.call('POST', '/providers', applied, provider)).body.id
  await decide(test, id, { ...approval, vogValidUntil: '2026-12-31' })
  withChild = await offer('2027-05-15')
  empty = await offer('2027-05-16')
  const one = await family(0)
  parent = one.cookie
  const asked = { childId: one.childId, offeringId: withChild }
  const answer = await test.call('POST', '/enrolments', asked, parent)
  expect(answer.body.status).toBe('placed')
  enrolmentId = answer.body.id
})

const seenByTeam = async () =>
  (await test.call('GET', `/providers/${id}`, undefined, await test.signIn('team@demo.example'))).body

it('warns from 60 days before, and on the day after hides what no child is in, and refuses something new', async () => {
  expect(await seenByTeam()).toMatchObject({ vogState: 'expires-soon', runningWithoutVog: 0 })
  test.setClock('2026-10-31T09:00:00Z')
  expect(await seenByTeam()).toMatchObject({ vogState: 'valid' })

  // Its last day, an hour before it ends here.
  test.setClock('2026-12-31T22:00:00Z')
  await followVogDates(test.deps)
  expect(await statuses()).toEqual(['published', 'published'])

  test.setClock(expired)
  await followVogDates(test.deps)
  expect(await statuses()).toEqual(['published', 'hidden'])
  expect(await seenByTeam()).toMatchObject({ vogState: 'expired', runningWithoutVog: 1 })
  // A session lasts 30 days: it is another one now.
  provider = await test.signIn(owner())
  expect((await test.call('GET', `/offerings/${empty}`, undefined, provider)).body).toMatchObject({
    status: 'hidden',
    hiddenBecause: 'vog-expired',
  })
  const made = await test.call('POST', '/offerings', activity({ status: 'published' }), provider)
  expect(made).toMatchObject({ status: 409, body: { code: 'vog-expired' } })
  const draft = await test.call('POST', '/offerings', activity(), provider)
  expect(draft.status).toBe(201)
  const shown = await test.call('PATCH', `/offerings/${empty}`, { status: 'published' }, provider)
  expect(shown.body.code).toBe('vog-expired')
  // What goes on can be changed as before.
  const changed = await test.call(
    'PATCH',
    `/offerings/${withChild}`,
    { summary: 'Neem een pak mee.' },
    provider,
  )
  expect(changed.status).toBe(200)
})

it('changes nothing when it goes round again, and hides an offering when its last child leaves', async () => {
  test.setClock(expired)
  await followVogDates(test.deps)
  await followVogDates(test.deps)
  expect((await logOf(test, empty)).map(({ verb }) => verb)).toEqual(['create-offering', 'hide-offering'])
  parent = await test.signIn(parentOf(0))
  await test.call('POST', `/enrolments/${enrolmentId}/withdrawal`, undefined, parent)
  await followVogDates(test.deps)
  expect(await statuses()).toEqual(['hidden', 'hidden'])
})

it('shows everything again as soon as the team gives a new date, and hides at once with a date that has passed', async () => {
  test.setClock(expired)
  await followVogDates(test.deps)
  await decide(test, id, { decision: 'amend', vogValidUntil: '2028-01-01' })
  expect(await statuses()).toEqual(['published', 'published'])
  await decide(test, id, { decision: 'amend', vogValidUntil: '2026-12-30' })
  expect(await statuses()).toEqual(['published', 'hidden'])
})

it('touches no organisation of another municipality', async () => {
  test.setClock(expired)
  const elsewhere = { ...test.deps, municipality: { ...test.deps.municipality, id: 'GM0001' } }
  await followVogDates(elsewhere)
  expect(await statuses()).toEqual(['published', 'published'])
})

describe('of several processes', () => {
  it('one goes round, and what it did is written down once', async () => {
    test.setClock(expired)
    await Promise.all([1, 2, 3, 4].map(() => followVogDates(test.deps)))
    expect(await statuses()).toEqual(['published', 'hidden'])
    expect((await logOf(test, empty)).length).toBe(2)
  })

  it('the others leave the round to that one', async () => {
    test.setClock(expired)
    const other = new pg.Client({ connectionString: test.url })
    await other.connect()
    await other.query('BEGIN')
    await other.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `dates of the VOG in ${test.deps.municipality.id}`,
    ])
    expect(await followVogDates(test.deps)).toBe(false)
    expect(await statuses()).toEqual(['published', 'published'])
    await other.end()
    expect(await followVogDates(test.deps)).toBe(true)
  })
})

describe('in a race', () => {
  it('nobody gets a place in what is being hidden, however close it comes', async () => {
    const families = await Promise.all([1, 2, 3, 4].map(family))
    // Asked before, so that the rules were applied to what was public then.
    const enrol = () =>
      Promise.all(
        families.map(({ cookie, childId }) =>
          test.call('POST', '/enrolments', { childId, offeringId: empty }, cookie),
        ),
      )
    const asked = await inTransaction(test.db, async (tx) => {
      const held = await holdProviderOf(test.deps, tx, empty)
      await tx.sql`UPDATE provider SET status = 'suspended' WHERE id = ${id}::uuid`
      await showOrHideOfferings(test.deps, tx, null, {
        ...held,
        id: String(id),
        status: 'suspended',
        vogValidUntil: null,
      })
      const answers = enrol()
      // They have read that it is public, and wait for its lock.
      await expect.poll(whoWaits, { timeout: 10_000 }).toBeGreaterThan(0)
      return { answers }
    })
    for (const answer of await asked.answers)
      expect(answer).toMatchObject({ status: 409, body: { code: 'offering-not-published' } })
    expect(await findBrokenPromises(test.db)).toEqual([])
    const [kept] = await test.db
      .sql`SELECT count(*)::integer AS count FROM enrolment WHERE offering_id = ${empty}`
    expect(kept).toEqual({ count: 0 })
  })

  it('an offering is not hidden under a child that comes in at the last moment', async () => {
    test.setClock(expired)
    const { childId } = await family(1)
    let round: Promise<boolean> | undefined
    await inTransaction(test.db, async (tx) => {
      await tx.sql`
        INSERT INTO enrolment (municipality_id, id, child_id, offering_id, status, joined_at, busy, changed_at, change_reason)
        SELECT municipality_id, ${newId()}, ${childId}::uuid, id, 'placed', now(), busy, now(), 'test'
        FROM offering WHERE id = ${empty}`
      round = followVogDates(test.deps)
      await expect.poll(whoWaits, { timeout: 10_000 }).toBeGreaterThan(0)
    })
    expect(await round).toBe(true)
    expect(await statuses()).toEqual(['published', 'published'])
  })

  it('something new is either published before the organisation is suspended, and hidden with it, or refused', async () => {
    for (const date of ['2027-06-01', '2027-06-02', '2027-06-03']) {
      const [made] = await Promise.all([
        test.call(
          'POST',
          '/offerings',
          activity({ status: 'published', sessions: [{ date, startTime: '18:00', endTime: '19:00' }] }),
          provider,
        ),
        decide(test, id, { decision: 'suspend', reason: 'Klachten van ouders.' }),
      ])
      expect([201, 409]).toContain(made.status)
      const left = await test.db.sql`
        SELECT 1 FROM offering o JOIN activity a ON a.id = o.activity_id
        WHERE a.provider_id = ${id}::uuid AND o.status = 'published'`
      expect(left).toEqual([])
      await decide(test, id, { decision: 'reinstate' })
    }
  })
})

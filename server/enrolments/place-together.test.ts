import { inTransaction } from '@portal/db/transaction.ts'
import { newId } from '@portal/shared/ids.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '../access/actor.ts'
import { findBrokenPromises } from '../testing/find-broken-promises.ts'
import { buildRushCity, type RushCity } from '../testing/rush-city.ts'
import { createTestApp } from '../testing/test-app.ts'
import type { PlaceWish } from './decide-together.ts'
import { judgeTogether, type Placing, placeTogether } from './place-together.ts'

let test: Awaited<ReturnType<typeof createTestApp>>
let city: RushCity
let schoolId: string
beforeEach(async () => {
  test = await createTestApp()
  // The rush city lies in the future of the real clock.
  test.setClock(new Date().toISOString())
})
afterEach(() => test.drop())

const build = async (offerings: number, capacity: number, families: number, apart = false) => {
  city = await buildRushCity(test.db, { offerings, capacity, families, apart })
  const [child] = await test.db.sql<{ schoolId: string }>`
    SELECT school_id AS "schoolId" FROM child WHERE id = ${city.families[0]?.childId ?? ''}`
  schoolId = child?.schoolId ?? ''
}
const actor = (): Actor => ({
  accountId: city.families[0]?.accountId ?? '',
  email: '',
  name: '',
  sessionId: newId(),
  schoolIds: [],
  ownedSchoolIds: [],
  providerIds: [],
  ownedProviderIds: [],
  coachedProviderIds: [],
  isTeam: false,
  ownChildId: null,
})
const wishOf = (child: number, offering = 0): PlaceWish => ({
  childId: city.families[child]?.childId ?? '',
  offeringId: city.offeringIds[offering] ?? '',
})
const place = (wishes: PlaceWish[], placing: Partial<Placing> = {}) =>
  inTransaction(test.db, (tx) =>
    placeTogether(test.deps, tx, actor(), wishes, {
      allOrNone: false,
      mayWait: true,
      reason: 'enrolled by guardian',
      ...placing,
    }),
  )
const outcomes = (results: { outcome: string }[]) => results.map(({ outcome }) => outcome)
const statuses = async (offering = 0) =>
  (
    await test.db.sql<{ status: string }>`
      SELECT status FROM enrolment WHERE offering_id = ${city.offeringIds[offering] ?? ''} ORDER BY joined_number`
  ).map(({ status }) => status)
const hold = (places: number, until = '2099-01-01') => test.db.sql`
  INSERT INTO place_hold (municipality_id, id, offering_id, kind, school_id, places, until, created_at)
  SELECT municipality_id, ${newId()}, id, 'school', ${schoolId}, ${places}, ${until}, now()
  FROM offering WHERE id = ${city.offeringIds[0] ?? ''}`
const leaveSchool = (child: number) =>
  test.db.sql`UPDATE child SET school_id = NULL, group_id = NULL WHERE id = ${wishOf(child).childId}`

describe('several places in one transaction', () => {
  it('go to as many as there is room for, in order, and the others wait; asked again nothing changes', async () => {
    await build(1, 2, 4)
    const wishes = [0, 1, 2, 3].map((child) => wishOf(child))
    const preview = await judgeTogether(test.deps, test.db, actor(), wishes, {
      allOrNone: false,
      mayWait: true,
    })
    expect(outcomes(preview)).toEqual(['placed', 'placed', 'waitlisted', 'waitlisted'])
    expect(await statuses()).toEqual([])
    const results = await place(wishes)
    expect(outcomes(results)).toEqual(outcomes(preview))
    expect(results.map(({ position }) => position)).toEqual([null, null, 1, 2])
    const again = await place(wishes)
    expect(outcomes(again)).toEqual(['existing', 'existing', 'existing', 'existing'])
    expect(again.map(({ enrolmentId }) => enrolmentId)).toEqual(results.map(({ enrolmentId }) => enrolmentId))
    expect(await findBrokenPromises(test.db)).toEqual([])
  })

  it('take as many queries for thirty children as for three', async () => {
    await build(1, 40, 33)
    const count = async (wishes: PlaceWish[]) => {
      let queries = 0
      await inTransaction(test.db, (tx) =>
        placeTogether(
          test.deps,
          {
            sql: (...asked) => {
              queries += 1
              return tx.sql(...asked)
            },
            prepared: (name) => {
              queries += 1
              return tx.prepared(name)
            },
          },
          actor(),
          wishes,
          { allOrNone: true, mayWait: false, reason: 'enrolled by guardian' },
        ),
      )
      return queries
    }
    const few = await count([0, 1, 2].map((child) => wishOf(child)))
    const many = await count(Array.from({ length: 30 }, (_, child) => wishOf(child + 3)))
    expect(many).toBe(few)
    expect(many).toBeLessThanOrEqual(8)
    expect((await statuses()).filter((status) => status === 'placed')).toHaveLength(33)
  })

  it('are all or none: one place short, all wait together, or nothing is written', async () => {
    await build(1, 2, 3)
    const wishes = [0, 1, 2].map((child) => wishOf(child))
    const none = await place(wishes, { allOrNone: true, mayWait: false })
    expect(outcomes(none)).toEqual(['placed', 'placed', 'refused'])
    expect(none.every(({ enrolmentId }) => enrolmentId === null)).toBe(true)
    expect(none[2]?.refusals.map(({ code }) => code)).toEqual(['offering-full'])
    expect(await statuses()).toEqual([])
    const pairId = newId()
    const waiting = await place(wishes, { allOrNone: true, mayWait: true, pairId })
    expect(waiting.map(({ outcome, position }) => [outcome, position])).toEqual([
      ['waitlisted', 1],
      ['waitlisted', 2],
      ['waitlisted', 3],
    ])
  })

  it('never go above capacity when pairs come at once, and never to one of a pair', async () => {
    await build(1, 5, 40)
    await Promise.all(
      Array.from({ length: 20 }, (_, pair) =>
        place([wishOf(2 * pair), wishOf(2 * pair + 1)], { allOrNone: true, mayWait: false }),
      ),
    )
    expect(await statuses()).toEqual(['placed', 'placed', 'placed', 'placed'])
    expect(await findBrokenPromises(test.db)).toEqual([])
  })
})

describe('held places', () => {
  it('go to those for whom they are held; others get what is free for all', async () => {
    await build(1, 3, 5)
    await hold(2)
    for (const child of [0, 1, 2]) await leaveSchool(child)
    expect(outcomes(await place([0, 1, 2].map((child) => wishOf(child))))).toEqual([
      'placed',
      'waitlisted',
      'waitlisted',
    ])
    // Others wait, and a pupil of the school passes none of them: these places were never theirs.
    expect(outcomes(await place([wishOf(3), wishOf(4)]))).toEqual(['placed', 'placed'])
    const [held] = await test.db.sql<{ used: number }>`
      SELECT used FROM place_hold WHERE offering_id = ${city.offeringIds[0] ?? ''}`
    const [offering] = await test.db.sql<{ taken: number; held: number }>`
      SELECT taken, held FROM offering WHERE id = ${city.offeringIds[0] ?? ''}`
    expect([held, offering]).toEqual([{ used: 2 }, { taken: 3, held: 0 }])
    expect(await findBrokenPromises(test.db)).toEqual([])
  })

  it('are for all once their time is over and they are released', async () => {
    await build(1, 2, 2)
    await hold(2, '2020-01-01')
    expect(outcomes(await place([wishOf(0)], { mayWait: false }))).toEqual(['refused'])
    await test.db
      .sql`UPDATE place_hold SET released_at = now() WHERE offering_id = ${city.offeringIds[0] ?? ''}`
    expect(outcomes(await place([wishOf(0)], { mayWait: false }))).toEqual(['placed'])
  })
})

describe('a swap', () => {
  it('gives the old place up for a new one at the same hour, and the old one goes to who waited for it', async () => {
    await build(2, 1, 2)
    const [old] = await place([wishOf(0)])
    await place([wishOf(1)])
    const [swapped] = await place([{ ...wishOf(0, 1), givesUp: old?.enrolmentId ?? '' }])
    expect(swapped?.outcome).toBe('placed')
    expect(await statuses(0)).toEqual(['withdrawn', 'offered'])
    expect(await statuses(1)).toEqual(['placed'])
    expect(await findBrokenPromises(test.db)).toEqual([])
  })

  it('keeps the old place when there is none', async () => {
    await build(2, 1, 2)
    const [old] = await place([wishOf(0)])
    await place([wishOf(1, 1)])
    const wish = { ...wishOf(0, 1), givesUp: old?.enrolmentId ?? '' }
    expect(outcomes(await place([wish], { mayWait: false }))).toEqual(['refused'])
    expect(outcomes(await place([wish]))).toEqual(['waitlisted'])
    expect(await statuses(0)).toEqual(['placed'])
  })

  it('is refused for what is somebody else’s, or no place any more', async () => {
    await build(2, 2, 2)
    const [old] = await place([wishOf(0)])
    const wish = (child: number) => ({ ...wishOf(child, 1), givesUp: old?.enrolmentId ?? '' })
    await expect(place([wish(1)])).rejects.toMatchObject({ code: 'not-found' })
    await test.db
      .sql`UPDATE enrolment SET status = 'withdrawn', change_reason = 'test' WHERE id = ${old?.enrolmentId ?? ''}`
    await expect(place([wish(0)])).rejects.toMatchObject({ code: 'status-does-not-allow' })
  })
})

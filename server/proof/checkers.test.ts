import { municipalityId } from '@portal/db/seed/reference/load-reference.ts'
import { createTestDatabase, type TestDatabase } from '@portal/db/testing/test-database.ts'
import { newId } from '@portal/shared/ids.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findBrokenHolds } from '../testing/find-broken-holds.ts'
import { findBrokenPromises } from '../testing/find-broken-promises.ts'
import { buildRushCity, type RushCity } from '../testing/rush-city.ts'
import { findBrokenAnswers } from './find-broken-answers.ts'
import { findBrokenHistories } from './find-broken-histories.ts'
import { findOvertaken } from './find-overtaken.ts'
import { findReservedForEver } from './find-reserved-for-ever.ts'
import { findWaitingInVain } from './find-waiting-in-vain.ts'

let test: TestDatabase
let city: RushCity
beforeEach(async () => {
  test = await createTestDatabase()
  city = await buildRushCity(test.db, { offerings: 2, capacity: 1, families: 4, apart: true })
})
afterEach(() => test.drop())

const put = async (child: number, offering: number, status: string) => {
  const id = newId()
  await test.db.sql`
    INSERT INTO enrolment (municipality_id, id, child_id, offering_id, status, joined_at, busy, offered_until, changed_at, change_reason)
    SELECT municipality_id, ${id}, ${city.families[child]?.childId}, id, ${status}, now(), busy,
      CASE ${status} WHEN 'offered' THEN now() + interval '1 hour' END, now(), 'test' FROM offering WHERE id = ${city.offeringIds[offering]}`
  return id
}
const become = (id: string, status: string, reason = 'test') => test.db.sql`
  UPDATE enrolment SET status = ${status}, changed_at = now(), change_reason = ${reason},
    offered_until = CASE ${status} WHEN 'offered' THEN now() + interval '1 hour' END WHERE id = ${id}`
/** Takes a guard of the database away, as if somebody had forgotten it. */
const without = (statement: string) => test.db.statements.query(statement)

const steady = () => ({
  offerings: city.offeringIds,
  children: city.families.map(({ childId }) => childId),
})

describe('each look for what may never be sees it when it is there', () => {
  it('finds nothing where nothing is wrong', async () => {
    const first = await put(0, 0, 'placed')
    const second = await put(1, 0, 'waitlisted')
    await put(2, 0, 'waitlisted')
    await become(first, 'withdrawn')
    await become(second, 'offered')
    await become(second, 'placed')
    expect(await findBrokenPromises(test.db)).toEqual([])
    expect(await findBrokenHolds(test.db)).toEqual([])
    expect(await findBrokenHistories(test.db)).toEqual([])
    expect(await findOvertaken(test.db, steady())).toMatchObject({ overtaken: [] })
    expect(await findReservedForEver(test.db, new Date())).toEqual([])
    expect(await findWaitingInVain(test.db, new Date())).toEqual([])
  })

  it('more children than places, and a count that is not that of the rows', async () => {
    await without('ALTER TABLE enrolment DISABLE TRIGGER USER')
    await put(0, 0, 'placed')
    await put(1, 0, 'placed')
    const broken = await findBrokenPromises(test.db)
    expect(broken).toEqual(
      expect.arrayContaining([`counter of ${city.offeringIds[0]}`, `overbooked ${city.offeringIds[0]}`]),
    )
  })

  it('a child in two places at once', async () => {
    await test.db.sql`
      UPDATE session SET starts_at = starts_at - interval '1 day', ends_at = ends_at - interval '1 day'
      WHERE offering_id = ${city.offeringIds[1]}`
    await without('ALTER TABLE enrolment DROP CONSTRAINT no_child_in_two_places_at_once')
    await put(0, 0, 'placed')
    await put(0, 1, 'placed')
    expect(await findBrokenPromises(test.db)).toContain(`in two places at once: ${city.families[0]?.childId}`)
  })

  it('held places that are counted wrong', async () => {
    await test.db.sql`
      INSERT INTO place_hold (municipality_id, id, offering_id, kind, places, until, created_at)
      VALUES (${municipalityId}, ${newId()}, ${city.offeringIds[0]}, 'invited', 1, now() + interval '1 hour', now())`
    await test.db.sql`UPDATE offering SET held = 0`
    expect(await findBrokenHolds(test.db)).toEqual([`held of ${city.offeringIds[0]}`])
  })

  it('a step that the rules do not know, one without a reason, and a gap', async () => {
    await without('ALTER TABLE enrolment DISABLE TRIGGER USER')
    await without('ALTER TABLE enrolment DROP CONSTRAINT IF EXISTS status_may_become')
    const id = await put(0, 0, 'placed')
    const step = (from: string | null, to: string, reason: string) => test.db.sql`
      INSERT INTO enrolment_history (municipality_id, enrolment_id, from_status, to_status, at, reason)
      VALUES (${municipalityId}, ${id}, ${from}, ${to}, now(), ${reason})`
    await step(null, 'expired', 'test')
    await step('expired', 'placed', ' ')
    await step('offered', 'placed', 'test')
    expect(await findBrokenHistories(test.db)).toEqual([
      `not allowed: ${id} from null to expired`,
      `not allowed: ${id} from expired to placed`,
      `no reason: ${id} became placed`,
      `gap: ${id} was placed, and goes on from offered to placed`,
      `not allowed: ${id} from placed to placed`,
    ])
  })

  it('somebody who was overtaken: on the list, and by one who had not waited', async () => {
    const first = await put(0, 0, 'placed')
    const early = await put(1, 0, 'waitlisted')
    const late = await put(2, 0, 'waitlisted')
    await become(first, 'withdrawn')
    await become(late, 'offered')
    await become(late, 'withdrawn')
    const newcomer = await put(3, 0, 'placed')
    const { overtaken } = await findOvertaken(test.db, steady())
    expect(overtaken).toEqual([
      `${early} waited while ${late} became offered`,
      `${early} waited while ${newcomer} became placed`,
    ])
  })

  it('somebody who waits beside a place that fits, and not one whose time is taken', async () => {
    const id = await put(0, 0, 'waitlisted')
    expect(await findWaitingInVain(test.db, new Date())).toMatchObject([expect.stringContaining(id)])
    await test.db.sql`UPDATE offering SET capacity = 0 WHERE id = ${city.offeringIds[0]}`
    expect(await findWaitingInVain(test.db, new Date())).toEqual([])
  })

  it('what stays reserved after its moment', async () => {
    const id = await put(0, 0, 'offered')
    const later = new Date(Date.now() + 7_200_000)
    expect(await findReservedForEver(test.db, later)).toMatchObject([expect.stringContaining(id)])
  })

  it('an answer that came to nothing, and two answers to one request', async () => {
    const id = await put(0, 0, 'placed')
    const about = { childId: city.families[0]?.childId ?? '', offeringId: city.offeringIds[0] ?? '' }
    const other = newId()
    expect(
      await findBrokenAnswers(test.db, [
        { ...about, enrolmentId: id, status: 'placed', again: id },
        { ...about, enrolmentId: other, status: 'placed', again: null },
        { ...about, enrolmentId: id, status: 'waitlisted', again: null },
        { ...about, enrolmentId: id, status: 'placed', again: other },
      ]),
    ).toEqual([
      `told of ${other}, which is not there`,
      `told that ${id} is waitlisted, which it never was`,
      `told of ${other} after ${id}, which goes on`,
    ])
  })
})

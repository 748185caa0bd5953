import { newId } from '@portal/shared/ids.ts'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createTestApp } from '../testing/test-app.ts'
import { expireOffers } from '../waiting-list/expire-offers.ts'

let test: Awaited<ReturnType<typeof createTestApp>>
beforeEach(async () => {
  test = await createTestApp()
})
afterEach(() => test.drop())

const overdue = async () => {
  const answer = await test.call('GET', '/jobs', undefined, await test.signIn('team@demo.example'))
  expect(answer.status).toBe(200)
  return answer.body.overdue
}
const none = ['offers', 'consents', 'holds'].map((kind) => ({ kind, count: 0, since: null }))

it('counts what is past its deadline and not dealt with, from the moment of the deadline on', async () => {
  const deadlines = ['2026-11-24T10:00:00Z', '2026-11-24T11:00:00Z']
  const [first, second] = await test.db.sql<{ id: string }>`
    SELECT id FROM enrolment WHERE status = 'placed' ORDER BY id LIMIT 2`
  const [third] = await test.db.sql<{ id: string }>`
    SELECT id FROM enrolment WHERE status = 'placed' ORDER BY id DESC LIMIT 1`
  // As they would be had they been offered, or asked for.
  await test.db.statements.query('ALTER TABLE enrolment DISABLE TRIGGER guard_status')
  for (const [id, deadline] of [
    [first?.id, deadlines[0]],
    [second?.id, deadlines[1]],
  ])
    await test.db.sql`
      UPDATE enrolment SET status = 'offered', offered_until = ${deadline ?? ''}, changed_at = now(), change_reason = 'test'
      WHERE id = ${id ?? ''}`
  await test.db.sql`
    UPDATE enrolment SET status = 'awaiting_consent', consent_until = ${deadlines[1]}, changed_at = now(), change_reason = 'test'
    WHERE id = ${third?.id ?? ''}`
  await test.db.statements.query('ALTER TABLE enrolment ENABLE TRIGGER guard_status')
  await test.db.sql`
    INSERT INTO place_hold (municipality_id, id, offering_id, kind, places, until, created_at)
    SELECT municipality_id, ${newId()}, id, 'invited', 1, ${deadlines[1]}, now() FROM offering
    WHERE taken < capacity AND status = 'published' ORDER BY id LIMIT 1`
  expect(await overdue()).toEqual(none)
  test.setClock('2026-11-24T10:00:00Z')
  expect(await overdue()).toEqual([
    { kind: 'offers', count: 1, since: '2026-11-24T10:00:00.000Z' },
    ...none.slice(1),
  ])
  test.setClock('2026-11-24T12:00:00Z')
  expect(await overdue()).toEqual([
    { kind: 'offers', count: 2, since: '2026-11-24T10:00:00.000Z' },
    { kind: 'consents', count: 1, since: '2026-11-24T11:00:00.000Z' },
    { kind: 'holds', count: 1, since: '2026-11-24T11:00:00.000Z' },
  ])
  expect(await expireOffers(test.deps)).toBe(3)
  expect(await overdue()).toMatchObject([{ count: 0 }, { count: 0 }, { kind: 'holds', count: 1 }])
})

it('says that nobody does the jobs when nobody ever did', async () => {
  const answer = await test.call('GET', '/jobs', undefined, await test.signIn('team@demo.example'))
  expect(answer.body).toMatchObject({ state: 'stopped', processes: 0 })
  for (const job of answer.body.jobs as object[])
    expect(job).toMatchObject({ last: null, nextAt: null, waiting: 0 })
})

import { afterAll, beforeAll, expect, it } from 'vitest'
import { findBrokenPromises } from '../testing/find-broken-promises.ts'
import { createTestApp } from '../testing/test-app.ts'

let test: Awaited<ReturnType<typeof createTestApp>>
beforeAll(async () => {
  test = await createTestApp()
})
afterAll(() => test.drop())

it('a child that is enrolled while it is removed is gone afterwards, with all its places', async () => {
  const parent = await test.signIn('ouder@demo.example')
  const found = await test.call('GET', '/offerings?neighbourhood=WK079611&age=8&pageSize=100')
  const offerings = (found.body.items ?? []).map((item) => item.id).slice(0, 6)
  for (let turn = 0; turn < 15; turn += 1) {
    const body = { firstName: 'Proef', lastName: 'Kind', birthDate: '2018-05-01', postcode: '5223AB' }
    const child = await test.call('POST', '/children', body, parent)
    const enrol = (offeringId: unknown) =>
      test.call('POST', '/enrolments', { childId: child.body.id, offeringId }, parent)
    await enrol(offerings[turn % offerings.length])
    const [removed, ...enrolled] = await Promise.all([
      test.call('DELETE', `/children/${child.body.id}`, undefined, parent),
      ...offerings.map(enrol),
    ])
    expect(removed?.status).toBe(204)
    for (const answer of enrolled) expect([200, 201, 404, 409, 422]).toContain(answer.status)
    const left = await test.db.sql`SELECT 1 FROM enrolment WHERE child_id = ${String(child.body.id)}`
    expect(left).toEqual([])
  }
  expect(await findBrokenPromises(test.db)).toEqual([])
})

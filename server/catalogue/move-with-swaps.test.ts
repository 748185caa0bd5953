import type { Offering } from '@portal/shared/catalogue/offering.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { enrolIn, makeFamily, makeOffering, statusesOf } from '../testing/families-together.ts'
import { findBrokenPromises } from '../testing/find-broken-promises.ts'
import { createTestApp } from '../testing/test-app.ts'

let test: Awaited<ReturnType<typeof createTestApp>>
let provider: string
beforeAll(async () => {
  test = await createTestApp()
  test.deps.settings.rateLimits = false
  provider = await test.signIn('aanbieder@demo.example')
})
afterAll(() => test.drop())

const patch = (id: string, body: unknown) => test.call('PATCH', `/offerings/${id}`, body, provider)
const offeringNow = async (id: string) =>
  (await test.call('GET', `/offerings/${id}`)).body as unknown as Offering

it('a place that a child would give up for another can move away, come back and end, and nothing is claimed twice', async () => {
  const [old, wanted] = await Promise.all([
    makeOffering(test, 3, { date: '2027-03-06' }),
    makeOffering(test, 1, { date: '2027-03-06' }),
  ])
  const holder = await makeFamily(test, 'Bram')
  const family = await makeFamily(test, 'Anna')
  const place = await enrolIn(test, holder, wanted)
  const given = await enrolIn(test, family, old)
  const swap = await test.call(
    'POST',
    `/enrolments/${given.id}/swaps`,
    { offeringId: wanted, mayWait: true },
    family.cookie,
  )
  expect(swap.body).toMatchObject({ status: 'waitlisted' })
  await test.call('POST', `/enrolments/${place.id}/withdrawal`, undefined, holder.cookie)
  expect(await statusesOf(test, wanted)).toEqual(['withdrawn', 'offered'])

  const [session] = (await offeringNow(old)).sessions
  const at = (date: string) =>
    patch(old, { sessions: [{ id: session?.id, date, startTime: '10:00', endTime: '11:00' }] })
  expect((await at('2027-03-13')).status).toBe(200)
  expect(await findBrokenPromises(test.db)).toEqual([])
  // Back to the hour of what is offered: the child would have one or the other, never both.
  expect((await at('2027-03-06')).status).toBe(200)
  expect(await findBrokenPromises(test.db)).toEqual([])
  expect(await statusesOf(test, old)).toEqual(['placed'])
  expect((await patch(old, { status: 'cancelled', reason: 'Proef' })).status).toBe(200)
  expect(await statusesOf(test, wanted)).toEqual(['withdrawn', 'offered'])
  expect(await findBrokenPromises(test.db)).toEqual([])
})

it('a provider who moves and cancels while families swap never stops anybody with an error of our own', async () => {
  for (let round = 0; round < 4; round += 1) {
    const date = `2027-04-${String(3 + 7 * round).padStart(2, '0')}`
    const [one, two] = await Promise.all([makeOffering(test, 1, { date }), makeOffering(test, 1, { date })])
    const anna = await makeFamily(test, 'Anna')
    const bram = await makeFamily(test, 'Bram')
    const first = await enrolIn(test, anna, one)
    const second = await enrolIn(test, bram, two)
    const [{ sessions: ones }, { sessions: twos }] = await Promise.all([offeringNow(one), offeringNow(two)])
    const moved = (id: string | undefined) => ({
      sessions: [{ id, date, startTime: '12:00', endTime: '13:00' }],
      onClash: 'end',
    })
    const swap = (family: typeof anna, id: string, offeringId: string) =>
      test.call('POST', `/enrolments/${id}/swaps`, { offeringId, mayWait: true }, family.cookie)
    const answers = await Promise.all([
      swap(anna, first.id, two),
      swap(bram, second.id, one),
      patch(one, moved(ones[0]?.id)),
      patch(two, moved(twos[0]?.id)),
      test.call('POST', `/enrolments/${second.id}/withdrawal`, undefined, bram.cookie),
    ])
    for (const { status, body } of answers) expect(status, JSON.stringify(body)).toBeLessThan(500)
    expect((await patch(one, { status: 'cancelled', reason: 'Proef' })).status).toBe(200)
    expect(await findBrokenPromises(test.db)).toEqual([])
  }
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  enrolIn,
  makeFamily,
  makeOffering,
  statusesOf,
  type TestFamily,
} from '../testing/families-together.ts'
import { findBrokenPromises } from '../testing/find-broken-promises.ts'
import { createTestApp } from '../testing/test-app.ts'

let test: Awaited<ReturnType<typeof createTestApp>>
beforeAll(async () => {
  test = await createTestApp()
  test.deps.settings.rateLimits = false
})
afterAll(() => test.drop())

const swap = (family: TestFamily, id: string, offeringId: string, mayWait = false) =>
  test.call('POST', `/enrolments/${id}/swaps`, { offeringId, mayWait }, family.cookie)
const preview = (family: TestFamily, id: string, offeringId: string) =>
  test.call('POST', `/enrolments/${id}/swaps/previews`, { offeringId }, family.cookie)
const act = (family: TestFamily, id: unknown, what: string) =>
  test.call('POST', `/enrolments/${id}/${what}`, undefined, family.cookie)
const look = async (family: TestFamily, id: unknown) =>
  (await test.call('GET', `/enrolments/${id}`, undefined, family.cookie)).body
/** Two offerings at the same hour. */
const twoAtOnce = (from: number, to: number, date: string) =>
  Promise.all([makeOffering(test, from, { date }), makeOffering(test, to, { date })])

describe('a swap', () => {
  it('gives the new place and only then the old one to who waits for it, also at the same hour', async () => {
    const [from = '', to = ''] = await twoAtOnce(1, 1, '2027-03-06')
    const family = await makeFamily(test, 'Anna')
    const next = await makeFamily(test, 'Bram')
    const old = await enrolIn(test, family, from)
    await enrolIn(test, next, from)
    expect((await preview(family, old.id, to)).body).toMatchObject({ outcome: 'placed', refusals: [] })
    const swapped = await swap(family, old.id, to)
    expect(swapped).toMatchObject({ status: 201, body: { status: 'placed', gaveUp: true } })
    expect(await swap(family, old.id, to)).toMatchObject({ status: 200, body: swapped.body })
    expect(await statusesOf(test, from)).toEqual(['withdrawn', 'offered'])
    expect(await statusesOf(test, to)).toEqual(['placed'])
    expect(await findBrokenPromises(test.db)).toEqual([])
  })

  it('that does not work leaves the old place as it was', async () => {
    const [from, to] = [await makeOffering(test, 1), await makeOffering(test, 1)]
    const family = await makeFamily(test, 'Anna')
    const old = await enrolIn(test, family, from)
    await enrolIn(test, await makeFamily(test, 'Bram'), to)
    expect((await swap(family, old.id, to)).body.code).toBe('offering-full')
    const tooYoung = await makeOffering(test, 1, { ageMin: 12 })
    expect((await swap(family, old.id, tooYoung)).body.code).toBe('too-young')
    expect((await preview(family, old.id, tooYoung)).body).toMatchObject({
      outcome: 'refused',
      refusals: [{ code: 'too-young' }],
    })
    expect((await swap(family, old.id, from)).body.code).toBe('already-enrolled')
    const stranger = await makeFamily(test, 'Cas')
    expect((await swap(stranger, old.id, to)).status).toBe(404)
    expect((await preview(stranger, old.id, to)).status).toBe(404)
    expect(await look(family, old.id)).toMatchObject({ status: 'placed' })
  })

  it('counts the place that goes not against the limit of the period', async () => {
    const period = await test.call(
      'POST',
      '/periods',
      { name: 'april 2029', firstDate: '2029-04-01', lastDate: '2029-04-30', mostPlaces: 1 },
      await test.signIn('team@demo.example'),
    )
    expect(period.status).toBe(201)
    const [from, to] = [
      await makeOffering(test, 1, { date: '2029-04-03' }),
      await makeOffering(test, 1, { date: '2029-04-04' }),
    ]
    const family = await makeFamily(test, 'Anna')
    const old = await enrolIn(test, family, from)
    await expect(enrolIn(test, family, to)).rejects.toThrow('limit-reached')
    expect(await swap(family, old.id, to)).toMatchObject({ status: 201, body: { status: 'placed' } })
  })
})

describe('a swap for which the child waits', () => {
  /** A child with a place that waits, at the same hour, for one that another has. */
  async function waiting(date: string) {
    const [from = '', to = ''] = await twoAtOnce(1, 1, date)
    const family = await makeFamily(test, 'Anna')
    const holder = await makeFamily(test, 'Bram')
    const behind = await makeFamily(test, 'Cas')
    const old = await enrolIn(test, family, from)
    const held = await enrolIn(test, holder, to)
    await enrolIn(test, behind, from)
    expect((await preview(family, old.id, to)).body).toMatchObject({ outcome: 'waitlisted', position: 1 })
    const made = await swap(family, old.id, to, true)
    expect(made).toMatchObject({ status: 201, body: { status: 'waitlisted', position: 1, gaveUp: false } })
    expect(await swap(family, old.id, to, true)).toMatchObject({ status: 200, body: made.body })
    return { from, to, family, holder, behind, old: old.id, held: held.id, fresh: String(made.body.id) }
  }

  it('keeps the old place until the yes, and then gives it up in one act', async () => {
    const { from, to, family, holder, old, held, fresh } = await waiting('2027-03-13')
    expect(await look(family, fresh)).toMatchObject({ status: 'waitlisted', givesUp: { id: old } })
    await act(holder, held, 'withdrawal')
    // It is offered although the old place lies at the same hour.
    expect(await look(family, fresh)).toMatchObject({ status: 'offered', givesUp: { id: old } })
    expect(await look(family, old)).toMatchObject({ status: 'placed' })
    expect((await act(family, fresh, 'acceptance')).body).toMatchObject({ status: 'placed' })
    expect(await look(family, old)).toMatchObject({ status: 'withdrawn' })
    expect(await statusesOf(test, from)).toEqual(['withdrawn', 'offered'])
    expect(await statusesOf(test, to)).toEqual(['withdrawn', 'placed'])
    const [time] = await test.db.sql<{ whole: boolean }>`
      SELECT e.busy = o.busy AS whole FROM enrolment e JOIN offering o ON o.id = e.offering_id WHERE e.id = ${fresh}`
    expect(time?.whole).toBe(true)
    expect(await findBrokenPromises(test.db)).toEqual([])
  })

  it('that is declined keeps the old place', async () => {
    const { family, holder, old, held, fresh } = await waiting('2027-03-20')
    await act(holder, held, 'withdrawal')
    await act(family, fresh, 'refusal')
    expect(await look(family, old)).toMatchObject({ status: 'placed' })
  })

  it('claims its own time again when the old place ends by itself', async () => {
    const { family, holder, old, held, fresh } = await waiting('2027-03-27')
    await act(holder, held, 'withdrawal')
    await act(family, old, 'withdrawal')
    const offered = await look(family, fresh)
    expect(offered).toMatchObject({ status: 'offered' })
    expect(offered).not.toHaveProperty('givesUp')
    const third = await makeOffering(test, 1, { date: '2027-03-27' })
    await expect(enrolIn(test, family, third)).rejects.toThrow('session-clash')
    expect((await act(family, fresh, 'acceptance')).body).toMatchObject({ status: 'placed' })
    expect(await findBrokenPromises(test.db)).toEqual([])
  })

  it('claims what the old place leaves when its sessions move', async () => {
    const { from, family, holder, held, fresh } = await waiting('2027-04-10')
    await act(holder, held, 'withdrawal')
    const moved = await test.call(
      'PATCH',
      `/offerings/${from}`,
      { sessions: [{ date: '2027-04-10', startTime: '10:30', endTime: '11:30' }] },
      await test.signIn('aanbieder@demo.example'),
    )
    expect(moved.status).toBe(200)
    const [claimed] = await test.db.sql<{ all: boolean; apart: boolean }>`
      SELECT n.busy + o.busy @> f.busy AS all, NOT n.busy && o.busy AS apart
      FROM enrolment n JOIN enrolment o ON o.id = n.gives_up JOIN offering f ON f.id = n.offering_id WHERE n.id = ${fresh}`
    expect(claimed).toEqual({ all: true, apart: true })
    expect((await act(family, fresh, 'acceptance')).body).toMatchObject({ status: 'placed' })
    expect(await findBrokenPromises(test.db)).toEqual([])
  })

  it('leaves no gap in the child’s time while it is offered', async () => {
    const { family, holder, held } = await waiting('2027-04-03')
    await act(holder, held, 'withdrawal')
    const third = await makeOffering(test, 1, { date: '2027-04-03' })
    await expect(enrolIn(test, family, third)).rejects.toThrow('session-clash')
  })
})

describe('at the same moment', () => {
  it('a swap and a withdrawal of the old place give at most one place and lose none twice', async () => {
    for (let round = 0; round < 6; round += 1) {
      const [from, to] = [await makeOffering(test, 1), await makeOffering(test, 1)]
      const family = await makeFamily(test, 'Anna')
      const old = await enrolIn(test, family, from)
      const [swapped, withdrawn] = await Promise.all([
        swap(family, old.id, to),
        act(family, old.id, 'withdrawal'),
      ])
      expect(withdrawn.status).toBe(200)
      expect(await statusesOf(test, from)).toEqual(['withdrawn'])
      if (swapped.status === 201) expect(await statusesOf(test, to)).toEqual(['placed'])
      else {
        expect(swapped.body.code).toBe('status-does-not-allow')
        expect(await statusesOf(test, to)).toEqual([])
      }
    }
    expect(await findBrokenPromises(test.db)).toEqual([])
  })

  it('two swaps that cross while both are full lose neither place', async () => {
    const [one, two] = [await makeOffering(test, 1), await makeOffering(test, 1)]
    const [anna, bram] = [await makeFamily(test, 'Anna'), await makeFamily(test, 'Bram')]
    const [first, second] = [await enrolIn(test, anna, one), await enrolIn(test, bram, two)]
    const answers = await Promise.all([swap(anna, first.id, two, true), swap(bram, second.id, one, true)])
    expect(answers.map(({ body }) => body.status)).toEqual(['waitlisted', 'waitlisted'])
    expect(await statusesOf(test, one)).toEqual(['placed', 'waitlisted'])
    expect(await statusesOf(test, two)).toEqual(['placed', 'waitlisted'])
    expect(await findBrokenPromises(test.db)).toEqual([])
  })

  it('twenty of the same swap give one new place', async () => {
    const [from, to] = [await makeOffering(test, 1), await makeOffering(test, 5)]
    const family = await makeFamily(test, 'Anna')
    const old = await enrolIn(test, family, from)
    const answers = await Promise.all(Array.from({ length: 20 }, () => swap(family, old.id, to)))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(19)
    expect(await statusesOf(test, to)).toEqual(['placed'])
  })
})

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
import { expireOffers } from '../waiting-list/expire-offers.ts'

let test: Awaited<ReturnType<typeof createTestApp>>
beforeAll(async () => {
  test = await createTestApp()
  test.deps.settings.rateLimits = false
})
afterAll(() => test.drop())

const together = (family: TestFamily, offeringId: string, over: Record<string, unknown> = {}) =>
  test.call('POST', '/enrolments/groups', { offeringId, childIds: family.childIds, ...over }, family.cookie)
const preview = (family: TestFamily, offeringId: string, over: Record<string, unknown> = {}) =>
  test.call(
    'POST',
    '/enrolments/groups/previews',
    { offeringId, childIds: family.childIds, ...over },
    family.cookie,
  )
const act = (family: TestFamily, id: unknown, what: string) =>
  test.call('POST', `/enrolments/${id}/${what}`, undefined, family.cookie)
const look = async (family: TestFamily, id: unknown) =>
  (await test.call('GET', `/enrolments/${id}`, undefined, family.cookie)).body
/** What a family was told of the pair; that a place was offered is told by the offer itself. */
const noticesOf = async (childId: string | undefined) =>
  (
    await test.db.sql<{ kind: string; facts: Record<string, unknown> }>`
      SELECT kind, facts FROM notice WHERE child_id = ${childId} AND kind <> 'place-offered' ORDER BY created_at, id`
  ).map(({ kind, facts }) => ({ kind, ...facts }))

describe('siblings', () => {
  it('all have a place, and the same again gives the same answer', async () => {
    const offeringId = await makeOffering(test, 3)
    const family = await makeFamily(test, 'Anna', 'Bram')
    expect((await preview(family, offeringId)).body).toMatchObject({ outcome: 'placed', free: 3 })
    const made = await together(family, offeringId)
    expect(made).toMatchObject({
      status: 201,
      body: { outcome: 'placed', children: [{ status: 'placed' }, { status: 'placed' }] },
    })
    expect(await together(family, offeringId)).toMatchObject({ status: 200, body: made.body })
    const [first] = made.body.children as { id: string }[]
    expect(await look(family, first?.id)).toMatchObject({ status: 'placed', togetherWith: ['Bram'] })
  })

  it('all wait when there is no room for all, or none is enrolled', async () => {
    const offeringId = await makeOffering(test, 1)
    const family = await makeFamily(test, 'Anna', 'Bram')
    expect(await together(family, offeringId, { mayWait: false })).toMatchObject({
      status: 409,
      body: { code: 'no-room-together', facts: { children: 2 } },
    })
    expect(await statusesOf(test, offeringId)).toEqual([])
    expect((await preview(family, offeringId)).body).toMatchObject({
      outcome: 'waitlisted',
      children: [{ position: 2 }, { position: 2 }],
    })
    expect(await together(family, offeringId)).toMatchObject({
      status: 201,
      body: { outcome: 'waitlisted', children: [{ position: 2 }, { position: 2 }] },
    })
    // The one place is not for one of the two; nor does it go past them.
    expect(await statusesOf(test, offeringId)).toEqual(['waitlisted', 'waitlisted'])
    expect(await findBrokenPromises(test.db)).toEqual([])
  })

  it('are none of them enrolled when one may not, and it is said who and why', async () => {
    const offeringId = await makeOffering(test, 5, { ageMin: 7 })
    const family = await makeFamily(test, 'Anna', 'Bram')
    await test.db.sql`UPDATE child SET birth_date = '2022-01-01' WHERE id = ${family.childIds[1]}`
    expect(await together(family, offeringId)).toMatchObject({
      status: 422,
      body: { code: 'too-young', refusals: [{ facts: { child: 'Bram', childId: family.childIds[1] } }] },
    })
    expect(await statusesOf(test, offeringId)).toEqual([])
    expect((await preview(family, offeringId)).body).toMatchObject({
      outcome: 'refused',
      children: [{ refusals: [] }, { refusals: [{ code: 'too-young' }] }],
    })
  })

  it('of somebody else, or with one who has a place already, are not enrolled', async () => {
    const offeringId = await makeOffering(test, 5)
    const family = await makeFamily(test, 'Anna', 'Bram')
    const other = await makeFamily(test, 'Cas')
    const mixed = { childIds: [family.childIds[0], other.childIds[0]] }
    expect((await together(family, offeringId, mixed)).status).toBe(404)
    await enrolIn(test, family, offeringId)
    expect(await together(family, offeringId)).toMatchObject({
      status: 409,
      body: { code: 'already-enrolled', refusals: [{ facts: { child: 'Anna' } }] },
    })
    expect(await statusesOf(test, offeringId)).toEqual(['placed'])
    const twice = { childIds: [family.childIds[0], family.childIds[0]] }
    expect((await together(family, offeringId, twice)).status).toBe(422)
  })

  it('never come one without the other when many ask at once, each twice', async () => {
    const offeringId = await makeOffering(test, 5)
    const families = await Promise.all(Array.from({ length: 8 }, () => makeFamily(test, 'Anna', 'Bram')))
    const answers = await Promise.all(
      [...families, ...families].map((family) => together(family, offeringId, { mayWait: false })),
    )
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(2)
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(2)
    expect(await statusesOf(test, offeringId)).toEqual(['placed', 'placed', 'placed', 'placed'])
    expect(await findBrokenPromises(test.db)).toEqual([])
  })

  it('keep their places when one of them is withdrawn', async () => {
    const offeringId = await makeOffering(test, 2)
    const family = await makeFamily(test, 'Anna', 'Bram')
    const [anna, bram] = (await together(family, offeringId)).body.children as { id: string }[]
    expect((await act(family, anna?.id, 'withdrawal')).status).toBe(200)
    expect(await look(family, bram?.id)).toMatchObject({ status: 'placed' })
    expect(await look(family, bram?.id)).not.toHaveProperty('togetherWith')
  })
})

describe('on the waiting list', () => {
  /** Two who have the places, and two behind them who want them together. */
  async function waitingPair(aloneToo = false) {
    const offeringId = await makeOffering(test, 2)
    const first = await makeFamily(test, 'Dex', 'Evi')
    const held = [await enrolIn(test, first, offeringId, 0), await enrolIn(test, first, offeringId, 1)]
    const family = await makeFamily(test, 'Anna', 'Bram')
    const pair = (await together(family, offeringId, { aloneToo })).body.children as { id: string }[]
    const free = async () => {
      for (const { id } of held) await act(first, id, 'withdrawal')
    }
    const [anna = '', bram = ''] = pair.map(({ id }) => id)
    return { offeringId, family, anna, bram, free, first, held }
  }

  it('they are offered places together, not one of them one', async () => {
    const { family, anna, bram, first, held } = await waitingPair()
    await act(first, held[0]?.id, 'withdrawal')
    expect(await look(family, anna)).toMatchObject({ status: 'waitlisted' })
    await act(first, held[1]?.id, 'withdrawal')
    expect(await look(family, anna)).toMatchObject({ status: 'offered', togetherWith: ['Bram'] })
    expect(await look(family, bram)).toMatchObject({ status: 'offered', togetherWith: ['Anna'] })
  })

  it('a yes is kept until both said it, however often', async () => {
    const { family, anna, bram, free, offeringId } = await waitingPair()
    await free()
    expect((await act(family, anna, 'acceptance')).body).toMatchObject({
      status: 'offered',
      hasAccepted: true,
    })
    expect((await act(family, anna, 'acceptance')).body).toMatchObject({
      status: 'offered',
      hasAccepted: true,
    })
    expect((await act(family, bram, 'acceptance')).body).toMatchObject({ status: 'placed' })
    expect(await look(family, anna)).toMatchObject({ status: 'placed' })
    expect(await noticesOf(family.childIds[0])).toEqual([{ kind: 'place-given' }])
    expect(await statusesOf(test, offeringId)).toEqual(['withdrawn', 'withdrawn', 'placed', 'placed'])
    expect(await findBrokenPromises(test.db)).toEqual([])
  })

  it('two yeses at the same moment give both a place', async () => {
    const { family, anna, bram, free } = await waitingPair()
    await free()
    await Promise.all([act(family, anna, 'acceptance'), act(family, bram, 'acceptance')])
    expect([await look(family, anna), await look(family, bram)]).toMatchObject([
      { status: 'placed' },
      { status: 'placed' },
    ])
  })

  it('a no of one leads the other back to its own turn, and it is told', async () => {
    const { family, anna, bram, free } = await waitingPair()
    await free()
    await act(family, anna, 'acceptance')
    await act(family, bram, 'refusal')
    // Its own turn is the next one: now it is offered a place by itself.
    const alone = await look(family, anna)
    expect(alone).toMatchObject({ status: 'offered' })
    expect(alone).not.toHaveProperty('togetherWith')
    expect(alone).not.toHaveProperty('hasAccepted')
    expect(await noticesOf(family.childIds[0])).toEqual([{ kind: 'pair-broken', status: 'waitlisted' }])
    expect((await act(family, anna, 'acceptance')).body).toMatchObject({ status: 'placed' })
    expect(await findBrokenPromises(test.db)).toEqual([])
  })

  it('a no of one leaves the place to who said "alone too"', async () => {
    const { family, anna, bram, free } = await waitingPair(true)
    await free()
    await act(family, anna, 'acceptance')
    await act(family, bram, 'refusal')
    expect(await look(family, anna)).toMatchObject({ status: 'placed' })
    expect(await noticesOf(family.childIds[0])).toEqual([{ kind: 'pair-broken', status: 'placed' }])
  })

  it('when the time of one runs out the other, who said yes, waits again at its own turn', async () => {
    const { family, anna, bram, free } = await waitingPair()
    await free()
    await act(family, anna, 'acceptance')
    test.setClock('2026-12-05T09:00:00Z')
    await expireOffers(test.deps)
    test.setClock('2026-11-24T09:00:00Z')
    expect(await look(family, bram)).toMatchObject({ status: 'expired' })
    // The own turn is the next one here: an offer of its own, which a yes takes.
    expect(await look(family, anna)).toMatchObject({ status: 'offered' })
    expect(await look(family, anna)).not.toHaveProperty('hasAccepted')
    expect((await act(family, anna, 'acceptance')).body).toMatchObject({ status: 'placed' })
    expect(await findBrokenPromises(test.db)).toEqual([])
  })

  it('a yes is not kept for ever when nobody is left to answer', async () => {
    const { family, anna, bram, free } = await waitingPair()
    await free()
    await act(family, anna, 'acceptance')
    // As if something else had put the other back on the list.
    await test.db.sql`
      UPDATE enrolment SET status = 'waitlisted', offered_until = NULL, change_reason = 'test' WHERE id = ${bram}`
    test.setClock('2026-12-05T09:00:00Z')
    await expireOffers(test.deps)
    expect(await look(family, anna)).not.toHaveProperty('hasAccepted')
    test.setClock('2026-11-24T09:00:00Z')
  })

  it('a child that is removed takes nobody’s turn along', async () => {
    const { family, anna, free } = await waitingPair()
    await free()
    await act(family, anna, 'acceptance')
    expect(
      (await test.call('DELETE', `/children/${family.childIds[1]}`, undefined, family.cookie)).status,
    ).toBe(204)
    expect(await look(family, anna)).toMatchObject({ status: 'offered' })
    expect((await act(family, anna, 'acceptance')).body).toMatchObject({ status: 'placed' })
    expect(await findBrokenPromises(test.db)).toEqual([])
  })
})

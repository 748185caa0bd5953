import { newId } from '@portal/shared/ids.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { findBrokenPromises } from '../testing/find-broken-promises.ts'
import { createTestApp } from '../testing/test-app.ts'
import {
  aFamily,
  aFullList,
  aSmallOffering,
  enrol,
  enrolmentOf,
  hold,
  settle,
  statusOf,
  type WaitingFamily,
  withdraw,
} from '../testing/waiting-family.ts'
import { serveWaitingLists } from './serve-waiting-lists.ts'

let test: Awaited<ReturnType<typeof createTestApp>>
beforeAll(async () => {
  test = await createTestApp()
  test.deps.settings.rateLimits = false
})
afterAll(() => test.drop())
beforeEach(() => settle(test, {}))

let number = 0
/** Names are addresses here, and an address is there once. */
const names = (count: number) => {
  number += count
  return Array.from({ length: count }, (_, index) => `Kind${number - index}`)
}
const statuses = (families: WaitingFamily[]) => Promise.all(families.map((family) => statusOf(test, family)))
const raise = async (offeringId: string, capacity: number) =>
  test.call('PATCH', `/offerings/${offeringId}`, { capacity }, await test.signIn('aanbieder@demo.example'))

describe('the order of a waiting list', () => {
  it('is the moment of joining where the municipality lets nobody come first', async () => {
    const { holder, waiting } = await aFullList(test, 'Op volgorde', names(2))
    await withdraw(test, holder)
    expect(await statuses(waiting)).toEqual(['offered', 'waitlisted'])
  })

  it('puts a child without a place in those weeks before one that has another', async () => {
    await settle(test, { rules: ['no-place'] })
    const other = await aSmallOffering(test, 'Ook in januari', {
      date: '2027-01-16',
      capacity: 5,
      sessions: [{ date: '2027-01-16', startTime: '14:00', endTime: '15:00' }],
    })
    const { offeringId, holder, waiting } = await aFullList(test, 'Eerst wie niets heeft', names(1))
    const [first] = waiting
    const asked = first.enrolmentId
    expect(await enrol(test, first, other)).toBe('placed')
    first.enrolmentId = asked
    const [name = ''] = names(1)
    const second = await aFamily(test, name)
    const receipt = await test.call(
      'POST',
      '/enrolments',
      { childId: second.childId, offeringId },
      second.cookie,
    )
    expect(receipt.body).toMatchObject({ status: 'waitlisted', position: 1 })
    second.enrolmentId = String(receipt.body.id)
    expect(await enrolmentOf(test, first)).toMatchObject({
      position: 2,
      waiting: { position: 2, of: 2, ahead: 1 },
    })
    await withdraw(test, holder)
    expect(await statuses([first, second])).toEqual(['waitlisted', 'offered'])
  })

  it('knows focus neighbourhoods by home or school, and brothers and sisters in the same offering', async () => {
    const { offeringId, holder, waiting } = await aFullList(test, 'Broers en zussen', names(2))
    const sibling = { ...(waiting[1] as WaitingFamily), enrolmentId: '' }
    // The second family gets a sister in: she comes after both, but her brother has a place.
    await raise(offeringId, 2)
    await settle(test, { rules: ['sibling'] })
    const [one, two] = waiting as [WaitingFamily, WaitingFamily]
    await test.call('POST', `/enrolments/${one.enrolmentId}/refusal`, undefined, one.cookie)
    await test.call('POST', `/enrolments/${two.enrolmentId}/acceptance`, undefined, two.cookie)
    const [stranger = ''] = names(1)
    const later = await aFamily(test, stranger)
    await enrol(test, later, offeringId)
    const child = { firstName: 'Zus', lastName: 'Proef', birthDate: '2019-05-01', postcode: '5223AB' }
    sibling.childId = String((await test.call('POST', '/children', child, two.cookie)).body.id)
    await enrol(test, sibling, offeringId)
    await withdraw(test, holder)
    expect(await statuses([later, sibling])).toEqual(['waitlisted', 'offered'])
    await settle(test, { rules: ['focus-neighbourhood'] })
    await test.db.sql`UPDATE neighbourhood SET is_focus = code = 'WK079611'`
    await test.db.sql`UPDATE child SET neighbourhood_code = 'WK079601' WHERE id = ${later.childId}`
    await serveWaitingLists(test.deps)
    const [last = ''] = names(1)
    const near = await aFamily(test, last)
    await enrol(test, near, offeringId)
    expect(await enrolmentOf(test, near)).toMatchObject({ position: 1 })
  })
})

describe('the time to answer', () => {
  it('is what the municipality settled, and shorter near the next session', async () => {
    await settle(test, { hours: 72, near: 6, days: 2 })
    const far = await aFullList(test, 'Ver weg', names(1))
    await withdraw(test, far.holder)
    expect((await enrolmentOf(test, far.waiting[0])).offeredUntil).toBe('2026-11-27T09:00:00.000Z')
    const near = await aFullList(test, 'Dichtbij', names(1), {
      sessions: [{ date: '2026-11-26', startTime: '18:00', endTime: '19:00' }],
    })
    await withdraw(test, near.holder)
    expect((await enrolmentOf(test, near.waiting[0])).offeredUntil).toBe('2026-11-24T15:00:00.000Z')
  })
})

describe('held places', () => {
  it('go to whom they are held for, and the others are passed over and told so', async () => {
    const school = await test.call('GET', '/me', undefined, await test.signIn('school@demo.example'))
    const schoolId = String((school.body.schools as { id: string }[])[0]?.id)
    const { offeringId, waiting } = await aFullList(test, 'Voor de school', names(1))
    const [name = ''] = names(1)
    const pupil = await aFamily(test, name, { schoolId })
    await enrol(test, pupil, offeringId)
    await test.db.sql`UPDATE offering SET capacity = 2 WHERE id = ${offeringId}`
    const holdId = await hold(test, offeringId, 1, { schoolId })
    await serveWaitingLists(test.deps)
    expect(await statuses([waiting[0], pupil])).toEqual(['waitlisted', 'offered'])
    const [row] = await test.db.sql<{ holdId: string; used: number; held: number }>`
      SELECT e.hold_id AS "holdId", h.used, o.held FROM enrolment e JOIN place_hold h ON h.id = e.hold_id
      JOIN offering o ON o.id = e.offering_id WHERE e.id = ${pupil.enrolmentId}`
    expect(row).toEqual({ holdId, used: 1, held: 0 })
    // A no gives it back to the hold, and still not to who is not meant.
    await test.call('POST', `/enrolments/${pupil.enrolmentId}/refusal`, undefined, pupil.cookie)
    expect(await enrolmentOf(test, waiting[0])).toMatchObject({
      status: 'waitlisted',
      waiting: {
        free: 1,
        ahead: 0,
        passedOver: { code: 'only-held-places-free', since: '2026-11-24T09:00:00.000Z' },
      },
    })
    const provider = await test.signIn('aanbieder@demo.example')
    expect(
      (await test.call('GET', `/offerings/${offeringId}/waiting-list`, undefined, provider)).body,
    ).toEqual({
      waiting: 1,
      free: 0,
      held: 1,
      offered: 0,
      stopped: null,
      moved: { weeks: 4, lately: 1, ever: 1 },
      reasons: [{ code: 'only-held-places-free', count: 1 }],
    })
  })
})

describe('those who want a place together', () => {
  it('are offered two places or none, at the turn of who joined last, and keep it', async () => {
    const { offeringId, holder, waiting } = await aFullList(test, 'Samen', names(3))
    const [one, two, alone] = waiting as [WaitingFamily, WaitingFamily, WaitingFamily]
    await test.db
      .sql`UPDATE enrolment SET pair_id = ${newId()} WHERE id IN (${one.enrolmentId}, ${two.enrolmentId})`
    expect(await enrolmentOf(test, one)).toMatchObject({ position: 2 })
    await withdraw(test, holder)
    expect(await statuses([one, two, alone])).toEqual(['waitlisted', 'waitlisted', 'offered'])
    expect(await enrolmentOf(test, two)).toMatchObject({
      waiting: { passedOver: { code: 'pair-needs-more-places', facts: { needed: 2, free: 1 } } },
    })
    await raise(offeringId, 3)
    expect(await statuses([one, two])).toEqual(['offered', 'offered'])
    expect(await findBrokenPromises(test.db)).toEqual([])
  })
})

describe('a family that had asked to take a place at once', () => {
  it('and waits together with another has it when the other says yes, not before', async () => {
    const { offeringId, holder, waiting } = await aFullList(test, 'Samen meteen', names(2))
    const [one, two] = waiting as [WaitingFamily, WaitingFamily]
    await test.db
      .sql`UPDATE enrolment SET pair_id = ${newId()} WHERE id IN (${one.enrolmentId}, ${two.enrolmentId})`
    await test.call('PATCH', `/enrolments/${one.enrolmentId}`, { autoAccept: true }, one.cookie)
    await raise(offeringId, 3)
    expect(await enrolmentOf(test, one)).toMatchObject({ status: 'offered', hasAccepted: true })
    await test.call('POST', `/enrolments/${two.enrolmentId}/acceptance`, undefined, two.cookie)
    expect(await statuses([holder, one, two])).toEqual(['placed', 'placed', 'placed'])
  })

  it('has it in the same moment, with both steps in the history', async () => {
    const offeringId = await aSmallOffering(test, 'Meteen')
    const [a = '', b = ''] = names(2)
    const holder = await aFamily(test, a)
    await enrol(test, holder, offeringId)
    const family = await aFamily(test, b)
    expect(await enrol(test, family, offeringId, { autoAccept: true })).toBe('waitlisted')
    expect(await enrolmentOf(test, family)).toMatchObject({ autoAccept: true })
    await withdraw(test, holder)
    expect(await statusOf(test, family)).toBe('placed')
    const steps = await test.db.sql<{ to: string }>`
      SELECT to_status AS to FROM enrolment_event WHERE enrolment_id = ${family.enrolmentId} ORDER BY number`
    expect(steps.map(({ to }) => to)).toEqual(['waitlisted', 'offered', 'placed'])
    const notices = await test.db.sql<{
      kind: string
    }>`SELECT kind FROM notice WHERE enrolment_id = ${family.enrolmentId}`
    expect(notices).toEqual([{ kind: 'place-given' }])
  })

  it('chooses it later as well, and takes the choice back, as long as it waits', async () => {
    const { holder, waiting } = await aFullList(test, 'Later gekozen', names(2))
    const [one, two] = waiting as [WaitingFamily, WaitingFamily]
    const choose = (family: WaitingFamily, autoAccept: boolean, cookie = family.cookie) =>
      test.call('PATCH', `/enrolments/${family.enrolmentId}`, { autoAccept }, cookie)
    expect(await choose(one, true)).toMatchObject({ status: 200, body: { autoAccept: true } })
    expect(await choose(one, false)).toMatchObject({ status: 200, body: { autoAccept: false } })
    expect((await choose(one, true, two.cookie)).status).toBe(404)
    await withdraw(test, holder)
    expect(await statusOf(test, one)).toBe('offered')
    expect(await choose(one, true)).toMatchObject({ status: 409, body: { code: 'status-does-not-allow' } })
  })
})

describe('what a family sees while it waits', () => {
  it('is its turn, who stands before it that could be offered, how places moved, and why it was passed over', async () => {
    const busy = await aSmallOffering(test, 'Tegelijk', { capacity: 5 })
    const { offeringId, holder, waiting } = await aFullList(test, 'Wachten', names(3))
    const [one, two, three] = waiting as [WaitingFamily, WaitingFamily, WaitingFamily]
    const asked = one.enrolmentId
    await enrol(test, one, busy)
    one.enrolmentId = asked
    expect(await enrolmentOf(test, three)).toMatchObject({
      waiting: {
        position: 3,
        of: 3,
        ahead: 2,
        free: 0,
        moved: { weeks: 4, lately: 0, ever: 0 },
        passedOver: null,
      },
    })
    await withdraw(test, holder)
    expect(await statuses([one, two, three])).toEqual(['waitlisted', 'offered', 'waitlisted'])
    // The first stands before it, but not in its way: it was passed over.
    expect(await enrolmentOf(test, three)).toMatchObject({
      position: 2,
      waiting: { position: 2, of: 2, ahead: 0, moved: { lately: 1, ever: 1 } },
    })
    expect((await enrolmentOf(test, one)).waiting).toMatchObject({
      passedOver: { code: 'session-clash', facts: { otherTitle: 'Tegelijk' } },
    })
    await serveWaitingLists(test.deps)
    const [kept] = await test.db.sql<{ count: number }>`
      SELECT count(*)::integer AS count FROM passed_over p JOIN enrolment e ON e.id = p.enrolment_id WHERE e.offering_id = ${offeringId}`
    expect(kept?.count).toBe(1)
    const provider = await test.signIn('aanbieder@demo.example')
    const list = await test.call('GET', `/offerings/${offeringId}/waiting-list`, undefined, provider)
    expect(list.body).toMatchObject({
      waiting: 2,
      free: 0,
      offered: 1,
      reasons: [{ code: 'no-place-free', count: 2 }],
    })
    await test.db.sql`UPDATE offering SET capacity = 9 WHERE id = ${offeringId}`
    expect(
      (await test.call('GET', `/offerings/${offeringId}/waiting-list`, undefined, provider)).body.reasons,
    ).toEqual([
      { code: 'session-clash', count: 1 },
      { code: 'offered-soon', count: 1 },
    ])
  })
})

describe('taking a no back', () => {
  const answer = (family: WaitingFamily, what: string) =>
    test.call('POST', `/enrolments/${family.enrolmentId}/${what}`, undefined, family.cookie)

  it('gives the offer again with its own deadline while the place is free, and only once', async () => {
    const { holder, waiting } = await aFullList(test, 'Toch wel', names(1))
    const [family] = waiting
    await withdraw(test, holder)
    const until = (await enrolmentOf(test, family)).offeredUntil
    test.setClock('2026-11-24T10:00:00Z')
    expect(await answer(family, 'refusal')).toMatchObject({
      body: { status: 'declined', undoUntil: '2026-11-24T10:30:00.000Z' },
    })
    expect(await answer(family, 'refusal-undos')).toMatchObject({
      status: 200,
      body: { status: 'offered', offeredUntil: until },
    })
    expect((await answer(family, 'refusal-undos')).status).toBe(200)
    await answer(family, 'refusal')
    expect(await enrolmentOf(test, family)).not.toHaveProperty('undoUntil')
    expect(await answer(family, 'refusal-undos')).toMatchObject({ status: 409, body: { code: 'undo-used' } })
    test.setClock('2026-11-24T09:00:00Z')
  })

  it('puts the child back at its own turn when the place went to the next, who keeps the offer', async () => {
    const { offeringId, holder, waiting } = await aFullList(test, 'Terug op de lijst', names(3))
    const [one, two, three] = waiting as [WaitingFamily, WaitingFamily, WaitingFamily]
    await withdraw(test, holder)
    await answer(one, 'refusal')
    expect(await statuses([one, two, three])).toEqual(['declined', 'offered', 'waitlisted'])
    expect(await answer(one, 'refusal-undos')).toMatchObject({ body: { status: 'waitlisted', position: 1 } })
    expect(await statusOf(test, two)).toBe('offered')
    await raise(offeringId, 2)
    expect(await statuses([one, three])).toEqual(['offered', 'waitlisted'])
    expect(await findBrokenPromises(test.db)).toEqual([])
  })

  it('is over after half an hour, for who joined anew, for a cancelled activity, and for anybody else', async () => {
    const { offeringId, holder, waiting } = await aFullList(test, 'Te laat', names(2))
    const [one, two] = waiting as [WaitingFamily, WaitingFamily]
    await withdraw(test, holder)
    await answer(one, 'refusal')
    const foreign = await test.call(
      'POST',
      `/enrolments/${one.enrolmentId}/refusal-undos`,
      undefined,
      two.cookie,
    )
    expect(foreign.status).toBe(404)
    const declined = one.enrolmentId
    await enrol(test, one, offeringId)
    one.enrolmentId = declined
    expect(await answer(one, 'refusal-undos')).toMatchObject({
      status: 409,
      body: { code: 'already-enrolled' },
    })
    await answer(two, 'refusal')
    test.setClock('2026-11-24T09:30:01Z')
    expect(await answer(two, 'refusal-undos')).toMatchObject({ status: 409, body: { code: 'undo-too-late' } })
    test.setClock('2026-11-24T09:00:00Z')
    const provider = await test.signIn('aanbieder@demo.example')
    await test.call('PATCH', `/offerings/${offeringId}`, { status: 'cancelled' }, provider)
    expect(await answer(two, 'refusal-undos')).toMatchObject({
      status: 409,
      body: { code: 'offer-cancelled' },
    })
  })
})

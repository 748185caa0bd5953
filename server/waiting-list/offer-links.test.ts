import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findBrokenPromises } from '../testing/find-broken-promises.ts'
import { lettersTo } from '../testing/read-letters.ts'
import { createTestApp } from '../testing/test-app.ts'
import {
  addSecondGuardian,
  aFullList,
  statusOf,
  type WaitingFamily,
  withdraw,
} from '../testing/waiting-family.ts'
import { sendOfferLetters } from './send-offer-letters.ts'

let test: Awaited<ReturnType<typeof createTestApp>>
beforeAll(async () => {
  test = await createTestApp()
  test.deps.settings.rateLimits = false
})
afterAll(() => test.drop())

let number = 0
async function aList(count = 1, over: Record<string, unknown> = {}) {
  number += 1
  const names = Array.from({ length: count }, (_, index) => `Linkkind${number}x${index}`)
  return aFullList(test, `Judo ${number}`, names, over)
}

async function tokenFor(email: string): Promise<string> {
  await sendOfferLetters(test.deps)
  await expect.poll(() => lettersTo(test, email).length).toBeGreaterThan(0)
  const link = lettersTo(test, email)[0]?.links[0] ?? ''
  return new URL(link).searchParams.get('token') ?? ''
}

/** An offered place, with the link of the guardian. */
async function anOffer(count = 1) {
  const list = await aList(count)
  await withdraw(test, list.holder)
  const [family] = list.waiting
  return { ...list, family, token: await tokenFor(family.email) }
}
const preview = (token: string) => test.call('POST', '/offer-links/previews', { token })
const answer = (token: string, what: string) => test.call('POST', '/offer-links', { token, answer: what })
const byPage = (family: WaitingFamily, what: string) =>
  test.call('POST', `/enrolments/${family.enrolmentId}/${what}`, undefined, family.cookie)

describe('the link in a letter', () => {
  it('says what, when, for whom and until when, and no more of the child than its first name', async () => {
    const { token } = await anOffer()
    const { status, body } = await preview(token)
    expect(status).toBe(200)
    expect(body).toEqual({
      state: 'open',
      answeredBy: null,
      firstName: `Linkkind${number}x0`,
      offeringId: expect.any(String),
      title: `Judo ${number}`,
      placeName: 'Gymzaal',
      address: '',
      firstDate: '2027-01-16',
      lastDate: '2027-01-16',
      weekdays: [6],
      startTime: '10:00',
      endTime: '11:00',
      priceCents: 0,
      until: '2026-11-26T09:00:00.000Z',
      undoUntil: null,
      position: null,
    })
  })

  it('answers nothing by being looked at, however often', async () => {
    const { token, family } = await anOffer()
    for (let time = 0; time < 3; time += 1) await preview(token)
    expect(await statusOf(test, family)).toBe('offered')
  })

  it('says yes without signing in, and after that says by whom it was answered', async () => {
    const { token, family } = await anOffer()
    const second = await addSecondGuardian(test, family, `tweede${number}@wachtlijst.example`)
    expect(await answer(token, 'yes')).toMatchObject({
      status: 200,
      body: { state: 'accepted', answeredBy: 'you' },
    })
    expect(await statusOf(test, family)).toBe('placed')
    expect((await answer(token, 'yes')).status).toBe(200)
    expect(await answer(token, 'no')).toMatchObject({ status: 409, body: { code: 'offer-accepted' } })
    expect(second).toBeTruthy()
    const [event] = await test.db.sql<{ by: string }>`
      SELECT by_account AS by FROM enrolment_event WHERE enrolment_id = ${family.enrolmentId} AND to_status = 'placed'`
    expect(event?.by).toBe(family.accountId)
  })

  it('of the other guardian finds that one said yes already', async () => {
    const list = await aList()
    const [family] = list.waiting
    const second = await addSecondGuardian(test, family, `andere${number}@wachtlijst.example`)
    await withdraw(test, list.holder)
    const [one, two] = [await tokenFor(family.email), await tokenFor(second)]
    expect((await answer(one, 'yes')).status).toBe(200)
    expect(await preview(two)).toMatchObject({ body: { state: 'accepted', answeredBy: 'other' } })
    for (const what of ['yes', 'no'])
      expect(await answer(two, what)).toMatchObject({ status: 409, body: { code: 'offer-accepted' } })
    await test.db
      .sql`DELETE FROM guardianship WHERE child_id = ${family.childId} AND account_id <> ${family.accountId}`
    expect(await preview(two)).toMatchObject({ status: 410, body: { code: 'offer-link-unknown' } })
  })

  it('says no, takes it back, and says yes after all', async () => {
    const { token, family } = await anOffer()
    expect(await answer(token, 'no')).toMatchObject({
      status: 200,
      body: { state: 'declined', answeredBy: 'you', undoUntil: '2026-11-24T09:30:00.000Z' },
    })
    expect(await answer(token, 'yes')).toMatchObject({ status: 409, body: { code: 'offer-declined' } })
    expect(await answer(token, 'undo-no')).toMatchObject({
      status: 200,
      body: { state: 'open', undoUntil: null },
    })
    expect(await answer(token, 'yes')).toMatchObject({ status: 200, body: { state: 'accepted' } })
    expect(await statusOf(test, family)).toBe('placed')
  })

  it('takes a no back to the own turn when the next was offered the place, and then answers no later offer', async () => {
    const { token, family, waiting, offeringId } = await anOffer(2)
    await answer(token, 'no')
    expect(await answer(token, 'undo-no')).toMatchObject({ body: { state: 'waiting', position: 1 } })
    expect(await answer(token, 'yes')).toMatchObject({ status: 409, body: { code: 'offer-gone' } })
    expect(await statusOf(test, waiting[1] as WaitingFamily)).toBe('offered')
    test.setClock('2026-11-24T09:01:00Z')
    await test.call(
      'PATCH',
      `/offerings/${offeringId}`,
      { capacity: 2 },
      await test.signIn('aanbieder@demo.example'),
    )
    const before = token
    await sendOfferLetters(test.deps)
    await expect.poll(() => lettersTo(test, family.email).length).toBe(2)
    expect(await preview(before)).toMatchObject({ body: { state: 'replaced' } })
    expect(await answer(before, 'yes')).toMatchObject({ status: 410, body: { code: 'offer-link-replaced' } })
    expect((await answer(await tokenFor(family.email), 'yes')).status).toBe(200)
    test.setClock('2026-11-24T09:00:00Z')
  })

  it('is refused with a reason of its own: tampered with, of nobody, too late, withdrawn, cancelled', async () => {
    const { token, family } = await anOffer()
    const tampered = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`
    for (const wrong of [tampered, 'onbekend', 'A'.repeat(43)]) {
      expect(await preview(wrong)).toMatchObject({ status: 410, body: { code: 'offer-link-unknown' } })
      expect(await answer(wrong, 'yes')).toMatchObject({ status: 410, body: { code: 'offer-link-unknown' } })
    }
    test.setClock('2026-11-26T09:00:00Z')
    expect(await preview(token)).toMatchObject({ body: { state: 'expired' } })
    for (const what of ['yes', 'no'])
      expect(await answer(token, what)).toMatchObject({ status: 410, body: { code: 'offer-expired' } })
    test.setClock('2026-11-24T09:00:00Z')
    await withdraw(test, family)
    expect(await preview(token)).toMatchObject({ body: { state: 'withdrawn' } })
    expect(await answer(token, 'yes')).toMatchObject({ status: 409, body: { code: 'offer-withdrawn' } })

    const other = await anOffer()
    const provider = await test.signIn('aanbieder@demo.example')
    await test.call('PATCH', `/offerings/${other.offeringId}`, { status: 'cancelled' }, provider)
    expect(await preview(other.token)).toMatchObject({ body: { state: 'cancelled' } })
    expect(await answer(other.token, 'no')).toMatchObject({ status: 409, body: { code: 'offer-cancelled' } })
  })

  it('answers its own offer and nothing else: not by the page of another, not for a removed child', async () => {
    const { token, family, waiting } = await anOffer(2)
    const foreign = await test.call(
      'POST',
      `/enrolments/${family.enrolmentId}/acceptance`,
      undefined,
      waiting[1]?.cookie,
    )
    expect(foreign.status).toBe(404)
    await test.call('DELETE', `/children/${family.childId}`, undefined, family.cookie)
    expect(await answer(token, 'yes')).toMatchObject({ status: 410, body: { code: 'offer-link-unknown' } })
    expect(await findBrokenPromises(test.db)).toEqual([])
  })

  it('and the page see the same: what one answered the other finds answered', async () => {
    const { token, family } = await anOffer()
    await byPage(family, 'refusal')
    expect(await preview(token)).toMatchObject({ body: { state: 'declined', answeredBy: 'you' } })
    expect(await byPage(family, 'refusal-undos')).toMatchObject({ body: { status: 'offered' } })
    expect((await answer(token, 'yes')).status).toBe(200)
    expect((await byPage(family, 'acceptance')).status).toBe(200)
    expect((await byPage(family, 'refusal')).status).toBe(409)
  })

  it('is not tried endlessly', async () => {
    test.deps.settings.rateLimits = true
    const statuses: number[] = []
    for (let time = 0; time < 302; time += 1) statuses.push((await preview('onbekend')).status)
    test.deps.settings.rateLimits = false
    expect(statuses.slice(0, 300)).toEqual(Array.from({ length: 300 }, () => 410))
    expect(statuses.slice(300)).toEqual([429, 429])
  })
})

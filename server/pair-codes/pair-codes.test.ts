import { newPairCode } from '@portal/shared/pair-codes/pair-code-text.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  enrolIn,
  makeFamily,
  makeOffering,
  statusesOf,
  type TestFamily,
} from '../testing/families-together.ts'
import { addGuardian, tablesWith } from '../testing/family.ts'
import { findBrokenPromises } from '../testing/find-broken-promises.ts'
import { createTestApp } from '../testing/test-app.ts'

let test: Awaited<ReturnType<typeof createTestApp>>
let maker: TestFamily
let friend: TestFamily
beforeAll(async () => {
  test = await createTestApp()
  test.deps.settings.rateLimits = false
})
beforeEach(async () => {
  maker = await makeFamily(test, 'Noor')
  friend = await makeFamily(test, 'Sam')
  test.setClock('2026-11-24T09:00:00Z')
})
afterAll(() => test.drop())

const make = async (offeringId: string, over: Record<string, unknown> = {}, family = maker) =>
  test.call('POST', '/pair-codes', { childId: family.childIds[0], offeringId, ...over }, family.cookie)
const codeFor = async (offeringId: string, over: Record<string, unknown> = {}) =>
  String((await make(offeringId, over)).body.code)
const look = (code: unknown, family = friend) =>
  test.call('POST', '/pair-codes/previews', { code }, family.cookie)
const join = (code: unknown, over: Record<string, unknown> = {}, family = friend) =>
  test.call('POST', '/pair-codes/redemptions', { code, childId: family.childIds[0], ...over }, family.cookie)
const list = async (family = maker) =>
  (await test.call('GET', '/pair-codes', undefined, family.cookie)).body.items

describe('a code for a friend', () => {
  it('enrols both at once, and tells each family the first name of the other child and no more', async () => {
    const offeringId = await makeOffering(test, 4)
    const made = await make(offeringId)
    expect(made).toMatchObject({
      status: 201,
      body: { code: expect.stringMatching(/^[0-9A-Z]{3}-[0-9A-Z]{3}$/) },
    })
    // Nothing is reserved by asking.
    expect(await statusesOf(test, offeringId)).toEqual([])
    const seen = await look(String(made.body.code).toLowerCase().replace('-', ' '))
    expect(seen).toMatchObject({
      status: 200,
      body: { firstName: 'Noor', offering: { id: offeringId }, free: 4 },
    })
    expect(JSON.stringify(seen.body)).not.toMatch(/Achternaam|samen\d/)
    const joined = await join(made.body.code)
    expect(joined).toMatchObject({ status: 201, body: { status: 'placed', togetherWith: 'Noor' } })
    expect(await join(made.body.code)).toMatchObject({ status: 200, body: joined.body })
    expect(await statusesOf(test, offeringId)).toEqual(['placed', 'placed'])
    expect(await list()).toMatchObject([{ state: 'used', joined: 'Sam', child: { firstName: 'Noor' } }])
    const mine = await test.call('GET', '/enrolments', undefined, maker.cookie)
    expect(mine.body.items).toMatchObject([{ status: 'placed', togetherWith: ['Sam'] }])
    const [notice] = await test.db.sql<{ kind: string; facts: object }>`
      SELECT kind, facts FROM notice WHERE child_id = ${maker.childIds[0]}`
    expect(notice).toEqual({ kind: 'friend-joined', facts: { friend: 'Sam', status: 'placed' } })
    // In the history of the maker's child the maker did it; the name of the other parent stands nowhere.
    const history = await test.call('GET', `/children/${maker.childIds[0]}/changes`, undefined, maker.cookie)
    expect(history.body.items?.[0]).toMatchObject({
      by: { role: 'you' },
      verb: 'enrolment',
      status: 'placed',
    })
    expect(await findBrokenPromises(test.db)).toEqual([])
  })

  it('is kept nowhere as it was told', async () => {
    const code = await codeFor(await makeOffering(test, 4))
    expect(await tablesWith(test, code)).toEqual([])
    expect(await tablesWith(test, code.replace('-', ''))).toEqual([])
  })

  it('works once, for the family that was first', async () => {
    const offeringId = await makeOffering(test, 10)
    const code = await codeFor(offeringId)
    const others = await Promise.all(Array.from({ length: 6 }, () => makeFamily(test, 'Ander')))
    const answers = await Promise.all(others.map((family) => join(code, {}, family)))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(answers.filter(({ body }) => body.code === 'pair-code-used')).toHaveLength(5)
    expect(await statusesOf(test, offeringId)).toEqual(['placed', 'placed'])
    expect((await look(code)).body.code).toBe('pair-code-used')
  })

  it('leaves nobody enrolled and stays usable when there is no room for both', async () => {
    const offeringId = await makeOffering(test, 1)
    const code = await codeFor(offeringId, { mayWait: false })
    expect(await join(code)).toMatchObject({ status: 409, body: { code: 'no-room-together' } })
    expect(await statusesOf(test, offeringId)).toEqual([])
    await test.db.sql`UPDATE offering SET capacity = 2 WHERE id = ${offeringId}`
    expect(await join(code)).toMatchObject({ status: 201, body: { status: 'placed' } })
  })

  it('puts both on the list when both families chose to wait, and each then says yes for its own', async () => {
    const offeringId = await makeOffering(test, 1)
    const refused = await join(await codeFor(offeringId, { mayWait: true }), { mayWait: false })
    expect(refused.body.code).toBe('no-room-together')
    const joined = await join(await codeFor(offeringId, { mayWait: true }))
    expect(joined).toMatchObject({ status: 201, body: { status: 'waitlisted', position: 2 } })
    await test.call(
      'PATCH',
      `/offerings/${offeringId}`,
      { capacity: 2 },
      await test.signIn('aanbieder@demo.example'),
    )
    expect(await statusesOf(test, offeringId)).toEqual(['offered', 'offered'])
    const idOf = async (family: TestFamily) =>
      (await test.call('GET', `/enrolments?offeringId=${offeringId}`, undefined, family.cookie)).body
        .items?.[0]?.id
    const yes = async (family: TestFamily) =>
      test.call('POST', `/enrolments/${await idOf(family)}/acceptance`, undefined, family.cookie)
    // Nobody answers for the other family.
    expect(
      (await test.call('POST', `/enrolments/${await idOf(maker)}/acceptance`, undefined, friend.cookie))
        .status,
    ).toBe(404)
    expect((await yes(maker)).body).toMatchObject({
      status: 'offered',
      hasAccepted: true,
      togetherWith: ['Sam'],
    })
    expect((await yes(friend)).body).toMatchObject({ status: 'placed' })
    expect(await statusesOf(test, offeringId)).toEqual(['placed', 'placed'])
  })

  it('says clearly what is wrong with it', async () => {
    const offeringId = await makeOffering(test, 4)
    expect((await join(newPairCode())).body.code).toBe('pair-code-unknown')
    expect(await join('K')).toMatchObject({ status: 422, body: { errors: [{ pointer: '/code' }] } })
    const made = await make(offeringId)
    expect((await join(made.body.code, {}, maker)).body.code).toBe('pair-code-own')
    test.setClock('2026-11-26T08:59:00Z')
    expect((await look(made.body.code)).status).toBe(200)
    test.setClock('2026-11-26T09:00:00Z')
    expect((await join(made.body.code)).body.code).toBe('pair-code-expired')
    test.setClock('2026-11-24T09:00:00Z')
    expect((await test.call('DELETE', `/pair-codes/${made.body.id}`, undefined, friend.cookie)).status).toBe(
      404,
    )
    expect((await test.call('DELETE', `/pair-codes/${made.body.id}`, undefined, maker.cookie)).status).toBe(
      204,
    )
    expect((await join(made.body.code)).body.code).toBe('pair-code-ended')
    // A new one replaces the one before.
    const [one, two] = [await codeFor(offeringId), await codeFor(offeringId)]
    expect((await look(one)).body.code).toBe('pair-code-ended')
    expect((await look(two)).status).toBe(200)
  })

  it('stops where enrolment closes', async () => {
    const offeringId = await makeOffering(test, 4, { enrolmentClosesAt: '2026-11-24T12:00:00Z' })
    expect((await make(offeringId)).body.expiresAt).toBe('2026-11-24T12:00:00.000Z')
  })

  it('is not made for a child that could not be enrolled, nor without end', async () => {
    const tooOld = await makeOffering(test, 4, { ageMin: 12, ageMax: 14 })
    expect((await make(tooOld)).body.code).toBe('too-young')
    expect(
      (
        await test.call(
          'POST',
          '/pair-codes',
          { childId: friend.childIds[0], offeringId: tooOld },
          maker.cookie,
        )
      ).status,
    ).toBe(404)
    for (let count = 0; count < 10; count += 1)
      expect((await make(await makeOffering(test, 4))).status).toBe(201)
    expect((await make(await makeOffering(test, 4))).body).toMatchObject({
      code: 'too-many-pair-codes',
      facts: { most: 10 },
    })
  })
})

describe('whoever uses a code can do no more for the other child than who made it', () => {
  it('so not after that child was enrolled otherwise', async () => {
    const offeringId = await makeOffering(test, 4)
    const code = await codeFor(offeringId)
    await enrolIn(test, maker, offeringId)
    expect((await join(code)).body.code).toBe('friend-enrolled-already')
    expect(await statusesOf(test, offeringId)).toEqual(['placed'])
  })

  it('nor after who made it is no guardian any more', async () => {
    const offeringId = await makeOffering(test, 4)
    const code = await codeFor(offeringId)
    await addGuardian(test, maker.childIds[0] ?? '', friend.email)
    await test.db.sql`
      DELETE FROM guardianship WHERE child_id = ${maker.childIds[0]}
        AND account_id = (SELECT id FROM account WHERE email = ${maker.email})`
    expect((await join(code)).body.code).toBe('friend-cannot-join')
    expect(await statusesOf(test, offeringId)).toEqual([])
  })

  it('nor after the child is gone', async () => {
    const code = await codeFor(await makeOffering(test, 4))
    await test.call('DELETE', `/children/${maker.childIds[0]}`, undefined, maker.cookie)
    expect((await join(code)).body.code).toBe('pair-code-unknown')
  })

  it('and is not told why it does not work for the other child', async () => {
    const offeringId = await makeOffering(test, 4, { date: '2027-02-27' })
    const sameTime = await makeOffering(test, 4, { date: '2027-02-27' })
    const code = await codeFor(offeringId)
    await enrolIn(test, maker, sameTime)
    const refused = await join(code)
    expect(refused).toMatchObject({ status: 409, body: { code: 'friend-cannot-join' } })
    expect(refused.body).not.toHaveProperty('refusals')
    // Of the own child it is.
    await enrolIn(test, friend, sameTime)
    expect((await join(code)).body).toMatchObject({
      code: 'session-clash',
      facts: { otherTitle: expect.any(String) },
    })
  })
})

it('trying codes is limited, right or wrong', async () => {
  test.deps.settings.rateLimits = true
  const answers = await Promise.all(Array.from({ length: 40 }, () => look(newPairCode())))
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(10)
  test.deps.settings.rateLimits = false
})

import { namedId } from '@portal/db/seed/named-id.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newestToken } from '../testing/read-letters.ts'
import { createTestApp } from '../testing/test-app.ts'

let test: Awaited<ReturnType<typeof createTestApp>>
let mother: string
let father: string
const motherId = namedId('account', 'ouder@demo.example')
const fatherId = namedId('account', 'ouder2@demo.example')
beforeAll(async () => {
  test = await createTestApp()
  test.deps.settings.rateLimits = false
  mother = await test.signIn('ouder@demo.example')
  father = await test.signIn('ouder2@demo.example')
})
afterAll(() => test.drop())

async function join(childId: string, email: string, as: 'guardian' | 'young') {
  await test.call('POST', `/children/${childId}/invitations`, { email, as }, mother)
  const accepted = await test.call('POST', '/invitations/acceptances', { token: newestToken(test, email) })
  expect(accepted.status).toBe(201)
  return test.signIn(email)
}

/** A child of the mother, and of the father too, each with a home. */
async function aSharedChild(birthDate = '2018-05-01') {
  const child = { firstName: 'Mees', lastName: 'Proef', birthDate, postcode: '5223AB' }
  const id = String((await test.call('POST', '/children', child, mother)).body.id)
  await join(id, 'ouder2@demo.example', 'guardian')
  await test.db.sql`
    UPDATE child SET second_postcode = '5224BD', second_postcode_by = ${fatherId},
      second_neighbourhood_code = (SELECT neighbourhood_code FROM postcode_area WHERE postcode4 = '5224')
    WHERE id = ${id}`
  return id
}

const list = async (childId: string, cookie: string) =>
  (await test.call('GET', `/children/${childId}/guardians`, undefined, cookie)).body.items ?? []
const end = (childId: string, accountId: string, cookie: string) =>
  test.call('DELETE', `/children/${childId}/guardians/${accountId}`, undefined, cookie)
const homesOf = async (childId: string) =>
  (
    await test.db.sql`
      SELECT postcode, postcode_by AS by, second_postcode AS second, second_postcode_by AS "secondBy" FROM child WHERE id = ${childId}`
  )[0]

describe('the guardians of a child', () => {
  it('are told to each other, with what each may end and what goes with it', async () => {
    const child = await aSharedChild()
    expect(await list(child, father)).toMatchObject([
      { accountId: fatherId, kind: 'guardian', isMe: true, refusal: null, takesHome: true },
      { accountId: motherId, kind: 'guardian', isMe: false, refusal: 'only-own-link', takesHome: false },
    ])
    const stranger = await test.signIn('gezin1@demo.example')
    expect((await test.call('GET', `/children/${child}/guardians`, undefined, stranger)).status).toBe(404)
    expect((await end(child, motherId, stranger)).status).toBe(404)
    // The one who has nothing to do with it is not there for the family either.
    expect((await end(child, namedId('account', 'gezin1@demo.example'), mother)).status).toBe(404)
  })

  it('end their own link and not each other’s, and take their own home along', async () => {
    const child = await aSharedChild()
    expect(await end(child, motherId, father)).toMatchObject({ status: 403, body: { code: 'only-own-link' } })
    expect((await end(child, motherId, mother)).status).toBe(204)
    // The father's home, which was the second, is the first now.
    expect(await homesOf(child)).toEqual({ postcode: '5224BD', by: fatherId, second: null, secondBy: null })
    expect((await test.call('GET', `/children/${child}`, undefined, mother)).status).toBe(404)
    expect(await end(child, fatherId, father)).toMatchObject({ status: 409, body: { code: 'last-guardian' } })
    const [log] = await test.db.sql`
      SELECT by_account AS by, before FROM change_log WHERE subject_id = ${child} AND verb = 'end-guardianship'`
    expect(log).toEqual({ by: motherId, before: { account: motherId, kind: 'guardian' } })
  })

  it('leave the home of the one who stays alone', async () => {
    const child = await aSharedChild()
    expect((await end(child, fatherId, father)).status).toBe(204)
    expect(await homesOf(child)).toEqual({ postcode: '5223AB', by: motherId, second: null, secondBy: null })
  })

  it('bring nobody in by a letter that was still on its way when they left', async () => {
    const child = await aSharedChild()
    const body = { email: 'stiefmoeder@voorbeeld.nl', as: 'guardian' }
    await test.call('POST', `/children/${child}/invitations`, body, father)
    await end(child, fatherId, father)
    const token = newestToken(test, 'stiefmoeder@voorbeeld.nl')
    expect((await test.call('POST', '/invitations/acceptances', { token })).status).toBe(410)
  })

  it('leave one of them, also when both end their link at the same time', async () => {
    for (let turn = 0; turn < 5; turn += 1) {
      const child = await aSharedChild()
      const answers = await Promise.all([end(child, motherId, mother), end(child, fatherId, father)])
      expect(answers.map(({ status }) => status).sort()).toEqual([204, 409])
      await test.db.sql`DELETE FROM child WHERE id = ${child}`
    }
  })
})

describe('a young person', () => {
  const young = 'jongere@voorbeeld.nl'

  it('of 16 ends any link, the last one too, and then decides alone', async () => {
    const child = await aSharedChild('2010-01-01')
    const cookie = await join(child, young, 'young')
    const [me, ...guardians] = await list(child, cookie)
    expect(me).toMatchObject({ kind: 'young', isMe: true, refusal: null, since: null })
    expect(guardians.map((each) => each.refusal)).toEqual([null, null])
    // A guardian no longer invites or ends the account; the young person does.
    const letter = { email: 'nieuwe.ouder@voorbeeld.nl', as: 'guardian' }
    const path = `/children/${child}/invitations`
    expect(await test.call('POST', path, letter, mother)).toMatchObject({
      status: 403,
      body: { code: 'young-person-acts' },
    })
    expect(await end(child, String(me?.accountId), mother)).toMatchObject({
      status: 403,
      body: { code: 'young-person-acts' },
    })
    expect((await test.call('POST', path, letter, cookie)).status).toBe(201)
    expect((await end(child, motherId, cookie)).status).toBe(204)
    expect((await end(child, fatherId, cookie)).status).toBe(204)
    expect(await homesOf(child)).toMatchObject({ postcode: null, by: null })
    expect(await end(child, String(me?.accountId), cookie)).toMatchObject({
      status: 409,
      body: { code: 'last-guardian' },
    })
    expect((await test.call('GET', `/children/${child}`, undefined, cookie)).status).toBe(200)
    await test.db.sql`DELETE FROM child WHERE id = ${child}`
  })

  it('of 15 ends only their own account, as a guardian may too', async () => {
    const child = await aSharedChild('2011-01-01')
    const cookie = await join(child, young, 'young')
    const [me] = await list(child, cookie)
    expect(await end(child, motherId, cookie)).toMatchObject({ status: 403, body: { code: 'guardian-acts' } })
    expect((await end(child, String(me?.accountId), mother)).status).toBe(204)
    expect((await test.call('GET', `/children/${child}`, undefined, cookie)).status).toBe(404)
    await join(child, young, 'young')
    expect((await end(child, String(me?.accountId), cookie)).status).toBe(204)
  })
})

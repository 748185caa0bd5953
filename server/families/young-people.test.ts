import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addAccount, addGuardian, publishOffering } from '../testing/family.ts'
import { createTestApp } from '../testing/test-app.ts'

let test: Awaited<ReturnType<typeof createTestApp>>
let cityWide: string
const asked = {
  firstName: 'Jip',
  lastName: 'Zelf',
  birthDate: '2010-11-24',
  postcode: '5223AB',
  isSelf: true,
}
let count = 0
const somebody = async () => {
  count += 1
  const email = `jongere${count}@demo.example`
  const id = await addAccount(test, email)
  return { id, email, cookie: await test.signIn(email) }
}

beforeAll(async () => {
  test = await createTestApp()
  cityWide = await publishOffering(test, { title: 'Voor de hele stad' })
})
afterAll(() => test.drop())

describe('a young person', () => {
  it('of 16 enters themselves on their birthday, has no guardian, and sees and acts alone', async () => {
    const { cookie } = await somebody()
    const me = await test.call('POST', '/children', asked, cookie)
    expect(me).toMatchObject({
      status: 201,
      body: { isSelf: true, hasOwnAccount: true, whyNotAct: null, postcode: '5223 AB' },
    })
    const id = me.body.id
    expect(await test.db.sql`SELECT 1 FROM guardianship WHERE child_id = ${String(id)}`).toEqual([])
    expect((await test.call('GET', '/me', undefined, cookie)).body).toMatchObject({
      roles: ['guardian', 'young'],
      ownChildId: id,
      childCount: 0,
    })
    const enrolled = await test.call('POST', '/enrolments', { childId: id, offeringId: cityWide }, cookie)
    expect(enrolled).toMatchObject({ status: 201, body: { status: 'placed' } })
    expect((await test.call('GET', `/children/${id}/week`, undefined, cookie)).status).toBe(200)
    const gone = await test.call('POST', `/enrolments/${enrolled.body.id}/withdrawal`, undefined, cookie)
    expect(gone.body).toMatchObject({ status: 'withdrawn' })
    // Younger than 16 they could do nothing, and nobody else either.
    expect(await test.call('PATCH', `/children/${id}`, { birthDate: '2012-01-01' }, cookie)).toMatchObject({
      status: 422,
      body: { code: 'too-young-to-enter-oneself' },
    })
    expect((await test.call('PATCH', `/children/${id}`, { postcode: '5211AB' }, cookie)).body).toMatchObject({
      postcode: '5211 AB',
    })
  })

  it('of 15, a day short of 16, is told from which age it can, and nothing is kept', async () => {
    const { cookie } = await somebody()
    const answer = await test.call('POST', '/children', { ...asked, birthDate: '2010-11-25' }, cookie)
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'too-young-to-enter-oneself', facts: { ageMin: 16 } },
    })
    expect((await test.call('GET', '/children', undefined, cookie)).body.total).toBe(0)
  })

  it('is one per account, also when asked ten times at once', async () => {
    const { cookie } = await somebody()
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => test.call('POST', '/children', asked, cookie)),
    )
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, ...Array(9).fill(409)])
    expect(answers.find((answer) => answer.status === 409)?.body).toMatchObject({ code: 'already-entered' })
  })

  it('of 12 to 15 sees their own week and enrolments, and is told that a guardian acts', async () => {
    const { id: account, cookie } = await somebody()
    const parent = await test.signIn('ouder@demo.example')
    const made = await test.call(
      'POST',
      '/children',
      { ...asked, isSelf: false, birthDate: '2013-01-01' },
      parent,
    )
    const id = String(made.body.id)
    expect(made.body).toMatchObject({ isSelf: false, hasOwnAccount: false, whyNotAct: null })
    await test.db.sql`UPDATE child SET account_id = ${account} WHERE id = ${id}`
    const enrolment = await test.call('POST', '/enrolments', { childId: id, offeringId: cityWide }, parent)
    expect((await test.call('GET', `/children/${id}`, undefined, cookie)).body).toMatchObject({
      isSelf: true,
      whyNotAct: 'guardian-acts',
    })
    expect((await test.call('GET', `/children/${id}/week`, undefined, cookie)).status).toBe(200)
    expect((await test.call('GET', '/enrolments', undefined, cookie)).body.total).toBe(1)
    for (const [method, path, body] of [
      ['PATCH', `/children/${id}`, { firstName: 'Anders' }],
      ['DELETE', `/children/${id}`, undefined],
      ['GET', `/children/${id}/removal-preview`, undefined],
      ['POST', `/children/${id}/changes/previews`, {}],
      ['POST', `/enrolments/${enrolment.body.id}/withdrawal`, undefined],
    ] as const) {
      expect(await test.call(method, path, body, cookie), `${method} ${path}`).toMatchObject({
        status: 403,
        body: { code: 'guardian-acts' },
      })
    }
    // From 16 it is the other way round.
    test.setClock('2029-01-01T09:00:00Z')
    const [young, guardian] = [
      await test.signIn('jongere4@demo.example'),
      await test.signIn('ouder@demo.example'),
    ]
    expect((await test.call('GET', `/children/${id}`, undefined, young)).body.whyNotAct).toBe(null)
    expect((await test.call('GET', `/children/${id}`, undefined, guardian)).body.whyNotAct).toBe(
      'young-person-acts',
    )
    test.setClock('2026-11-24T09:00:00Z')
  })

  it('of 16 or over with a guardian acts, and the guardian looks on', async () => {
    const { cookie } = await somebody()
    const made = await test.call('POST', '/children', asked, cookie)
    const id = String(made.body.id)
    await addGuardian(test, id, 'ouder2@demo.example')
    const guardian = await test.signIn('ouder2@demo.example')
    expect((await test.call('GET', `/children/${id}`, undefined, guardian)).body).toMatchObject({
      isSelf: false,
      whyNotAct: 'young-person-acts',
      postcode: null,
      hasHiddenHome: true,
    })
    expect(
      await test.call('POST', '/enrolments', { childId: id, offeringId: cityWide }, guardian),
    ).toMatchObject({ status: 403, body: { code: 'young-person-acts' } })
  })
})

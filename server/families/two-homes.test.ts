import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { addAccount, addGuardian, publishOffering } from '../testing/family.ts'
import { type Answer, createTestApp } from '../testing/test-app.ts'

const [mother, father, young] = ['ouder@demo.example', 'ouder2@demo.example', 'jongere@demo.example']
/** Nobody else in the city lives here, so that a scan of an answer means something. */
const [hers, his] = ['5233 ZQ', '5211 ZX']
const body = { firstName: 'Bo', lastName: 'Tweehuis', birthDate: '2018-05-01', postcode: hers }

let test: Awaited<ReturnType<typeof createTestApp>>
let cookies: { mother: string; father: string }
let inTown: string
let child: string

const asMother = (method: string, path: string, sent?: unknown) =>
  test.call(method, path, sent, cookies.mother)
const asFather = (method: string, path: string, sent?: unknown) =>
  test.call(method, path, sent, cookies.father)
const names = (answer: Answer, postcode: string) => {
  const text = JSON.stringify(answer.body)
  return text.includes(postcode) || text.includes(postcode.replace(' ', ''))
}

beforeAll(async () => {
  test = await createTestApp()
  await addAccount(test, young)
  cookies = { mother: await test.signIn(mother), father: await test.signIn(father) }
  inTown = await publishOffering(test, { title: 'Alleen in de stad', neighbourhoods: ['WK079601'] })
})
afterAll(() => test.drop())

beforeEach(async () => {
  const made = await asMother('POST', '/children', body)
  expect(made, JSON.stringify(made.body)).toMatchObject({ status: 201 })
  child = String(made.body.id)
  await addGuardian(test, child, father)
})

const check = (by: typeof asMother) => by('POST', `/children/${child}/checks`, { offeringId: inTown })

describe('two homes', () => {
  it('count both: a second home in another neighbourhood opens what is offered there, and taking it away closes it', async () => {
    expect((await check(asMother)).body).toMatchObject({ eligible: false })
    const changed = await asMother('PATCH', `/children/${child}`, { secondPostcode: '5211 ab' })
    expect(changed).toMatchObject({
      status: 200,
      body: { postcode: hers, secondPostcode: '5211 AB', secondNeighbourhood: { code: 'WK079601' } },
    })
    expect((await check(asMother)).body).toMatchObject({ eligible: true })
    const enrolled = await asMother('POST', '/enrolments', { childId: child, offeringId: inTown })
    expect(enrolled.body).toMatchObject({ status: 'placed' })
    const without = await asMother('PATCH', `/children/${child}`, { secondPostcode: null })
    expect(without.body).toMatchObject({ postcode: hers, secondPostcode: null, secondNeighbourhood: null })
    expect((await check(asMother)).body).toMatchObject({ eligible: false })
  })

  it('can be entered at once, and one of them may lie elsewhere', async () => {
    const made = await asMother('POST', '/children', {
      ...body,
      postcode: '1011 AB',
      secondPostcode: '5211AB',
    })
    expect(made).toMatchObject({ status: 201, body: { neighbourhood: null, secondPostcode: '5211 AB' } })
    const nowhere = await asMother('POST', '/children', {
      ...body,
      postcode: '1011 AB',
      secondPostcode: '1012 AB',
    })
    expect(nowhere).toMatchObject({ status: 422, body: { errors: [{ pointer: '/postcode' }] } })
    const same = await asMother('POST', '/children', { ...body, secondPostcode: hers })
    expect(same).toMatchObject({ status: 422, body: { errors: [{ pointer: '/secondPostcode' }] } })
  })

  it('are no more than two, whoever entered them', async () => {
    const his1 = await asFather('PATCH', `/children/${child}`, { postcode: his })
    expect(his1).toMatchObject({
      status: 200,
      body: { postcode: his, secondPostcode: null, hasHiddenHome: true },
    })
    expect(await asFather('PATCH', `/children/${child}`, { secondPostcode: '5212 AB' })).toMatchObject({
      status: 409,
      body: { code: 'third-home', facts: { most: 2 } },
    })
    expect(await asMother('GET', `/children/${child}`)).toMatchObject({
      body: { postcode: hers, secondPostcode: null, hasHiddenHome: true },
    })
  })
})

describe('a home', () => {
  it('is in no answer to the other guardian, and theirs in none to the first', async () => {
    await asFather('PATCH', `/children/${child}`, { postcode: his })
    const enrolled = await asFather('POST', '/enrolments', { childId: child, offeringId: inTown })
    expect(enrolled.body).toMatchObject({ status: 'placed' })
    const requests = [
      ['GET', '/me'],
      ['GET', '/children?pageSize=100'],
      ['GET', `/children/${child}`],
      ['PATCH', `/children/${child}`, { lastName: 'Tweehuizen' }],
      ['GET', `/children/${child}/week`],
      ['GET', `/children/${child}/looks`],
      ['GET', `/children/${child}/changes`],
      ['GET', `/children/${child}/removal-preview`],
      ['POST', `/children/${child}/changes/previews`, { birthDate: '2009-05-01' }],
      ['POST', `/children/${child}/checks`, { offeringId: inTown }],
      ['GET', '/enrolments?pageSize=100'],
      ['PATCH', `/children/${child}`, { postcode: null, secondPostcode: null, schoolId: null }],
    ] as const
    for (const [by, foreign, own] of [
      [asFather, hers, his],
      [asMother, his, hers],
    ] as const) {
      await asFather('PATCH', `/children/${child}`, { postcode: his })
      expect(names(await by('GET', `/children/${child}`), own)).toBe(true)
      for (const [method, path, sent] of requests) {
        const answer = await by(method, path, sent)
        expect([200, 422], `${method} ${path}`).toContain(answer.status)
        expect(names(answer, foreign), `${method} ${path}`).toBe(false)
        if (path === `/children/${child}`)
          expect(JSON.stringify(answer.body), path).not.toContain(foreign === hers ? 'Noord' : 'Binnenstad')
      }
    }
  })

  it('that the school entered is seen by all guardians, until one of them changes it', async () => {
    await test.db.sql`UPDATE child SET postcode_by = NULL WHERE id = ${child}`
    for (const by of [asMother, asFather])
      expect((await by('GET', `/children/${child}`)).body).toMatchObject({
        postcode: hers,
        hasHiddenHome: false,
      })
    expect((await asFather('PATCH', `/children/${child}`, { postcode: his })).body).toMatchObject({
      postcode: his,
    })
    expect((await asMother('GET', `/children/${child}`)).body).toMatchObject({
      postcode: null,
      hasHiddenHome: true,
    })
  })

  it('is not taken away by a birth date of 16 and an account for a second address of the other guardian', async () => {
    const forged = await asFather('PATCH', `/children/${child}`, { birthDate: '2009-01-01' })
    expect(forged).toMatchObject({
      status: 409,
      body: { code: 'sixteen-by-correction', facts: { ageMin: 16 } },
    })
    expect((await asFather('PATCH', `/children/${child}`, { birthDate: '2018-05-02' })).status).toBe(200)
  })

  it('is not seen through the account of a young person that the other guardian made for a second address of his own', async () => {
    const account =
      (await test.db.sql<{ id: string }>`SELECT id FROM account WHERE email = ${young}`)[0]?.id ?? ''
    await test.db.sql`UPDATE child SET account_id = NULL WHERE account_id = ${account}`
    // What an accepted invitation of a young person does, and a birth date of 16 or over.
    await test.db.sql`UPDATE child SET account_id = ${account}, birth_date = '2009-01-01' WHERE id = ${child}`
    const cookie = await test.signIn(young)
    const asYoung = (method: string, path: string, sent?: unknown) => test.call(method, path, sent, cookie)
    expect((await asYoung('GET', `/children/${child}`)).body).toMatchObject({
      postcode: null,
      hasHiddenHome: true,
    })
    for (const path of ['changes', 'guardians', 'week', 'looks'])
      expect(names(await asYoung('GET', `/children/${child}/${path}`), hers), path).toBe(false)
    expect(JSON.stringify((await asYoung('GET', `/children/${child}/changes`)).body)).not.toContain(
      'postcode',
    )
    // Their own they enter beside it.
    expect((await asYoung('PATCH', `/children/${child}`, { postcode: his })).body).toMatchObject({
      postcode: his,
      hasHiddenHome: true,
    })
    expect((await asMother('GET', `/children/${child}`)).body).toMatchObject({ postcode: hers })
  })

  it('is never seen by a school or a provider', async () => {
    const [school, provider] = [
      await test.signIn('school@demo.example'),
      await test.signIn('aanbieder@demo.example'),
    ]
    const me = await test.call('GET', '/me', undefined, school)
    const schoolId = (me.body.schools as { id: string }[])[0]?.id
    await asMother('PATCH', `/children/${child}`, { schoolId, secondPostcode: his })
    await asMother('POST', '/enrolments', { childId: child, offeringId: inTown })
    for (const [cookie, method, path, sent] of [
      [school, 'GET', '/enrolments?pageSize=100', undefined],
      [school, 'POST', `/children/${child}/checks`, { offeringId: inTown }],
      [provider, 'GET', `/offerings/${inTown}/participants?pageSize=100`, undefined],
    ] as const) {
      const answer = await test.call(method, path, sent, cookie)
      expect(answer.status, path).toBe(200)
      expect(names(answer, hers) || names(answer, his), path).toBe(false)
      expect(JSON.stringify(answer.body)).not.toMatch(/postcode"/)
    }
  })
})

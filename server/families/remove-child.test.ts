import { namedId } from '@portal/db/seed/named-id.ts'
import { municipalityId } from '@portal/db/seed/reference/load-reference.ts'
import { newId } from '@portal/shared/ids.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addAccount, addGuardian, publishOffering, tablesWith } from '../testing/family.ts'
import { findBrokenPromises } from '../testing/find-broken-promises.ts'
import { createTestApp } from '../testing/test-app.ts'

const [mother, father, young] = ['ouder@demo.example', 'ouder2@demo.example', 'jongere@demo.example']

let test: Awaited<ReturnType<typeof createTestApp>>
let parent: string
let schoolId: string
beforeAll(async () => {
  test = await createTestApp()
  parent = await test.signIn(mother)
  const me = await test.call('GET', '/me', undefined, await test.signIn('school@demo.example'))
  schoolId = (me.body.schools as { id: string }[])[0]?.id ?? ''
  await addAccount(test, young)
})
afterAll(() => test.drop())

const canary = {
  firstName: 'Kanariepiet',
  lastName: 'Zonderspoor',
  birthDate: '2018-05-01',
  postcode: '5223ZQ',
}
const add = async (over: object = {}) =>
  String((await test.call('POST', '/children', { ...canary, schoolId, ...over }, parent)).body.id)
const remove = (id: string, cookie = parent) => test.call('DELETE', `/children/${id}`, undefined, cookie)
const preview = (id: string, cookie = parent) =>
  test.call('GET', `/children/${id}/removal-preview`, undefined, cookie)
const enrol = async (childId: string, offeringId: string, email = mother) =>
  test.call('POST', '/enrolments', { childId, offeringId }, await test.signIn(email))
const statusesOf = async (childId: string) =>
  (
    await test.db.sql<{ status: string }>`
      SELECT status FROM enrolment WHERE child_id = ${childId} ORDER BY joined_number`
  ).map(({ status }) => status)
const bringIn = (id: string) => test.db.sql`
  INSERT INTO pupil (municipality_id, child_id, school_id, pupil_number, created_at)
  VALUES (${municipalityId}, ${id}, ${schoolId}, ${id}, now())`
const invite = (id: string, email: string) => test.db.sql`
  INSERT INTO invitation (municipality_id, id, token_hash, kind, email, child_id, invited_by, created_at, expires_at)
  VALUES (${municipalityId}, ${newId()}, sha256(${email}::bytea), 'guardian', ${email}, ${id}, ${namedId('account', mother)},
    now(), now() + interval '7 days')`

it('a child that is enrolled while it is removed is gone afterwards, with all its places', async () => {
  const found = await test.call('GET', '/offerings?neighbourhood=WK079611&age=8&pageSize=100')
  const offerings = (found.body.items ?? []).map((item) => item.id).slice(0, 6)
  for (let turn = 0; turn < 15; turn += 1) {
    const body = { firstName: 'Proef', lastName: 'Kind', birthDate: '2018-05-01', postcode: '5223AB' }
    const child = await test.call('POST', '/children', body, parent)
    const enrolIn = (offeringId: unknown) =>
      test.call('POST', '/enrolments', { childId: child.body.id, offeringId }, parent)
    await enrolIn(offerings[turn % offerings.length])
    const [removed, ...enrolled] = await Promise.all([
      test.call('DELETE', `/children/${child.body.id}`, undefined, parent),
      ...offerings.map(enrolIn),
    ])
    expect(removed?.status).toBe(204)
    for (const answer of enrolled) expect([200, 201, 404, 409, 422]).toContain(answer.status)
    const left = await test.db.sql`SELECT 1 FROM enrolment WHERE child_id = ${String(child.body.id)}`
    expect(left).toEqual([])
  }
  expect(await findBrokenPromises(test.db)).toEqual([])
})

it('is told beforehand: what ends, and how many wait for the place', async () => {
  const offeringId = await publishOffering(test, {
    title: 'Eén plek',
    capacity: 1,
    neighbourhoods: ['WK079611'],
  })
  const [child, next] = [await add(), await add({ firstName: 'Volgende' })]
  await enrol(child, offeringId)
  expect((await enrol(next, offeringId)).body).toMatchObject({ status: 'waitlisted' })
  expect(await preview(child)).toMatchObject({
    status: 200,
    body: {
      outcome: 'child-removed',
      schoolName: null,
      enrolments: [{ status: 'placed', offering: { id: offeringId, title: 'Eén plek' }, waiting: 1 }],
    },
  })
  expect((await preview(next)).body).toMatchObject({ enrolments: [{ status: 'waitlisted', waiting: 0 }] })
  expect((await remove(child)).status).toBe(204)
  expect(await statusesOf(next)).toEqual(['offered'])
  await remove(next)
})

it('leaves nothing personal: not in the log of changes, nor in any other table', async () => {
  const child = await add()
  await test.call(
    'PATCH',
    `/children/${child}`,
    { firstName: 'Kanariepietje', secondPostcode: '5211ZX' },
    parent,
  )
  const offeringId = await publishOffering(test, {
    title: 'Nog een',
    neighbourhoods: ['WK079611'],
    date: '2027-02-06',
  })
  await enrol(child, offeringId)
  await test.call(
    'GET',
    `/offerings/${offeringId}/participants`,
    undefined,
    await test.signIn('aanbieder@demo.example'),
  )
  await invite(child, 'kanariepiet@voorbeeld.nl')
  const invitationId = (
    await test.db.sql<{ id: string }>`SELECT id FROM invitation WHERE child_id = ${child}`
  )[0]?.id
  await test.db.sql`
    INSERT INTO change_log (municipality_id, at, verb, subject_kind, subject_id, after)
    VALUES (${municipalityId}, now(), 'invite-guardian', 'invitation', ${invitationId}, '{"email": "kanariepiet@voorbeeld.nl"}'),
      (${municipalityId}, now(), 'other', 'other', ${newId()}, ${JSON.stringify({ childId: child, name: 'Kanariepiet' })}::jsonb)`
  expect(await tablesWith(test, 'kanariepiet')).toEqual(
    expect.arrayContaining(['change_log', 'child', 'invitation']),
  )
  expect(await tablesWith(test, '5211ZX')).toEqual(expect.arrayContaining(['change_log', 'child']))
  expect((await remove(child)).status).toBe(204)
  for (const text of ['kanariepiet', 'zonderspoor', '5223ZQ', '5211ZX'])
    expect(await tablesWith(test, text)).toEqual([])
  const log = await test.db.sql`
    SELECT verb, before, after FROM change_log WHERE subject_id = ${child} ORDER BY number`
  expect(log).toEqual(
    ['add-child', 'change-child', 'remove-child'].map((verb) => ({ verb, before: null, after: null })),
  )
  expect(await test.db.sql`SELECT 1 FROM look WHERE child_id = ${child}`).toEqual([])
})

it('by one of two guardians leaves the child to the other, without the home that is gone', async () => {
  const child = await add()
  await addGuardian(test, child, father)
  const other = await test.signIn(father)
  await test.call('PATCH', `/children/${child}`, { postcode: '5211ZX' }, other)
  await invite(child, 'tante@voorbeeld.nl')
  const offeringId = await publishOffering(test, {
    title: 'Blijft',
    neighbourhoods: ['WK079611'],
    date: '2027-02-13',
  })
  await enrol(child, offeringId)
  expect((await preview(child)).body).toEqual({ outcome: 'leaves-family', schoolName: null, enrolments: [] })
  expect((await remove(child)).status).toBe(204)
  expect((await test.call('GET', `/children/${child}`, undefined, parent)).status).toBe(404)
  expect((await test.call('GET', `/children/${child}`, undefined, other)).body).toMatchObject({
    postcode: '5211 ZX',
    secondPostcode: null,
    hasHiddenHome: false,
  })
  expect(await statusesOf(child)).toEqual(['placed'])
  expect(await tablesWith(test, '5223ZQ')).toEqual([])
  const [open] = await test.db.sql`SELECT revoked_at FROM invitation WHERE child_id = ${child}`
  expect(open?.revoked_at).not.toBeNull()
  // The one who is left is the last.
  expect((await preview(child, other)).body).toMatchObject({ outcome: 'child-removed' })
  expect((await remove(child, other)).status).toBe(204)
  expect(await tablesWith(test, 'zonderspoor')).toEqual([])
})

it('by both guardians at once takes the child away, and never leaves one of nobody', async () => {
  for (let turn = 0; turn < 8; turn += 1) {
    const child = await add()
    await addGuardian(test, child, father)
    const answers = await Promise.all([remove(child), remove(child, await test.signIn(father))])
    expect(answers.map((answer) => answer.status)).toEqual([204, 204])
    expect(await test.db.sql`SELECT 1 FROM child WHERE id = ${child}`).toEqual([])
  }
})

it('of a child that a school brought in ends the tie with the family, and the child stays with the school', async () => {
  const child = await add()
  await bringIn(child)
  const [byFamily, bySchool] = [
    await publishOffering(test, { title: 'Van thuis', neighbourhoods: ['WK079611'], date: '2027-02-20' }),
    await publishOffering(test, { title: 'Van school', neighbourhoods: ['WK079611'], date: '2027-02-27' }),
  ]
  await enrol(child, byFamily)
  expect((await enrol(child, bySchool, 'school@demo.example')).body).toMatchObject({
    status: 'awaiting_consent',
  })
  await invite(child, 'oma@voorbeeld.nl')
  expect((await preview(child)).body).toMatchObject({
    outcome: 'stays-with-school',
    schoolName: expect.any(String),
    enrolments: [{ offering: { title: 'Van thuis' } }],
  })
  expect((await remove(child)).status).toBe(204)
  expect((await test.call('GET', `/children/${child}`, undefined, parent)).status).toBe(404)
  expect(await statusesOf(child)).toEqual(['withdrawn', 'awaiting_consent'])
  expect(
    await test.db
      .sql`SELECT first_name, postcode, neighbourhood_code, account_id FROM child WHERE id = ${child}`,
  ).toEqual([{ first_name: 'Kanariepiet', postcode: null, neighbourhood_code: null, account_id: null }])
  expect(await tablesWith(test, '5223ZQ')).toEqual([])
  expect(await tablesWith(test, 'oma@voorbeeld.nl')).toEqual([])
  const seen = await test.call(
    'GET',
    `/enrolments?childId=${child}`,
    undefined,
    await test.signIn('school@demo.example'),
  )
  expect(seen.body.total).toBe(2)
})

it('tells a family that claims the child later nothing of the one before: no names, and no reason of the team', async () => {
  const child = await add()
  await bringIn(child)
  const reason = '?reason=Uithuisplaatsing%20van%20het%20kind'
  const asTeam = async () =>
    test.call(
      'GET',
      `/municipality-children/${child}${reason}`,
      undefined,
      await test.signIn('team@demo.example'),
    )
  expect((await asTeam()).status).toBe(200)
  expect((await remove(child)).status).toBe(204)
  test.setClock('2026-11-25T09:00:00Z')
  await addGuardian(test, child, father)
  const later = await test.signIn(father)
  for (const list of ['changes', 'looks'])
    expect((await test.call('GET', `/children/${child}/${list}`, undefined, later)).body.items, list).toEqual(
      [],
    )
  await asTeam()
  expect((await test.call('GET', `/children/${child}/looks`, undefined, later)).body.total).toBe(1)
  test.setClock('2026-11-24T09:00:00Z')
})

it('is for the young person of 16 alone, and takes the guardians along', async () => {
  const child = await add({ birthDate: '2009-01-01' })
  await test.db.sql`UPDATE child SET account_id = ${namedId('account', young)} WHERE id = ${child}`
  for (const answer of [await preview(child), await remove(child)])
    expect(answer).toMatchObject({ status: 403, body: { code: 'young-person-acts' } })
  const own = await test.signIn(young)
  expect((await preview(child, own)).body).toMatchObject({ outcome: 'child-removed' })
  expect((await remove(child, own)).status).toBe(204)
  expect((await test.call('GET', `/children/${child}`, undefined, parent)).status).toBe(404)
})

it('another school ends the say of the one that brought the child in, and the codes that it handed out', async () => {
  const child = await add()
  await bringIn(child)
  await test.db.sql`
    INSERT INTO claim_code (municipality_id, id, code_hash, child_id, school_id, created_by, created_at, expires_at)
    VALUES (${municipalityId}, ${newId()}, sha256('code'), ${child}, ${schoolId}, ${namedId('account', 'school@demo.example')},
      now(), now() + interval '30 days')`
  await test.call('PATCH', `/children/${child}`, { schoolId: null }, parent)
  expect((await preview(child)).body).toMatchObject({ outcome: 'child-removed' })
  const [code] = await test.db.sql`SELECT revoked_at FROM claim_code WHERE child_id = ${child}`
  expect(code?.revoked_at).not.toBeNull()
})

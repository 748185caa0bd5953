import { namedId } from '@portal/db/seed/named-id.ts'
import { municipalityId } from '@portal/db/seed/reference/load-reference.ts'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { makeCalendarCity } from '../testing/calendar-city.ts'
import { addAccount, addGuardian, tablesWith } from '../testing/family.ts'
import { createTestApp } from '../testing/test-app.ts'
import { aFullList, withdraw } from '../testing/waiting-family.ts'
import { recordNotices } from './record-notices.ts'

let test: Awaited<ReturnType<typeof createTestApp>>
let city: Awaited<ReturnType<typeof makeCalendarCity>>
beforeEach(async () => {
  test = await createTestApp()
  city = await makeCalendarCity(test)
})
afterEach(() => test.drop())

const tell = (reason: string, childId = city.childId) =>
  recordNotices(test.deps, test.db, [
    { kind: 'session-moved', childId, offeringId: city.judo, reason, facts: { date: '2027-01-12' } },
  ])
const list = async (cookie: string, query = '') => {
  const answer = await test.call('GET', `/notices${query}`, undefined, cookie)
  expect(answer.status).toBe(200)
  return answer.body as {
    total: number
    unread: number
    items: { reason: string; isUnread: boolean; createdAt: string }[]
  }
}
const read = async (cookie: string, until: string) =>
  (await test.call('POST', '/notices/readings', { until }, cookie)).body
const unreadOf = async (cookie: string) =>
  (await test.call('GET', '/me', undefined, cookie)).body.unreadNotices

it('are there for every guardian, the newest first and page by page, and for nobody else', async () => {
  await addGuardian(test, city.childId, 'ouder2@demo.example')
  const other = await test.signIn('ouder2@demo.example')
  for (const minute of [1, 2, 3]) {
    test.setClock(`2026-11-24T09:0${minute}:00Z`)
    await tell(`Reden ${minute}`)
  }
  const found = await list(other)
  expect(found).toMatchObject({ total: 3, unread: 3 })
  expect(found.items.map(({ reason }) => reason)).toEqual(['Reden 3', 'Reden 2', 'Reden 1'])
  expect(found.items[0]).toMatchObject({
    kind: 'session-moved',
    child: { id: city.childId, firstName: 'Bo', isSelf: false },
    offering: { id: city.judo, title: 'Judo' },
    facts: { date: '2027-01-12' },
  })
  const second = await list(city.parent, '?page=2&pageSize=2')
  expect(second.items.map(({ reason }) => reason)).toEqual(['Reden 1'])
  for (const email of ['school@demo.example', 'aanbieder@demo.example', 'team@demo.example'])
    expect(await list(await test.signIn(email))).toMatchObject({ total: 0, unread: 0 })
})

it('are read by each guardian for themselves, up to what was shown, and once', async () => {
  await addGuardian(test, city.childId, 'ouder2@demo.example')
  const other = await test.signIn('ouder2@demo.example')
  await tell('Eerst')
  const shown = (await list(city.parent)).items[0]?.createdAt ?? ''
  test.setClock('2026-11-24T09:30:00Z')
  await tell('Daarna')
  expect(await unreadOf(city.parent)).toBe(2)
  expect(await read(city.parent, shown)).toEqual({ unread: 1 })
  expect(await read(city.parent, shown)).toEqual({ unread: 1 })
  expect((await list(city.parent)).items.map(({ reason, isUnread }) => [reason, isUnread])).toEqual([
    ['Daarna', true],
    ['Eerst', false],
  ])
  expect(await unreadOf(city.parent)).toBe(1)
  expect(await unreadOf(other)).toBe(2)
  const kept = await test.db.sql<{ count: number }>`SELECT count(*)::integer AS count FROM notice_reading`
  expect(kept).toEqual([{ count: 1 }])
})

it('cannot be marked by somebody else, who finds nothing to mark', async () => {
  await tell('Eerst')
  const other = await test.signIn('ouder2@demo.example')
  expect(await read(other, '2027-01-01T00:00:00Z')).toEqual({ unread: 0 })
  expect(await unreadOf(city.parent)).toBe(1)
})

it('of a young person are for that person, and are no longer there for a guardian whose link ended', async () => {
  const accountId = await addAccount(test, 'jong@demo.example')
  await addGuardian(test, city.childId, 'ouder2@demo.example')
  await test.db.sql`UPDATE child SET account_id = ${accountId} WHERE id = ${city.childId}`
  await tell('Voor jou')
  const young = await test.signIn('jong@demo.example')
  expect((await list(young)).items).toMatchObject([{ reason: 'Voor jou', child: { isSelf: true } }])
  const path = `/children/${city.childId}/guardians/${namedId('account', 'ouder@demo.example')}`
  expect((await test.call('DELETE', path, undefined, city.parent)).status).toBe(204)
  expect(await list(city.parent)).toMatchObject({ total: 0, unread: 0 })
  expect(await unreadOf(city.parent)).toBe(0)
  expect(await list(young)).toMatchObject({ total: 1 })
})

it('go with a child that is removed, with who read them', async () => {
  await tell('Zeer persoonlijk')
  await read(city.parent, '2027-01-01T00:00:00Z')
  expect((await test.call('DELETE', `/children/${city.childId}`, undefined, city.parent)).status).toBe(204)
  expect(await tablesWith(test, 'Zeer persoonlijk')).toEqual([])
  expect(await test.db.sql`SELECT 1 FROM notice_reading`).toEqual([])
})

it('of a family that leaves its child to the school are not told to whoever claims it later', async () => {
  await test.call(
    'PATCH',
    `/schools/${city.schoolId}/pupils/${city.childId}`,
    { pupilNumber: '1' },
    city.school,
  )
  await tell('Van het vorige gezin')
  expect((await test.call('DELETE', `/children/${city.childId}`, undefined, city.parent)).status).toBe(204)
  await addGuardian(test, city.childId, 'ouder2@demo.example')
  expect(await list(await test.signIn('ouder2@demo.example'))).toMatchObject({ total: 0 })
})

it('of a child that is not there any more are not kept, and break nothing', async () => {
  await tell('Voor niemand', namedId('child', 'niemand'))
  const kept = await test.db.sql`SELECT 1 FROM notice WHERE municipality_id = ${municipalityId}`
  expect(kept).toEqual([])
})

it('move along when a pupil and an own child become one', async () => {
  const pupil = await test.call(
    'POST',
    `/schools/${city.schoolId}/pupils`,
    { firstName: 'Bo', lastName: 'Proef', birthDate: '2018-05-01', pupilNumber: '9' },
    city.school,
  )
  const pupilId = String(pupil.body.id)
  await tell('Voor de leerling', pupilId)
  const handed = await test.call(
    'POST',
    `/schools/${city.schoolId}/claim-codes`,
    { childIds: [pupilId] },
    city.school,
  )
  const code = (handed.body.items ?? [])[0]?.code
  const claimed = await test.call('POST', '/claims', { code, childId: city.childId }, city.parent)
  expect(claimed.status, JSON.stringify(claimed.body)).toBe(201)
  expect((await list(city.parent)).items).toMatchObject([
    { reason: 'Voor de leerling', child: { id: city.childId } },
  ])
})

it('that ask something are there as long as it can be answered, and again when the answer is taken back', async () => {
  const { holder, waiting } = await aFullList(test, 'Vraag', ['Vera'])
  const [family] = waiting
  await withdraw(test, holder)
  const kinds = async () => (await list(family.cookie)).items.map((item) => (item as { kind?: string }).kind)
  const answer = (verb: string) =>
    test.call('POST', `/enrolments/${family.enrolmentId}/${verb}`, undefined, family.cookie)
  expect([await kinds(), await unreadOf(family.cookie)]).toEqual([['place-offered'], 1])
  expect((await answer('refusal')).status).toBe(200)
  expect([await kinds(), await unreadOf(family.cookie)]).toEqual([[], 0])
  expect((await answer('refusal-undos')).status).toBe(200)
  expect([await kinds(), await unreadOf(family.cookie)]).toEqual([['place-offered'], 1])
  expect((await answer('acceptance')).status).toBe(200)
  expect([await kinds(), await unreadOf(family.cookie)]).toEqual([[], 0])
})

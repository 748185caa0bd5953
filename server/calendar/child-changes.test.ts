import { namedId } from '@portal/db/seed/named-id.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeCalendarCity } from '../testing/calendar-city.ts'
import { addGuardian } from '../testing/family.ts'
import { createTestApp } from '../testing/test-app.ts'

let test: Awaited<ReturnType<typeof createTestApp>>
let city: Awaited<ReturnType<typeof makeCalendarCity>>
beforeEach(async () => {
  test = await createTestApp()
  city = await makeCalendarCity(test)
})
afterEach(() => test.drop())

const said = async () => (await city.notices()).map(({ kind, facts }) => [kind, facts.activity, facts.code])
const elsewhere = async () => {
  const [row] = await test.db.sql<{ id: string }>`
    SELECT id FROM school WHERE sector = 'po' AND id <> ${city.schoolId} AND neighbourhood_code <> 'WK079611' ORDER BY id LIMIT 1`
  return row?.id ?? ''
}
const clashesOf = async (cookie = city.parent) =>
  (
    (await test.call('GET', `/enrolments?childId=${city.childId}`, undefined, cookie)).body.items ?? []
  ).flatMap((item) => (item.clashes as { code: string }[]).map(({ code }) => code))

describe('a child that changes', () => {
  it('keeps its place when it moves house and school, and the family is told for what it is no longer eligible', async () => {
    const answer = await test.call(
      'PATCH',
      `/children/${city.childId}`,
      { postcode: '5211AB', schoolId: await elsewhere() },
      city.parent,
    )
    expect(answer.status).toBe(200)
    expect(await said()).toEqual([['child-changed', 'Judo', 'other-neighbourhood']])
    expect(await city.statusOf()).toBe('placed')
    expect(await clashesOf()).toEqual(['other-neighbourhood'])
    // What is so already is no news.
    await test.call('PATCH', `/children/${city.childId}`, { postcode: '5211AC' }, city.parent)
    expect(await said()).toHaveLength(1)
  })

  it('with a second home there stays eligible until the guardian of that home leaves; then the other is told', async () => {
    await addGuardian(test, city.childId, 'ouder2@demo.example')
    const other = await test.signIn('ouder2@demo.example')
    await test.call('PATCH', `/children/${city.childId}`, { schoolId: await elsewhere() }, city.parent)
    await test.call('PATCH', `/children/${city.childId}`, { postcode: '5211AB' }, other)
    expect(await said()).toEqual([])
    const gone = await test.call(
      'DELETE',
      `/children/${city.childId}/guardians/${namedId('account', 'ouder@demo.example')}`,
      undefined,
      city.parent,
    )
    expect(gone.status, JSON.stringify(gone.body)).toBe(204)
    expect(await said()).toEqual([['child-changed', 'Judo', 'other-neighbourhood']])
    // Nothing in it says where anybody lives.
    expect(JSON.stringify(await city.notices())).not.toMatch(/52\d\d/)
    const list = await test.call('GET', '/notices', undefined, other)
    expect(list.body).toMatchObject({ total: 1, unread: 1 })
    expect((await test.call('GET', '/notices', undefined, city.parent)).body).toMatchObject({
      total: 0,
      unread: 0,
    })
  })

  it('in another group with longer lessons clashes, which the school says with its reason', async () => {
    const groupId = namedId('group', city.schoolId, 5)
    await city.publish('2026-08-01', '14:00', {
      lessons: [
        ...city.lessonsUntil('14:00'),
        ...city.lessonsUntil('15:30').map((lesson) => ({ ...lesson, groupId })),
      ],
    })
    const preview = await test.call(
      'POST',
      `/schools/${city.schoolId}/pupils/${city.childId}/previews`,
      { groupId },
      city.school,
    )
    expect(preview.body.enrolments).toMatchObject([
      { offering: { title: 'Judo' }, refusals: [{ code: 'lesson-clash' }] },
    ])
    expect(await city.notices()).toEqual([])
    const answer = await test.call(
      'PATCH',
      `/schools/${city.schoolId}/pupils/${city.childId}`,
      { groupId, reason: 'Andere juf' },
      city.school,
    )
    expect(answer.status, JSON.stringify(answer.body)).toBe(200)
    expect(await city.notices()).toMatchObject([
      {
        kind: 'child-changed',
        reason: 'Andere juf',
        facts: { activity: 'Judo', code: 'lesson-clash', minutes: 30 },
      },
    ])
    expect(await clashesOf()).toEqual(['lesson-clash'])
  })

  it('of a group that gets another year is told as well', async () => {
    const forYear = await city.offer('Voor groep 5', {
      years: [5],
      sessions: [{ date: '2027-01-16', startTime: '10:00', endTime: '11:00' }],
    })
    const groupId = namedId('group', city.schoolId, 5)
    await test.call('PATCH', `/children/${city.childId}`, { groupId }, city.parent)
    await city.enrol(city.childId, forYear)
    const path = `/schools/${city.schoolId}/groups/${groupId}`
    const answer = await test.call('PATCH', path, { year: 6 }, city.school)
    expect(answer.status, JSON.stringify(answer.body)).toBe(200)
    expect(await said()).toEqual([['child-changed', 'Voor groep 5', 'other-year']])
  })

  it('that the school takes off is told, with the reason', async () => {
    const forSchool = await city.offer('Van school', {
      schools: [city.schoolId],
      sessions: [{ date: '2027-01-16', startTime: '10:00', endTime: '11:00' }],
    })
    await city.enrol(city.childId, forSchool)
    const pupil = `/schools/${city.schoolId}/pupils/${city.childId}`
    const preview = await test.call('POST', `${pupil}/previews`, { leaves: true }, city.school)
    expect(preview.body.enrolments).toMatchObject([{ refusals: [{ code: 'other-school' }] }])
    // Where a family lives is not found out by trying.
    const tried = await test.call('POST', `${pupil}/previews`, { postcode: '5211AB' }, city.school)
    expect(tried.body.code).toBe('pupil-has-guardian')
    const path = `${pupil}?reason=Verhuisd`
    expect((await test.call('DELETE', path, undefined, city.school)).status).toBe(204)
    expect(await city.notices()).toMatchObject([
      { kind: 'child-changed', reason: 'Verhuisd', facts: { activity: 'Van school', code: 'other-school' } },
    ])
  })

  it('that goes up a year is told what that does', async () => {
    const groupId = namedId('group', city.schoolId, 5)
    await test.call('PATCH', `/children/${city.childId}`, { groupId }, city.parent)
    const forYear = await city.offer('Voor groep 5', {
      years: [5],
      sessions: [{ date: '2027-01-16', startTime: '10:00', endTime: '11:00' }],
    })
    await city.enrol(city.childId, forYear)
    const path = `/schools/${city.schoolId}/next-year`
    const preview = await test.call('GET', path, undefined, city.school)
    const groups = (
      preview.body.groups as { groupId: string; to: { name: string; year: number } | null }[]
    ).map(({ groupId: id, to }) => ({ groupId: id, to: to && { name: to.name, year: to.year } }))
    const touched = await test.call(
      'POST',
      `${path}/previews`,
      { schoolYear: preview.body.schoolYear, groups },
      city.school,
    )
    expect(touched.body.enrolments).toMatchObject([
      { offering: { title: 'Voor groep 5' }, refusals: [{ code: 'other-year' }] },
    ])
    const moved = await test.call('POST', path, { schoolYear: preview.body.schoolYear, groups }, city.school)
    expect(moved.status, JSON.stringify(moved.body)).toBe(200)
    expect(await said()).toEqual([['child-changed', 'Voor groep 5', 'other-year']])
    expect(await clashesOf()).toEqual(['other-year'])
  })

  it('that a file of the school puts in another group is told', async () => {
    const groupId = namedId('group', city.schoolId, 5)
    await test.call(
      'PATCH',
      `/schools/${city.schoolId}/pupils/${city.childId}`,
      { groupId, pupilNumber: '77' },
      city.school,
    )
    const forYear = await city.offer('Voor groep 5', {
      years: [5],
      sessions: [{ date: '2027-01-16', startTime: '10:00', endTime: '11:00' }],
    })
    await city.enrol(city.childId, forYear)
    const [six] = await test.db.sql<{
      name: string
    }>`SELECT name FROM school_group WHERE id = ${namedId('group', city.schoolId, 6)}`
    const file = `leerlingnummer;voornaam;achternaam;geboortedatum;groep\n77;Bo;Proef;2018-05-01;${six?.name}\n`
    const send = (path: string) =>
      test.app.request(`/api/v1/schools/${city.schoolId}/pupil-imports${path}`, {
        method: 'POST',
        headers: {
          Cookie: city.school,
          'Content-Type': 'text/csv',
          'Content-Length': String(Buffer.byteLength(file)),
        },
        body: file,
      })
    const preview = await send('/previews')
    expect(await preview.json()).toMatchObject({
      touchedCount: 1,
      touched: [{ offering: { title: 'Voor groep 5' }, refusals: [{ code: 'other-year' }] }],
    })
    expect(await said()).toEqual([])
    const response = await send('')
    expect(response.status, await response.clone().text()).toBeLessThan(300)
    await expect.poll(said).toEqual([['child-changed', 'Voor groep 5', 'other-year']])
  })
})

it('a family sees on its enrolments what stands in the way, as long as it stands', async () => {
  expect(await clashesOf()).toEqual([])
  await city.publish('2027-01-01', '15:15')
  expect(await clashesOf()).toEqual(['lesson-clash'])
  const one = await test.call('GET', `/enrolments/${city.enrolmentId}`, undefined, city.parent)
  expect(one.body.clashes).toMatchObject([
    { code: 'lesson-clash', facts: { date: '2027-01-12', minutes: 15 } },
  ])
  await test.call('POST', `/enrolments/${city.enrolmentId}/withdrawal`, undefined, city.parent)
  expect(await clashesOf()).toEqual([])
  expect(await city.clashes()).toEqual([])
})

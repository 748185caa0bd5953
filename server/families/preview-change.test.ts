import { afterAll, beforeAll, expect, it } from 'vitest'
import { publishOffering } from '../testing/family.ts'
import { createTestApp } from '../testing/test-app.ts'

let test: Awaited<ReturnType<typeof createTestApp>>
let parent: string
let child: string
let other: { schoolId: string; groupId: string }
let schoolId: string
let titles: { saturday: string; weekday: string; forSchool: string }

type Affected = { offering: { title: string }; status: string; refusals: { code: string }[] }[]
const preview = async (change: object) => {
  const answer = await test.call('POST', `/children/${child}/changes/previews`, change, parent)
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200 })
  return (answer.body.enrolments as Affected).map(({ offering, refusals }) => [
    offering.title,
    ...refusals.map((refusal) => refusal.code),
  ])
}

beforeAll(async () => {
  test = await createTestApp()
  parent = await test.signIn('ouder@demo.example')
  const schools = async (email: string) =>
    ((await test.call('GET', '/me', undefined, await test.signIn(email))).body.schools as { id: string }[])[0]
      ?.id ?? ''
  schoolId = await schools('school@demo.example')
  // Lessons of the other school last until five, so that what fitted clashes.
  other = { schoolId: '', groupId: '' }
  const [row] = await test.db.sql<{ id: string; groupId: string }>`
    SELECT s.id, g.id AS "groupId" FROM school s JOIN school_group g ON g.school_id = s.id AND g.year = 5
    WHERE s.sector = 'po' AND s.id <> ${schoolId} AND s.neighbourhood_code <> 'WK079611' ORDER BY s.id LIMIT 1`
  other = { schoolId: row?.id ?? '', groupId: row?.groupId ?? '' }
  await test.db.sql`
    UPDATE timetable_lesson SET ends_at = '17:00' WHERE starts_at < '12:00' AND timetable_id IN (
      SELECT id FROM timetable WHERE school_id = ${other.schoolId})`
  await test.db.sql`
    UPDATE timetable_lesson SET starts_at = '08:00', ends_at = '17:00' WHERE timetable_id IN (
      SELECT id FROM timetable WHERE school_id = ${other.schoolId})`
  titles = { saturday: 'Zaterdag in West', weekday: 'Dinsdag na school', forSchool: 'Alleen deze school' }
  const made = await test.call(
    'POST',
    '/children',
    { firstName: 'Bo', lastName: 'Proef', birthDate: '2018-05-01', postcode: '5211AB', schoolId },
    parent,
  )
  child = String(made.body.id)
  const west = ['WK079611']
  for (const offeringId of [
    await publishOffering(test, { title: titles.saturday, neighbourhoods: west }),
    await publishOffering(test, {
      title: titles.weekday,
      neighbourhoods: [...west, 'WK079601'],
      sessions: [{ date: '2027-01-19', startTime: '15:30', endTime: '16:30' }],
    }),
    await publishOffering(test, {
      title: titles.forSchool,
      neighbourhoods: [...west, 'WK079601'],
      schools: [schoolId],
      date: '2027-01-23',
    }),
  ]) {
    const answer = await test.call('POST', '/enrolments', { childId: child, offeringId }, parent)
    expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 201, body: { status: 'placed' } })
  }
})
afterAll(() => test.drop())

it('a change that changes nothing is nothing to tell', async () => {
  expect(await preview({})).toEqual([])
  expect(await preview({ schoolId, postcode: '5211 ab' })).toEqual([])
})

it('another school tells what would clash with its lessons and for what the child is no longer eligible', async () => {
  expect(await preview(other)).toEqual([
    [titles.saturday, 'other-neighbourhood'],
    [titles.weekday, 'lesson-clash'],
    [titles.forSchool, 'other-school'],
  ])
})

it('a home in the neighbourhood keeps what another school would take', async () => {
  expect(await preview({ ...other, secondPostcode: '5223AB' })).toEqual([
    [titles.weekday, 'lesson-clash'],
    [titles.forSchool, 'other-school'],
  ])
})

it('another birth date tells for what the child would be too old', async () => {
  expect(await preview({ birthDate: '2012-05-01', schoolId: null })).toEqual([
    [titles.saturday, 'too-old', 'other-neighbourhood'],
    [titles.weekday, 'too-old'],
    [titles.forSchool, 'too-old', 'other-school'],
  ])
})

it('nothing is changed by telling, nor is anything dropped by the change itself', async () => {
  const traces = () => test.db.sql`SELECT count(*) FROM change_log`
  const before = await traces()
  await preview(other)
  expect(await traces()).toEqual(before)
  const changed = await test.call('PATCH', `/children/${child}`, other, parent)
  expect(changed).toMatchObject({ status: 200, body: { schoolId: other.schoolId } })
  const enrolments = await test.call('GET', `/enrolments?childId=${child}`, undefined, parent)
  expect(enrolments.body.items?.map((item) => item.status)).toEqual(['placed', 'placed', 'placed'])
  // What clashes already is no news.
  expect(await preview({ groupId: null })).toEqual([])
  await test.call('PATCH', `/children/${child}`, { schoolId }, parent)
})

it('names every wrong field, as the change itself would', async () => {
  const answer = await test.call(
    'POST',
    `/children/${child}/changes/previews`,
    { birthDate: '2099-01-01', postcode: 'x', groupId: other.groupId, schoolId },
    parent,
  )
  expect(answer.status).toBe(422)
  expect((answer.body.errors as { pointer: string }[]).map((error) => error.pointer).sort()).toEqual([
    '/birthDate',
    '/groupId',
    '/postcode',
  ])
})

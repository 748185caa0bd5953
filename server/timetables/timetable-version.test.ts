import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestApp } from '../testing/test-app.ts'

let test: Awaited<ReturnType<typeof createTestApp>>
let school: string
let schoolId: string
beforeAll(async () => {
  test = await createTestApp()
  school = await test.signIn('school@demo.example')
  const me = await test.call('GET', '/me', undefined, school)
  schoolId = (me.body.schools as { id: string }[])[0]?.id ?? ''
})
afterAll(() => test.drop())

const lessonsUntil = (endTime: string) => ({
  lessons: [{ weekday: 1, startTime: '08:30', endTime, year: null, groupId: null }],
})
const tag = async () => (await test.call('GET', `/schools/${schoolId}/timetable`)).headers.get('ETag') ?? ''
const keep = (validFrom: string, endTime: string, ifMatch?: string) =>
  test.call(
    'PUT',
    `/schools/${schoolId}/timetables/${validFrom}`,
    lessonsUntil(endTime),
    school,
    ifMatch === undefined ? {} : { 'If-Match': ifMatch },
  )

it('of two who publish a timetable of the same school, the second is told and overwrites nothing', async () => {
  const seen = await tag()
  const answers = await Promise.all([
    keep('2027-02-01', '13:00', seen),
    keep('2027-02-01', '14:30', seen),
    keep('2027-03-01', '15:00', seen),
  ])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412])
  const refused = answers.find(({ status }) => status === 412)
  expect(refused?.body).toMatchObject({
    code: 'precondition-failed',
    facts: { changedBy: expect.any(String) },
  })
  expect(await tag()).not.toBe(seen)
  expect((await keep('2027-04-01', '14:00', await tag())).status).toBe(200)
  expect((await keep('2027-04-01', '14:15', seen)).status).toBe(412)
  expect((await keep('2027-04-01', '14:15', '*')).status).toBe(200)
  expect((await keep('2027-04-01', '14:00')).status).toBe(200)
})

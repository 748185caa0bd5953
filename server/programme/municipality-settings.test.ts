import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestApp } from '../testing/test-app.ts'
import { aFullList, enrolmentOf, type WaitingFamily } from '../testing/waiting-family.ts'

let test: Awaited<ReturnType<typeof createTestApp>>
let team: string
beforeAll(async () => {
  test = await createTestApp()
  team = await test.signIn('team@demo.example')
})
afterAll(() => test.drop())

const read = async () => (await test.call('GET', '/municipality-settings', undefined, team)).body
const put = async (over: Record<string, unknown>) =>
  test.call('PUT', '/municipality-settings', { ...(await read()), ...over }, team)

it('begins with 48 hours, 12 in the last three days, and nobody before others', async () => {
  expect(await read()).toEqual({
    offerHours: 48,
    offerHoursNear: 12,
    offerNearDays: 3,
    priorityRules: [],
    version: 1,
  })
})

it('is changed by the team, is logged, and puts those who wait in the new order at once', async () => {
  const { waiting } = await aFullList(test, 'Instellingen', ['Wachteen', 'Wachttwee'])
  const [one, two] = waiting as [WaitingFamily, WaitingFamily]
  await test.db.sql`UPDATE neighbourhood SET is_focus = code = 'WK079601'`
  await test.db.sql`UPDATE child SET second_neighbourhood_code = 'WK079601' WHERE id = ${two.childId}`
  expect(await put({ offerHours: 24, priorityRules: ['focus-neighbourhood', 'sibling'] })).toMatchObject({
    status: 200,
    body: { offerHours: 24, priorityRules: ['focus-neighbourhood', 'sibling'], version: 2 },
  })
  expect((await enrolmentOf(test, two)).position).toBe(1)
  expect((await enrolmentOf(test, one)).position).toBe(2)
  const log = await test.call('GET', '/changes?kind=municipality', undefined, team)
  expect(log.body.items?.[0]).toMatchObject({ verb: 'change-settings' })
  await put({ priorityRules: [] })
  expect((await enrolmentOf(test, one)).position).toBe(1)
})

it('tells the second of two who change it that somebody was before', async () => {
  const { version } = await read()
  expect((await put({ offerHours: 30 })).status).toBe(200)
  expect(await put({ offerHours: 31, version })).toMatchObject({
    status: 409,
    body: { code: 'changed-meanwhile' },
  })
  expect((await read()).offerHours).toBe(30)
})

it('takes no more time near the start than otherwise, no rule twice, and nothing out of bounds', async () => {
  for (const [over, pointer] of [
    [{ offerHours: 10, offerHoursNear: 11 }, '/offerHoursNear'],
    [{ priorityRules: ['sibling', 'sibling'] }, '/priorityRules'],
    [{ priorityRules: ['postcode'] }, '/priorityRules/0'],
    [{ offerHours: 337 }, '/offerHours'],
    [{ offerNearDays: -1 }, '/offerNearDays'],
  ] as const) {
    const answer = await put(over)
    expect(answer.status).toBe(422)
    expect((answer.body.errors as { pointer: string }[]).map((error) => error.pointer)).toContain(pointer)
  }
})

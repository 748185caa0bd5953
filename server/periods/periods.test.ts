import { newId } from '@portal/shared/ids.ts'
import { addDays } from '@portal/shared/schedule/local-time.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { publishOffering } from '../testing/family.ts'
import { findBrokenPromises } from '../testing/find-broken-promises.ts'
import { createTestApp } from '../testing/test-app.ts'

const west = 'WK079611'
let test: Awaited<ReturnType<typeof createTestApp>>
let team: string
let parent: string
let childId: string

beforeAll(async () => {
  test = await createTestApp()
  test.deps.settings.rateLimits = false
  team = await test.signIn('team@demo.example')
  parent = await test.signIn('ouder@demo.example')
  childId = await aChild()
})
afterAll(() => test.drop())

const aChild = async () =>
  String(
    (
      await test.call(
        'POST',
        '/children',
        { firstName: 'Proef', lastName: 'Kind', birthDate: '2018-05-01', postcode: '5223AB' },
        parent,
      )
    ).body.id,
  )
/** Offerings on days of their own from a date on. */
const offeringsFrom = (date: string, count: number, over: Record<string, unknown> = {}) =>
  Promise.all(
    Array.from({ length: count }, (_, index) =>
      publishOffering(test, {
        title: `Proef ${index}`,
        neighbourhoods: [west],
        date: addDays(date, index),
        ...over,
      }),
    ),
  )
const enrol = (child: string, offeringId: string) =>
  test.call('POST', '/enrolments', { childId: child, offeringId }, parent)
const periods = async () => (await test.call('GET', '/periods', undefined, team)).body.items ?? []
const addPeriod = (name: string, firstDate: string, lastDate: string, mostPlaces: number | null) =>
  test.call('POST', '/periods', { name, firstDate, lastDate, mostPlaces }, team)

describe('the limit of places of a period', () => {
  it('holds for what begins in that period, and is told to the family', async () => {
    const made = await addPeriod('voorjaar 2027', '2027-01-01', '2027-06-30', 2)
    expect(made).toMatchObject({
      status: 201,
      body: { name: 'voorjaar 2027', mostPlaces: 2, childrenAbove: 0 },
    })
    const [one = '', two = '', three = ''] = await offeringsFrom('2027-02-01', 3)
    const [later = ''] = await offeringsFrom('2027-09-06', 1)
    expect(await enrol(childId, one)).toMatchObject({ status: 201, body: { status: 'placed' } })
    const places = () => test.call('GET', `/children/${childId}/places`, undefined, parent)
    expect((await places()).body.items).toEqual([
      {
        periodId: made.body.id,
        name: 'voorjaar 2027',
        firstDate: '2027-01-01',
        lastDate: '2027-06-30',
        held: 1,
        most: 2,
      },
    ])
    const second = await enrol(childId, two)
    expect(second).toMatchObject({ status: 201, body: { status: 'placed' } })
    expect(await enrol(childId, three)).toMatchObject({
      status: 409,
      body: { code: 'limit-reached', facts: { held: 2, most: 2, period: 'voorjaar 2027' } },
    })
    expect(
      (await test.call('POST', `/children/${childId}/checks`, { offeringId: three }, parent)).body,
    ).toMatchObject({
      outcome: 'refused',
      refusals: [{ code: 'limit-reached' }],
    })
    // Another period has no limit, and what is given up counts no more.
    expect(await enrol(childId, later)).toMatchObject({ status: 201, body: { status: 'placed' } })
    await test.call('POST', `/enrolments/${second.body.id}/withdrawal`, undefined, parent)
    expect(await enrol(childId, three)).toMatchObject({ status: 201, body: { status: 'placed' } })
    expect(await findBrokenPromises(test.db)).toEqual([])
  })

  it('passes over a waiting child that has the most it may have, which keeps its turn', async () => {
    const child = await aChild()
    const other = await aChild()
    const [full = '', one = '', two = ''] = await offeringsFrom('2027-03-01', 3)
    await test.db.sql`UPDATE offering SET capacity = 1 WHERE id = ${full}`
    const first = await enrol(await aChild(), full)
    const waiting = await enrol(child, full)
    const behind = await enrol(other, full)
    expect(waiting.body).toMatchObject({ status: 'waitlisted', position: 1 })
    const held = await enrol(child, one)
    expect(held.body.status).toBe('placed')
    expect((await enrol(child, two)).body.status).toBe('placed')
    await test.call('POST', `/enrolments/${first.body.id}/withdrawal`, undefined, parent)
    const statusOf = async (id: unknown) =>
      (await test.call('GET', `/enrolments/${id}`, undefined, parent)).body.status
    expect(await statusOf(waiting.body.id)).toBe('waitlisted')
    expect(await statusOf(behind.body.id)).toBe('offered')
    // With room under the limit again its turn comes.
    await test.call('POST', `/enrolments/${held.body.id}/withdrawal`, undefined, parent)
    await test.call('POST', `/enrolments/${behind.body.id}/refusal`, undefined, parent)
    expect(await statusOf(waiting.body.id)).toBe('offered')
  })

  it('gives one child one of ten offerings that it enrols for at once', async () => {
    await addPeriod('mei 2028', '2028-05-01', '2028-05-31', 1)
    const offerings = await offeringsFrom('2028-05-01', 10)
    for (let round = 0; round < 3; round += 1) {
      const child = await aChild()
      const answers = await Promise.all(offerings.map((id) => enrol(child, id)))
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
      expect(answers.filter(({ body }) => body.code === 'limit-reached')).toHaveLength(9)
    }
  })

  it('would let all ten through without the comparison under the lock: the race above can fail', async () => {
    const child = await aChild()
    const [row] = await test.db.sql<{ id: string }>`SELECT id FROM period WHERE name = 'mei 2028'`
    const offerings = await offeringsFrom('2028-05-11', 10)
    await Promise.all(
      offerings.map(async (offeringId) => {
        const [{ held } = { held: 0 }] = await test.db.sql<{ held: number }>`
          SELECT count(*)::integer AS held FROM enrolment e JOIN offering o ON o.id = e.offering_id
          JOIN period p ON p.id = ${row?.id} AND o.first_date BETWEEN p.first_date AND p.last_date
          WHERE e.child_id = ${child} AND e.status = 'placed'`
        if (held > 0) return
        await test.db.sql`
          INSERT INTO enrolment (municipality_id, id, child_id, offering_id, status, joined_at, busy, changed_at, change_reason)
          SELECT municipality_id, ${newId()}, ${child}, id, 'placed', now(), busy, now(), 'negative control'
          FROM offering WHERE id = ${offeringId}`
      }),
    )
    const period = (await periods()).find(({ name }) => name === 'mei 2028')
    expect(period).toMatchObject({ childrenAbove: 1 })
  })

  it('that is changed between rule and statement is looked at again', async () => {
    const added = await addPeriod('juni 2028', '2028-06-01', '2028-06-30', null)
    const [one = '', two = ''] = await offeringsFrom('2028-06-01', 2)
    const child = await aChild()
    expect((await enrol(child, one)).body.status).toBe('placed')
    const [changed, second] = await Promise.all([
      test.call('PATCH', `/periods/${added.body.id}`, { mostPlaces: 1 }, team),
      enrol(child, two),
    ])
    expect(changed.status).toBe(200)
    expect([201, 409]).toContain(second.status)
    expect(await enrol(await aChild(), one)).toMatchObject({ status: 201 })
    const third = await offeringsFrom('2028-06-20', 1)
    expect((await enrol(child, third[0] ?? '')).body.code).toBe('limit-reached')
  })
})

describe('periods', () => {
  it('share no day, also when two are made at once', async () => {
    const made = await Promise.all(
      ['een', 'twee', 'drie'].map((name) => addPeriod(name, '2029-01-01', '2029-06-30', 3)),
    )
    expect(made.map(({ status }) => status).sort()).toEqual([201, 409, 409])
    expect(await addPeriod('vier', '2029-06-30', '2029-07-30', 3)).toMatchObject({
      status: 409,
      body: { code: 'period-overlaps' },
    })
    expect(await addPeriod('vijf', '2029-07-01', '2029-07-30', 3)).toMatchObject({ status: 201 })
  })

  it('are changed and removed, and both stand in the log', async () => {
    const made = await addPeriod('najaar 2030', '2030-08-01', '2030-12-31', 2)
    const id = String(made.body.id)
    expect(await test.call('PATCH', `/periods/${id}`, { lastDate: '2030-07-01' }, team)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/lastDate' }] },
    })
    expect(await test.call('PATCH', `/periods/${id}`, { mostPlaces: null }, team)).toMatchObject({
      status: 200,
      body: { mostPlaces: null, name: 'najaar 2030' },
    })
    expect((await test.call('DELETE', `/periods/${id}`, undefined, team)).status).toBe(204)
    expect((await test.call('DELETE', `/periods/${id}`, undefined, team)).status).toBe(404)
    const log = await test.db.sql<{ verb: string; before: object; after: object }>`
      SELECT verb, before, after FROM change_log WHERE subject_id = ${id} ORDER BY at, number`
    expect(log.map(({ verb }) => verb)).toEqual(['add-period', 'change-period', 'remove-period'])
    expect(log[1]).toMatchObject({ before: { mostPlaces: 2 }, after: { mostPlaces: null } })
  })
})

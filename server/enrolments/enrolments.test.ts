import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp } from '../testing/test-app.ts'

let test: Awaited<ReturnType<typeof createTestApp>>
let parent: string
let other: string
let provider: string
let sara: string
const offeringOf = async (title: string) =>
  (
    await test.db.sql<{ id: string }>`
    SELECT o.id FROM offering o JOIN activity a ON a.municipality_id = o.municipality_id AND a.id = o.activity_id
    JOIN place p ON p.municipality_id = o.municipality_id AND p.id = o.place_id
    WHERE a.title = ${title} AND p.neighbourhood_code = 'WK079611' ORDER BY o.age_max DESC NULLS LAST LIMIT 1`
  )[0]?.id ?? ''

beforeAll(async () => {
  test = await createTestApp()
  parent = await test.signIn('ouder@demo.example')
  other = await test.signIn('ouder2@demo.example')
  provider = await test.signIn('aanbieder@demo.example')
  const children = await test.call('GET', '/children', undefined, parent)
  sara = String(children.body.items?.find((child) => child.firstName === 'Sara')?.id)
})
afterAll(() => test.drop())

describe('enrolling', () => {
  it('gives a place, and the same enrolment when asked again', async () => {
    const offeringId = await offeringOf('Turnen voor beginners')
    const check = await test.call('POST', `/children/${sara}/checks`, { offeringId }, parent)
    expect(check.body).toMatchObject({ eligible: true, fits: true, room: true, refusals: [] })
    const first = await test.call('POST', '/enrolments', { childId: sara, offeringId }, parent)
    expect(first).toMatchObject({ status: 201, body: { status: 'placed' } })
    const again = await test.call('POST', '/enrolments', { childId: sara, offeringId }, parent)
    expect(again).toMatchObject({ status: 200, body: { id: first.body.id, status: 'placed' } })
  })

  it('gives one enrolment for twenty clicks at once', async () => {
    const offeringId = await offeringOf('Natuurclub')
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        test.call('POST', '/enrolments', { childId: sara, offeringId }, parent),
      ),
    )
    expect(answers.filter((answer) => answer.status > 201).map((answer) => answer.body)).toEqual([])
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1)
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1)
  })

  it('refuses an activity during lessons, and says until when they last', async () => {
    const offeringId = await offeringOf('Koken met de buurt')
    const answer = await test.call('POST', '/enrolments', { childId: sara, offeringId }, parent)
    expect(answer.status).toBe(409)
    expect(answer.headers.get('Content-Type')).toBe('application/problem+json')
    expect(answer.body).toMatchObject({ code: 'lesson-clash', facts: { lessonsEnd: '14:00' } })
  })

  it('does not know somebody else’s child', async () => {
    const offeringId = await offeringOf('Turnen voor beginners')
    for (const [method, path, body] of [
      ['POST', '/enrolments', { childId: sara, offeringId }],
      ['POST', `/children/${sara}/checks`, { offeringId }],
      ['GET', `/children/${sara}`, undefined],
      ['PATCH', `/children/${sara}`, { firstName: 'Anders' }],
      ['DELETE', `/children/${sara}`, undefined],
      ['GET', `/children/${sara}/week`, undefined],
    ] as const) {
      expect((await test.call(method, path, body, other)).status, `${method} ${path}`).toBe(404)
      expect((await test.call(method, path, body)).status, `${method} ${path}`).toBe(401)
    }
  })
})

describe('the waiting list', () => {
  it('offers a raised place to the first who fits, who can say yes', async () => {
    const offeringId = await offeringOf('Zaalvoetbal')
    const before = await test.call('GET', `/offerings/${offeringId}`)
    const waiting = Number(before.body.waiting)
    expect(waiting).toBeGreaterThan(0)
    const low = await test.call('PATCH', `/offerings/${offeringId}`, { capacity: 1 }, provider)
    expect(low).toMatchObject({
      status: 409,
      body: { code: 'capacity-below-taken', facts: { taken: before.body.taken } },
    })
    const raised = await test.call(
      'PATCH',
      `/offerings/${offeringId}`,
      { capacity: Number(before.body.capacity) + waiting },
      provider,
    )
    // Those who took something else at that time meanwhile are passed over and keep their turn.
    expect(Number(raised.body.waiting)).toBeLessThan(waiting)
    const own = await test.call(
      'GET',
      `/enrolments?childId=${sara}&offeringId=${offeringId}`,
      undefined,
      parent,
    )
    const enrolment = own.body.items?.[0]
    expect(enrolment).toMatchObject({ status: 'offered' })
    expect(
      (await test.call('POST', `/enrolments/${enrolment?.id}/acceptance`, undefined, other)).status,
    ).toBe(404)
    const accepted = await test.call('POST', `/enrolments/${enrolment?.id}/acceptance`, undefined, parent)
    expect(accepted.body).toMatchObject({ status: 'placed' })
    const withdrawn = await test.call('POST', `/enrolments/${enrolment?.id}/withdrawal`, undefined, parent)
    expect(withdrawn.body).toMatchObject({ status: 'withdrawn' })
  })

  it('keeps counters equal to the enrolments, and logs every change', async () => {
    const wrong = await test.db.sql`
      SELECT o.id FROM offering o LEFT JOIN enrolment e ON e.municipality_id = o.municipality_id AND e.offering_id = o.id
      GROUP BY o.municipality_id, o.id
      HAVING o.taken <> count(*) FILTER (WHERE e.status IN ('placed', 'offered', 'awaiting_consent', 'completed'))
        OR o.waiting <> count(*) FILTER (WHERE e.status = 'waitlisted')`
    expect(wrong).toEqual([])
    const unlogged = await test.db.sql`
      SELECT 1 FROM enrolment e WHERE NOT EXISTS (
        SELECT 1 FROM enrolment_event v WHERE v.enrolment_id = e.id AND v.to_status = e.status)`
    expect(unlogged).toEqual([])
  })
})

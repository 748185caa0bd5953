import { namedId } from '@portal/db/seed/named-id.ts'
import { municipalityId } from '@portal/db/seed/reference/load-reference.ts'
import { newId } from '@portal/shared/ids.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { publishOffering } from '../testing/family.ts'
import { findBrokenHolds } from '../testing/find-broken-holds.ts'
import { type Answer, createTestApp } from '../testing/test-app.ts'
import { releaseHolds } from './release-holds.ts'

let test: Awaited<ReturnType<typeof createTestApp>>
let provider: string
let schoolId: string
let otherSchoolId: string
let offeringId: string

/** A child in West, of a parent who may enrol it. */
async function addChild(school: string | null, email = 'ouder@demo.example', code = 'WK079611') {
  const id = newId()
  await test.db.sql`
    INSERT INTO child (municipality_id, id, first_name, last_name, birth_date, postcode, neighbourhood_code, school_id, created_at)
    VALUES (${municipalityId}, ${id}, 'Proef', 'Kind', '2018-01-01', '5223AB', ${code}, ${school}, now())`
  await test.db.sql`
    INSERT INTO guardianship (municipality_id, account_id, child_id, created_at)
    VALUES (${municipalityId}, ${namedId('account', email)}, ${id}, now())`
  return id
}

const hold = (body: object, cookie = provider, id = offeringId) =>
  test.call('POST', `/offerings/${id}/holds`, { until: '2026-12-03T11:00:00Z', ...body }, cookie)
const forSchool = (places: number, school = schoolId) => hold({ kind: 'school', schoolId: school, places })
const counts = async () => {
  const { body } = await test.call('GET', `/offerings/${offeringId}`, undefined, provider)
  return { capacity: body.capacity, taken: body.taken, held: body.held, free: body.free }
}
const enrol = async (childId: string): Promise<Answer> =>
  test.call('POST', '/enrolments', { childId, offeringId }, await test.signIn('ouder@demo.example'))

beforeAll(async () => {
  test = await createTestApp()
  provider = await test.signIn('aanbieder@demo.example')
  const schoolOf = async (email: string) => {
    const me = await test.call('GET', '/me', undefined, await test.signIn(email))
    return (me.body.schools as { id: string }[])[0]?.id ?? ''
  }
  schoolId = await schoolOf('school@demo.example')
  const [other] = await test.db.sql<{ id: string }>`
    SELECT id FROM school WHERE neighbourhood_code = 'WK079611' AND sector = 'po' AND id <> ${schoolId} ORDER BY id LIMIT 1`
  otherSchoolId = other?.id ?? ''
})
afterAll(() => test.drop())
beforeEach(async () => {
  test.setClock('2026-11-24T09:00:00Z')
  offeringId = await publishOffering(test, { title: 'Bouwen', neighbourhoods: ['WK079611'], capacity: 4 })
})

describe('Places that a provider holds', () => {
  it('are no longer free, and everybody sees for whom and until when', async () => {
    const made = await forSchool(3)
    expect(made).toMatchObject({ status: 201, body: { kind: 'school', schoolId, places: 3, used: 0 } })
    const { body } = await test.call('GET', `/offerings/${offeringId}`)
    const [school] = await test.db.sql<{ name: string }>`SELECT name FROM school WHERE id = ${schoolId}`
    const holds = [
      { kind: 'school', name: school?.name, places: 3, left: 3, until: '2026-12-03T11:00:00.000Z' },
    ]
    expect(body).toMatchObject({ capacity: 4, taken: 0, held: 3, free: 1, holds })
    const list = await test.call('GET', '/offerings?q=Bouwen&pageSize=100')
    expect(list.body.items?.find(({ id }) => id === offeringId)).toMatchObject({ held: 3, free: 1, holds })
  })

  it('stand in the log of changes, in the words of who reads it', async () => {
    const { body } = await forSchool(2)
    await test.call('PATCH', `/offerings/${offeringId}/holds/${body.id}`, { places: 1 }, provider)
    await test.call('DELETE', `/offerings/${offeringId}/holds/${body.id}`, undefined, provider)
    const team = await test.signIn('team@demo.example')
    const log = await test.call('GET', `/changes?subject=${offeringId}`, undefined, team)
    expect(log.body.items?.map(({ verb }) => verb)).toEqual([
      'release-held-places',
      'change-held-places',
      'hold-places',
      'create-offering',
    ])
    expect(log.body.items?.[1]).toMatchObject({ before: { places: 2 }, after: { kind: 'school', places: 1 } })
  })

  it('can be no more than are free, which is said with the number', async () => {
    expect(await hold({ kind: 'invited', places: 5 })).toMatchObject({
      status: 409,
      body: { code: 'held-places-not-free', facts: { free: 4, places: 5 } },
    })
    await forSchool(3)
    expect(await hold({ kind: 'neighbourhood', neighbourhoodCode: 'WK079611', places: 2 })).toMatchObject({
      status: 409,
      body: { code: 'held-places-not-free', facts: { free: 1, places: 2 } },
    })
    expect(await counts()).toEqual({ capacity: 4, taken: 0, held: 3, free: 1 })
  })

  it('end in the future, before the last session begins, and are for a school or neighbourhood that exists', async () => {
    const wrong = async (body: object) => {
      const { status, body: problem } = await hold({ kind: 'invited', places: 1, ...body })
      return [status, ...(problem.errors as { pointer: string }[]).map(({ pointer }) => pointer)]
    }
    expect(await wrong({ until: '2026-11-24T09:00:00Z' })).toEqual([422, '/until'])
    // The only session begins at ten in the morning of 16 January, in winter time.
    expect(await wrong({ until: '2027-01-16T09:00:01Z' })).toEqual([422, '/until'])
    expect((await hold({ kind: 'invited', places: 1, until: '2027-01-16T09:00:00Z' })).status).toBe(201)
    expect(await wrong({ kind: 'school' })).toEqual([422, '/schoolId'])
    expect(await wrong({ kind: 'school', schoolId: newId() })).toEqual([422, '/schoolId'])
    expect(await wrong({ kind: 'neighbourhood' })).toEqual([422, '/neighbourhoodCode'])
    expect(await wrong({ kind: 'neighbourhood', neighbourhoodCode: 'WK999999' })).toEqual([
      422,
      '/neighbourhoodCode',
    ])
    expect(await wrong({ places: 0 })).toEqual([422, '/places'])
  })

  it('can be more, or fewer than before, but not fewer than are used', async () => {
    const { body } = await forSchool(2)
    const id = String(body.id)
    await test.db.sql`
      INSERT INTO enrolment (municipality_id, id, child_id, offering_id, status, joined_at, busy, hold_id, changed_at, change_reason)
      SELECT ${municipalityId}, ${newId()}, ${await addChild(schoolId)}, id, 'placed', now(), busy, ${id}, now(), 'test'
      FROM offering WHERE id = ${offeringId}`
    expect(await counts()).toEqual({ capacity: 4, taken: 1, held: 1, free: 2 })
    const change = (patch: object) =>
      test.call('PATCH', `/offerings/${offeringId}/holds/${id}`, patch, provider)
    expect(await change({ places: 5 })).toMatchObject({
      body: { code: 'held-places-not-free', facts: { free: 2, places: 5 } },
    })
    expect(await change({ places: 4 })).toMatchObject({ status: 200, body: { places: 4, used: 1 } })
    expect(await counts()).toEqual({ capacity: 4, taken: 1, held: 3, free: 0 })
    expect(await change({ places: 1 })).toMatchObject({ status: 200, body: { places: 1, used: 1 } })
    expect(await change({ until: '2026-11-24T08:59:00Z' })).toMatchObject({ status: 422 })
    await test.db.sql`UPDATE place_hold SET places = 2 WHERE id = ${id}`
    await test.db.sql`
      INSERT INTO enrolment (municipality_id, id, child_id, offering_id, status, joined_at, busy, hold_id, changed_at, change_reason)
      SELECT ${municipalityId}, ${newId()}, ${await addChild(schoolId)}, id, 'placed', now(), busy, ${id}, now(), 'test'
      FROM offering WHERE id = ${offeringId}`
    expect(await change({ places: 1 })).toMatchObject({
      status: 409,
      body: { code: 'held-places-used', facts: { used: 2, places: 1 } },
    })
    expect(await findBrokenHolds(test.db)).toEqual([])
  })

  it('stand in the way of fewer places, and say to release first', async () => {
    await forSchool(3)
    const lower = (capacity: number) => test.call('PATCH', `/offerings/${offeringId}`, { capacity }, provider)
    expect(await lower(2)).toMatchObject({
      status: 409,
      body: { code: 'capacity-below-held', facts: { taken: 0, held: 3, capacity: 2 } },
    })
    expect((await lower(3)).status).toBe(200)
  })

  it('are kept by the own provider and the team, and seen by the school for which they are', async () => {
    await forSchool(1)
    await hold({ kind: 'invited', places: 1 })
    const seen = async (email: string) => {
      const { status, body } = await test.call(
        'GET',
        `/offerings/${offeringId}/holds`,
        undefined,
        await test.signIn(email),
      )
      return [status, body.items?.length ?? 0]
    }
    expect(await seen('aanbieder@demo.example')).toEqual([200, 2])
    expect(await seen('team@demo.example')).toEqual([200, 2])
    expect(await seen('school@demo.example')).toEqual([200, 1])
    expect(await seen('vo@demo.example')).toEqual([404, 0])
    const team = await test.signIn('team@demo.example')
    expect((await hold({ kind: 'invited', places: 1 }, team)).status).toBe(201)
  })

  it('are not held in what is drawn by lot, nor in what does not go on', async () => {
    const [drawn] = await test.db.sql<{ id: string }>`
      SELECT o.id FROM offering o WHERE o.enrolment_mode = 'round' AND o.status = 'published' AND o.first_date > '2026-12-10' LIMIT 1`
    const team = await test.signIn('team@demo.example')
    expect(await hold({ kind: 'invited', places: 1 }, team, drawn?.id)).toMatchObject({
      status: 409,
      body: { code: 'enrolment-by-round' },
    })
    await test.call('PATCH', `/offerings/${offeringId}`, { status: 'cancelled' }, provider)
    expect(await hold({ kind: 'invited', places: 1 })).toMatchObject({
      status: 409,
      body: { code: 'offering-not-published' },
    })
  })

  it('are told apart by the filter and the order of the list', async () => {
    await forSchool(4)
    const ids = async (query: string) =>
      (await test.call('GET', `/offerings?q=Bouwen&pageSize=100&${query}`)).body.items?.map(({ id }) => id)
    expect(await ids('')).toContain(offeringId)
    expect(await ids('free=true')).not.toContain(offeringId)
    const sorted = await test.call('GET', '/offerings?sort=free&pageSize=100')
    const free = sorted.body.items?.map((item) => Number(item.free)) ?? []
    expect(free).toEqual([...free].sort((a, b) => b - a))
  })
})

describe('A family for whom a place is held', () => {
  const check = async (childId: string) =>
    (
      await test.call(
        'POST',
        `/children/${childId}/checks`,
        { offeringId },
        await test.signIn('ouder@demo.example'),
      )
    ).body
  const holdOf = async (childId: string) =>
    (
      await test.db.sql<{ kind: string | null }>`
        SELECT h.kind FROM enrolment e LEFT JOIN place_hold h ON h.id = e.hold_id
        WHERE e.child_id = ${childId} AND e.offering_id = ${offeringId}`
    )[0]?.kind

  it('is told so, and gets it, past those who wait for a place for everybody', async () => {
    await forSchool(4)
    await enrol(await addChild(otherSchoolId))
    const child = await addChild(schoolId)
    expect(await check(child)).toMatchObject({
      eligible: true,
      fits: true,
      room: true,
      outcome: 'placed',
      heldUntil: '2026-12-03T11:00:00.000Z',
    })
    const first = await enrol(child)
    expect(first).toMatchObject({ status: 201, body: { status: 'placed', childId: child } })
    expect(await enrol(child)).toMatchObject({ status: 200, body: { id: first.body.id, status: 'placed' } })
    expect(await holdOf(child)).toBe('school')
    expect(await counts()).toEqual({ capacity: 4, taken: 1, held: 3, free: 0 })
  })

  it('gets one of everybody’s once the held ones are used, and waits when there is none', async () => {
    await forSchool(1)
    const children = await Promise.all([1, 2, 3, 4, 5].map(() => addChild(schoolId)))
    for (const child of children) await enrol(child)
    expect(await Promise.all(children.map(holdOf))).toEqual(['school', null, null, null, null])
    const [row] = await test.db.sql`SELECT taken, held, waiting FROM offering WHERE id = ${offeringId}`
    expect(row).toEqual({ taken: 4, held: 0, waiting: 1 })
    expect(await findBrokenHolds(test.db)).toEqual([])
  })

  it('gets the place that is held for its neighbourhood by home, or for an invited child', async () => {
    await hold({ kind: 'neighbourhood', neighbourhoodCode: 'WK079611', places: 2 })
    await hold({ kind: 'invited', places: 2, until: '2026-12-01T11:00:00Z' })
    const [invited, neighbour] = [await addChild(schoolId), await addChild(null)]
    await test.call(
      'POST',
      `/schools/${schoolId}/offerings/${offeringId}/invitations`,
      { childIds: [invited] },
      await test.signIn('school@demo.example'),
    )
    await enrol(invited)
    await enrol(neighbour)
    // Of several the one that ends first.
    expect([await holdOf(invited), await holdOf(neighbour)]).toEqual(['invited', 'neighbourhood'])
  })

  it('is refused for the same reasons as everybody, and no place is used', async () => {
    await forSchool(2)
    const child = await addChild(schoolId)
    await test.call('PATCH', `/offerings/${offeringId}`, { ageMax: 7 }, provider)
    expect(await check(child)).toMatchObject({ eligible: false, room: true, outcome: 'refused' })
    expect(await enrol(child)).toMatchObject({ status: 422, body: { code: 'too-old' } })
    expect(await counts()).toEqual({ capacity: 4, taken: 0, held: 2, free: 2 })
  })

  it('finds no place held from the moment of the end on, even before anything released it', async () => {
    await forSchool(4)
    test.setClock('2026-12-03T11:00:00Z')
    const child = await addChild(schoolId)
    expect(await check(child)).toMatchObject({ room: false, heldUntil: null, outcome: 'waitlisted' })
    expect(await enrol(child)).toMatchObject({ body: { status: 'waitlisted', position: 1 } })
    await releaseHolds(test.deps)
    const [row] = await test.db.sql`SELECT status, hold_id FROM enrolment WHERE child_id = ${child}`
    expect(row).toEqual({ status: 'offered', hold_id: null })
  })

  it('is refused as full where there is no waiting list and the held places are used', async () => {
    await test.call('PATCH', `/offerings/${offeringId}`, { hasWaitingList: false, capacity: 1 }, provider)
    await forSchool(1)
    expect(await enrol(await addChild(otherSchoolId))).toMatchObject({ body: { code: 'offering-full' } })
    expect(await enrol(await addChild(schoolId))).toMatchObject({ body: { status: 'placed' } })
    const child = await addChild(schoolId)
    expect(await check(child)).toMatchObject({ room: false, outcome: 'refused' })
    expect(await enrol(child)).toMatchObject({ status: 409, body: { code: 'offering-full' } })
  })

  it('gives its place back to the hold, not to everybody', async () => {
    await forSchool(4)
    const { body } = await enrol(await addChild(schoolId))
    await test.call(
      'POST',
      `/enrolments/${body.id}/withdrawal`,
      undefined,
      await test.signIn('ouder@demo.example'),
    )
    expect(await counts()).toEqual({ capacity: 4, taken: 0, held: 4, free: 0 })
  })
})

describe('A place from a hold that is given up', () => {
  it('is offered to who waits and matches the hold, past others who came before', async () => {
    await forSchool(1)
    await test.call('PATCH', `/offerings/${offeringId}`, { capacity: 1 }, provider)
    const [has, other, matches] = [
      await addChild(schoolId),
      await addChild(otherSchoolId),
      await addChild(schoolId),
    ]
    const { body } = await enrol(has)
    await enrol(other)
    expect(await enrol(matches)).toMatchObject({ body: { status: 'waitlisted', position: 2 } })
    const parent = await test.signIn('ouder@demo.example')
    await test.call('POST', `/enrolments/${body.id}/withdrawal`, undefined, parent)
    const rows = await test.db.sql<{ id: string; status: string; held: boolean }>`
      SELECT child_id AS id, status, hold_id IS NOT NULL AS held FROM enrolment
      WHERE offering_id = ${offeringId} AND child_id = ANY (${[other, matches]}::uuid[])`
    expect(rows.find(({ id }) => id === other)).toMatchObject({ status: 'waitlisted', held: false })
    expect(rows.find(({ id }) => id === matches)).toMatchObject({ status: 'offered', held: true })
    expect(await findBrokenHolds(test.db)).toEqual([])
  })
})

describe('A family for whom no place is held', () => {
  it('waits while the last free places are held', async () => {
    await forSchool(4)
    const child = await addChild(otherSchoolId)
    const check = await test.call(
      'POST',
      `/children/${child}/checks`,
      { offeringId },
      await test.signIn('ouder@demo.example'),
    )
    expect(check.body).toMatchObject({ room: false, outcome: 'waitlisted', position: 1 })
    expect(await enrol(child)).toMatchObject({ status: 201, body: { status: 'waitlisted', position: 1 } })
  })

  it('is offered the place as soon as it is released, by hand or by fewer being held', async () => {
    const { body } = await forSchool(4)
    const [first, second] = [await addChild(otherSchoolId), await addChild(otherSchoolId)]
    await enrol(first)
    await enrol(second)
    const statusOf = async (child: string) =>
      (await test.db.sql<{ status: string }>`SELECT status FROM enrolment WHERE child_id = ${child}`)[0]
        ?.status
    const path = `/offerings/${offeringId}/holds/${body.id}`
    expect((await test.call('DELETE', path, undefined, provider)).status).toBe(204)
    expect([await statusOf(first), await statusOf(second)]).toEqual(['offered', 'offered'])
    expect(await counts()).toEqual({ capacity: 4, taken: 2, held: 0, free: 2 })
    // Again: nothing more happens. And what is released cannot be changed.
    expect((await test.call('DELETE', path, undefined, provider)).status).toBe(204)
    expect(await test.call('PATCH', path, { places: 1 }, provider)).toMatchObject({
      status: 409,
      body: { code: 'hold-ended' },
    })
    expect(await findBrokenHolds(test.db)).toEqual([])
  })
})

describe('A school', () => {
  it('sees where places are held for it, and where it may invite pupils', async () => {
    const school = await test.signIn('school@demo.example')
    const seen = async () => {
      const { body } = await test.call(
        'GET',
        `/schools/${schoolId}/held-places?pageSize=100`,
        undefined,
        school,
      )
      return body.items?.filter((item) => (item.offering as { id: string }).id === offeringId)
    }
    expect(await seen()).toEqual([])
    await forSchool(1)
    await forSchool(1, otherSchoolId)
    await hold({ kind: 'invited', places: 2, until: '2026-12-04T11:00:00Z' })
    expect(await seen()).toMatchObject([
      { hold: { kind: 'school', places: 1, left: 1 }, mayInvite: false, invited: 0 },
      { hold: { kind: 'invited', name: null, places: 2, left: 2 }, mayInvite: true, invited: 0 },
    ])
    test.setClock('2026-12-04T11:00:00Z')
    expect(await seen()).toEqual([])
  })
})

describe('Pupils whom a school invites', () => {
  const invite = async (childIds: string[], email = 'school@demo.example', school = schoolId) =>
    test.call(
      'POST',
      `/schools/${school}/offerings/${offeringId}/invitations`,
      { childIds },
      await test.signIn(email),
    )

  it('are its own, to an offering that holds places for invited children, and the families see who looked', async () => {
    const own = await addChild(schoolId)
    expect(await invite([own])).toMatchObject({ status: 409, body: { code: 'takes-no-invitations' } })
    await hold({ kind: 'invited', places: 2 })
    expect(await invite([await addChild(otherSchoolId)])).toMatchObject({ status: 404 })
    expect(await invite([own], 'vo@demo.example')).toMatchObject({ status: 404 })
    expect((await invite([own])).status).toBe(204)
    expect((await invite([own])).status).toBe(204)
    const school = await test.signIn('school@demo.example')
    const list = () =>
      test.call('GET', `/schools/${schoolId}/offerings/${offeringId}/invitations`, undefined, school)
    expect((await list()).body.items).toEqual([
      { id: own, firstName: 'Proef', lastName: 'Kind', group: null, isEnrolled: false },
    ])
    const looks = await test.db.sql`SELECT what FROM look WHERE child_id = ${own} AND school_id = ${schoolId}`
    expect(looks).toEqual([{ what: 'pupil' }])
    const logged = await test.db.sql<{ verb: string }>`
      SELECT verb FROM change_log WHERE subject_id = ${own} ORDER BY number`
    expect(logged.map(({ verb }) => verb)).toEqual(['invite-pupil'])
    const notices = await test.db.sql`SELECT kind, facts FROM notice WHERE child_id = ${own}`
    expect(notices).toEqual([{ kind: 'pupil-invited', facts: { activity: 'Bouwen' } }])

    const path = `/schools/${schoolId}/offerings/${offeringId}/invitations/${own}`
    expect((await test.call('DELETE', path, undefined, school)).status).toBe(204)
    expect((await list()).body.items).toEqual([])
    expect((await test.call('DELETE', path, undefined, school)).status).toBe(404)
  })
})

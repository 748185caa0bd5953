import { municipalityId } from '@portal/db/seed/reference/load-reference.ts'
import type { ClassEnrolment, ClassPreview } from '@portal/shared/class-enrolments/class-enrolment.ts'
import { newId } from '@portal/shared/ids.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../app.ts'
import { sendConsentLetters } from '../consents/send-consent-letters.ts'
import { openCounted } from '../testing/count-statements.ts'
import { publishOffering } from '../testing/family.ts'
import { findBrokenPromises } from '../testing/find-broken-promises.ts'
import { makeClass, type SchoolClass } from '../testing/school-class.ts'
import { createTestApp } from '../testing/test-app.ts'

let test: Awaited<ReturnType<typeof createTestApp>>
let school: string
beforeEach(async () => {
  test = await createTestApp()
  school = await test.signIn('school@demo.example')
})
afterEach(() => test.drop())

type Asked = { offeringId: string; childIds?: string[]; groupId?: string; mode?: string; mayWait?: boolean }
const asked = (over: Asked) => ({ mode: 'all-that-can', mayWait: true, ...over })

async function post<Body>(path: string, body: unknown, key?: string, app = test.app) {
  const response = await app.request(`/api/v1${path}`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Cookie: school,
      ...(key === undefined ? {} : { 'Idempotency-Key': key }),
    },
    body: JSON.stringify(body),
  })
  return {
    status: response.status,
    body: (await response.json()) as Body & { code?: string; errors?: object[] },
  }
}
const enrol = (group: SchoolClass, over: Asked, key?: string) =>
  post<ClassEnrolment>(`/schools/${group.schoolId}/class-enrolments`, asked(over), key)
const preview = (group: SchoolClass, over: Asked) =>
  post<ClassPreview>(`/schools/${group.schoolId}/class-enrolment-previews`, asked(over))
const find = async (group: SchoolClass, id: string) =>
  (await test.call('GET', `/schools/${group.schoolId}/class-enrolments/${id}`, undefined, school))
    .body as unknown as ClassEnrolment
const undo = (group: SchoolClass, id: string) =>
  test.call('POST', `/schools/${group.schoolId}/class-enrolments/${id}/undo`, undefined, school)
const offer = (capacity: number, date = '2027-01-16') =>
  publishOffering(test, { title: `Turnen ${capacity}`, neighbourhoods: ['WK079611'], capacity, date })
const rows = async (offeringId: string) =>
  (
    await test.db.sql<{ status: string }>`
      SELECT status FROM enrolment WHERE offering_id = ${offeringId} ORDER BY joined_number`
  ).map(({ status }) => status)
const outcomes = (lines: { childId: string; outcome: string }[]) =>
  Object.fromEntries(lines.map(({ childId, outcome }) => [childId, outcome]))

describe('a school enrols a group', () => {
  it('sees beforehand, without effect, for each pupil what it would get and why not; and that is what happens', async () => {
    const group = await makeClass(test.db, 6, { withConsent: true })
    const [old = '', busy = '', done = ''] = group.childIds
    const offeringId = await offer(2)
    await test.db.sql`UPDATE child SET birth_date = '2010-01-01' WHERE id = ${old}`
    const other = await offer(9)
    expect((await enrol(group, { offeringId: other, childIds: [busy] })).body.counts.placed).toBe(1)
    await test.db.sql`UPDATE offering SET capacity = 3, age_max = 10 WHERE id = ${offeringId}`
    expect((await enrol(group, { offeringId, childIds: [done] })).body.counts.placed).toBe(1)
    const before = await rows(offeringId)
    const seen = await preview(group, { offeringId, groupId: group.groupId })
    expect(seen.status).toBe(200)
    expect(await rows(offeringId)).toEqual(before)
    expect(seen.body.counts).toEqual({
      placed: 2,
      awaitingConsent: 0,
      waitlisted: 1,
      existing: 1,
      refused: 2,
      familyUnknown: 0,
    })
    const of = (id: string) => seen.body.lines.find(({ childId }) => childId === id)
    expect(of(old)?.refusals[0]?.code).toBe('too-old')
    expect(of(busy)?.refusals[0]).toMatchObject({
      code: 'session-clash',
      facts: { otherTitle: 'Turnen 9', minutes: 60 },
    })
    expect(of(done)?.outcome).toBe('existing')
    expect(seen.body.lines.find(({ outcome }) => outcome === 'waitlisted')?.position).toBe(1)
    const made = await enrol(group, { offeringId, groupId: group.groupId })
    expect(made.status).toBe(201)
    expect(outcomes(made.body.lines)).toEqual(outcomes(seen.body.lines))
    expect(made.body).toMatchObject({ counts: seen.body.counts, isNone: false, madeBy: 'Marieke Smits' })
    // Sorted as a list of pupils is read.
    expect(made.body.lines.map(({ lastName }) => lastName)).toEqual(
      [...made.body.lines.map(({ lastName }) => lastName)].sort(),
    )
    expect(await find(group, made.body.id)).toEqual(made.body)
    const list = await test.call('GET', `/schools/${group.schoolId}/class-enrolments`, undefined, school)
    expect(list.body.items?.find(({ id }) => id === made.body.id)).toMatchObject({
      id: made.body.id,
      counts: made.body.counts,
    })
    expect(list.body.total).toBe(3)
    expect(await findBrokenPromises(test.db)).toEqual([])
  })

  it('keeps the place of who is under 16 until a guardian consents, places who consented, and tells who is 16', async () => {
    const group = await makeClass(test.db, 2)
    const ready = await makeClass(test.db, 1, { withConsent: true })
    const lone = await makeClass(test.db, 1, { families: false })
    const grown = await makeClass(test.db, 1)
    await test.db.sql`UPDATE child SET birth_date = '2010-11-24' WHERE id = ${grown.childIds[0] ?? ''}`
    const offeringId = await offer(9)
    const city = await publishOffering(test, { title: 'Voor later', date: '2027-01-17' })
    const childIds = [group, ready, lone].flatMap((each) => each.childIds)
    const made = await enrol(group, { offeringId, childIds })
    expect(made.body.counts).toMatchObject({ placed: 1, awaitingConsent: 3, familyUnknown: 1 })
    const told = await enrol(grown, { offeringId: city, childIds: grown.childIds })
    expect(told.body.counts).toMatchObject({ placed: 1, awaitingConsent: 0 })
    const notices = await test.db.sql<{ kind: string; count: number }>`
      SELECT kind, count(*)::integer AS count FROM notice GROUP BY kind ORDER BY kind`
    expect(notices).toEqual([
      { kind: 'consent-asked', count: 3 },
      { kind: 'enrolled-by-school', count: 2 },
    ])
    const [waits] = await test.db.sql<{ until: Date; taken: number }>`
      SELECT e.consent_until AS until, o.taken FROM enrolment e JOIN offering o ON o.id = e.offering_id
      WHERE e.child_id = ${group.childIds[0] ?? ''}`
    expect(waits).toMatchObject({ taken: 4, until: new Date('2026-12-01T09:00:00Z') })
  })

  it('all or none: one place short leaves nothing, and says what each would have got', async () => {
    const group = await makeClass(test.db, 5, { withConsent: true })
    const offeringId = await offer(4)
    const all = { offeringId, groupId: group.groupId, mode: 'all-or-none', mayWait: false }
    const seen = await preview(group, all)
    expect(seen.body).toMatchObject({ isNone: true, counts: { placed: 4, refused: 1 } })
    const made = await enrol(group, all)
    expect(made).toMatchObject({
      status: 201,
      body: { isNone: true, undo: null, counts: { placed: 4, refused: 1 } },
    })
    expect(made.body.lines.every(({ enrolmentId, status }) => enrolmentId === null && status === null)).toBe(
      true,
    )
    expect(await rows(offeringId)).toEqual([])
    expect(await test.db.sql`SELECT 1 FROM notice`).toEqual([])
    await test.db.sql`UPDATE offering SET capacity = 5 WHERE id = ${offeringId}`
    expect((await enrol(group, all)).body).toMatchObject({ isNone: false, counts: { placed: 5 } })
  })

  it('enrols nobody twice under the same key, tells another request under it apart, and wants a key to be one', async () => {
    const group = await makeClass(test.db, 3, { withConsent: true })
    const offeringId = await offer(9)
    const key = newId()
    const first = await enrol(group, { offeringId, groupId: group.groupId }, key)
    const again = await enrol(group, { offeringId, groupId: group.groupId }, key)
    expect([first.status, again.status]).toEqual([201, 200])
    expect(again.body).toEqual(first.body)
    const reused = await enrol(group, { offeringId, childIds: group.childIds }, key)
    expect(reused).toMatchObject({ status: 422, body: { code: 'request-key-reused' } })
    const wrong = await enrol(group, { offeringId, groupId: group.groupId }, 'twice')
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ pointer: 'Idempotency-Key' }] } })
    const anew = await enrol(group, { offeringId, groupId: group.groupId }, newId())
    expect(anew.body.counts).toMatchObject({ placed: 0, existing: 3 })
    expect(await rows(offeringId)).toEqual(['placed', 'placed', 'placed'])
  })

  it('knows no pupil, group or activity that is not its own, and enrols nobody with them', async () => {
    const group = await makeClass(test.db, 2, { withConsent: true })
    const offeringId = await offer(9)
    const [stranger] = await test.db.sql<{ id: string }>`
      SELECT id FROM child WHERE school_id <> ${group.schoolId} LIMIT 1`
    for (const over of [
      { offeringId, childIds: [...group.childIds, stranger?.id ?? ''] },
      { offeringId, groupId: newId() },
      { offeringId: newId(), groupId: group.groupId },
    ])
      expect((await enrol(group, over)).status).toBe(404)
    expect(await enrol(group, { offeringId })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/childIds' }] },
    })
    const empty = await makeClass(test.db, 0, { families: false })
    expect(await enrol(empty, { offeringId, groupId: empty.groupId })).toMatchObject({ status: 422 })
    expect(await rows(offeringId)).toEqual([])
  })

  it('costs at most 10 statements and 3 per pupil for a group of 30, letters included, and no more for the preview', async () => {
    const group = await makeClass(test.db, 30)
    const offeringId = await offer(25)
    const { db, count } = openCounted(test.url)
    const deps = { ...test.deps, db }
    const app = createApp(deps)
    const body = asked({ offeringId, groupId: group.groupId })
    const seen = await post<ClassPreview>(
      `/schools/${group.schoolId}/class-enrolment-previews`,
      body,
      undefined,
      app,
    )
    expect(seen.body.counts).toMatchObject({ awaitingConsent: 25, waitlisted: 5 })
    expect(count()).toBeLessThanOrEqual(10)
    const before = count()
    const made = await post<ClassEnrolment>(`/schools/${group.schoolId}/class-enrolments`, body, newId(), app)
    expect(made.body.counts).toMatchObject({ awaitingConsent: 25, waitlisted: 5 })
    await sendConsentLetters(deps)
    const unsent = () => test.db.sql`SELECT 1 FROM consent_request WHERE sent_at IS NULL`
    while ((await unsent()).length > 0) await new Promise((resolve) => setTimeout(resolve, 20))
    expect(count() - before).toBeLessThanOrEqual(10 + 3 * 30)
    await db.close()
  })
})

describe('undo of a whole class', () => {
  it('withdraws what is still as it was left, within a quarter of an hour, and gives the places on', async () => {
    const group = await makeClass(test.db, 4)
    const ready = await makeClass(test.db, 2, { withConsent: true })
    const offeringId = await offer(5)
    const made = await enrol(group, { offeringId, childIds: [...group.childIds, ...ready.childIds] })
    expect(made.body.undo?.count).toBe(6)
    const held = made.body.lines.filter(({ outcome }) => outcome === 'awaiting_consent')
    // One family said yes meanwhile: theirs stays.
    await test.db.sql`
      UPDATE enrolment SET status = 'placed', changed_at = now(), change_reason = 'guardian consented'
      WHERE id = ${held[0]?.enrolmentId ?? ''}`
    expect((await find(group, made.body.id)).undo?.count).toBe(5)
    const [waiting] = await test.db.sql<{ id: string }>`
      SELECT c.id FROM child c JOIN school s ON s.id = c.school_id
      WHERE c.school_id = ${group.schoolId} AND c.birth_date BETWEEN '2016-01-01' AND '2018-12-31'
        AND c.municipality_id = ${municipalityId} AND c.group_id NOT IN (${group.groupId}, ${ready.groupId}) LIMIT 1`
    const queued = await enrol(group, { offeringId, childIds: [waiting?.id ?? ''] })
    expect(queued.body.counts.waitlisted).toBe(1)
    const done = await undo(group, made.body.id)
    expect(done).toMatchObject({ status: 200, body: { undo: null, undoneAt: expect.any(String) } })
    const [next] = await test.db.sql<{ status: string }>`
      SELECT status FROM enrolment WHERE offering_id = ${offeringId} AND child_id = ${waiting?.id ?? ''}`
    expect(next?.status).toBe('offered')
    expect((await rows(offeringId)).filter((status) => status === 'placed')).toHaveLength(1)
    expect((await rows(offeringId)).filter((status) => status === 'withdrawn')).toHaveLength(5)
    // Again changes nothing.
    expect((await undo(group, made.body.id)).body).toEqual(done.body)
    expect(await findBrokenPromises(test.db)).toEqual([])
  })

  it('comes too late after a quarter of an hour', async () => {
    const group = await makeClass(test.db, 2, { withConsent: true })
    const offeringId = await offer(5)
    const made = await enrol(group, { offeringId, groupId: group.groupId })
    test.setClock('2026-11-24T09:15:00Z')
    expect((await find(group, made.body.id)).undo).toBe(null)
    expect(await undo(group, made.body.id)).toMatchObject({
      status: 409,
      body: { code: 'class-undo-too-late' },
    })
    expect(await rows(offeringId)).toEqual(['placed', 'placed'])
  })
})

it('shows no name of a pupil who left, and keeps the line', async () => {
  const group = await makeClass(test.db, 2, { withConsent: true })
  const offeringId = await offer(5)
  const made = await enrol(group, { offeringId, groupId: group.groupId })
  const [first = '', second = ''] = group.childIds
  await test.db.sql`UPDATE child SET school_id = NULL, group_id = NULL WHERE id = ${first}`
  const seen = await find(group, made.body.id)
  expect(seen.lines).toHaveLength(2)
  expect(seen.lines.find(({ childId }) => childId === first)).toMatchObject({
    firstName: '',
    lastName: '',
    isPupil: false,
    status: null,
  })
  expect(await test.db.sql`SELECT 1 FROM school_consent WHERE child_id = ${first}`).toEqual([])
  const looks = await test.db.sql<{ times: number }>`
    SELECT times FROM look WHERE child_id = ${second} AND what = 'enrolment'`
  expect(looks[0]?.times).toBe(2)
})

import { loadDemonstration } from '@portal/db/seed/demonstration/load-demonstration.ts'
import { namedId } from '@portal/db/seed/named-id.ts'
import { loadReference, municipalityId } from '@portal/db/seed/reference/load-reference.ts'
import { createTestDatabase, type TestDatabase } from '@portal/db/testing/test-database.ts'
import type { ClassEnrolment } from '@portal/shared/class-enrolments/class-enrolment.ts'
import { newId } from '@portal/shared/ids.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { hashOfToken, newToken } from '../http/session.ts'
import { findBrokenPromises } from '../testing/find-broken-promises.ts'
import { makeClass, type SchoolClass } from '../testing/school-class.ts'
import { type RunningServer, startServer } from '../testing/start-server.ts'

let test: TestDatabase
let servers: RunningServer[]
beforeAll(async () => {
  test = await createTestDatabase()
  await loadReference(test.db)
  await loadDemonstration(test.db, { today: new Date().toISOString().slice(0, 10) })
  // The whole portal twice on one database: nothing in memory can save us.
  servers = await Promise.all([startServer(test.url), startServer(test.url)])
})
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()))
  await test.drop()
})

async function signIn(accountId: string): Promise<string> {
  const token = newToken()
  await test.db.sql`
    INSERT INTO sign_in_session (municipality_id, token_hash, account_id, created_at, expires_at, method, device, last_used_on)
    VALUES (${municipalityId}, ${hashOfToken(token)}, ${accountId}, now(), now() + interval '1 day', 'link', '', now()::date)`
  return `session=${token}`
}
const secretary = () => signIn(namedId('account', 'school@demo.example'))

/** Somebody else who works at the same school. */
async function colleague(schoolId: string): Promise<string> {
  const id = newId()
  await test.db.sql`
    INSERT INTO account (municipality_id, id, email, created_at) VALUES (${municipalityId}, ${id}, ${`${id}@voorbeeld.nl`}, now())`
  await test.db.sql`
    INSERT INTO membership (municipality_id, id, account_id, role, school_id) VALUES (${municipalityId}, ${newId()}, ${id}, 'school', ${schoolId})`
  return signIn(id)
}

async function post(process: number, cookie: string, path: string, body: object, key?: string) {
  const response = await fetch(`${servers[process % servers.length]?.url}/api/v1${path}`, {
    method: 'POST',
    headers: {
      Cookie: cookie,
      'Content-Type': 'application/json',
      ...(key ? { 'Idempotency-Key': key } : {}),
    },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as ClassEnrolment & { code?: string } }
}

/** A copy of an activity for West with a Saturday of its own, so that only the places count. */
async function offer(capacity: number, weeks: number): Promise<string> {
  const id = newId()
  const start = new Date(Date.now() + (weeks + 3) * 7 * 86_400_000)
  start.setUTCDate(start.getUTCDate() + ((6 - start.getUTCDay() + 7) % 7))
  start.setUTCHours(10, 0, 0, 0)
  await test.db.sql`
    INSERT INTO offering (municipality_id, id, activity_id, place_id, status, audience, enrolment_mode, slot, years, invited_only,
      in_school_time, price_cents, capacity, has_waiting_list, enrolment_opens_at, enrolment_closes_at, taken, waiting, version, changed_at)
    SELECT municipality_id, ${id}, activity_id, place_id, 'published', 'neighbourhood', 'direct', 'weekend', '{}', false, false, 0,
      ${capacity}, true, now() - interval '1 day', now() + interval '60 days', 0, 0, 1, now()
    FROM offering WHERE audience = 'neighbourhood' LIMIT 1`
  await test.db.sql`
    INSERT INTO offering_neighbourhood (municipality_id, offering_id, neighbourhood_code) VALUES (${municipalityId}, ${id}, 'WK079611')`
  await test.db.sql`
    INSERT INTO session (municipality_id, id, offering_id, starts_at, ends_at, place_id)
    SELECT municipality_id, ${newId()}, id, ${start}, ${new Date(start.getTime() + 3_600_000)}, place_id FROM offering WHERE id = ${id}`
  return id
}

const enrolAll = (process: number, cookie: string, group: SchoolClass, over: object, key?: string) =>
  post(
    process,
    cookie,
    `/schools/${group.schoolId}/class-enrolments`,
    { groupId: group.groupId, mode: 'all-that-can', mayWait: true, ...over },
    key,
  )
const countOf = async (offeringId: string) =>
  (
    await test.db.sql<{ status: string; count: number }>`
      SELECT status, count(*)::integer AS count FROM enrolment WHERE offering_id = ${offeringId} GROUP BY status ORDER BY status`
  ).map(({ status, count }) => `${count} ${status}`)

it('two colleagues enrol the same class at once: everybody has one place, and each sees a whole table', async () => {
  const group = await makeClass(test.db, 20, { withConsent: true })
  const offeringId = await offer(30, 1)
  const both = [await secretary(), await colleague(group.schoolId)]
  const made = await Promise.all(
    both.map((cookie, process) => enrolAll(process, cookie, group, { offeringId }, newId())),
  )
  expect(made.map(({ status }) => status)).toEqual([201, 201])
  expect(made.reduce((sum, { body }) => sum + body.counts.placed, 0)).toBe(20)
  expect(made.reduce((sum, { body }) => sum + body.counts.existing, 0)).toBe(20)
  expect(await countOf(offeringId)).toEqual(['20 placed'])
  expect(await findBrokenPromises(test.db)).toEqual([])
})

it('the same click four times, at two processes, is one', async () => {
  const group = await makeClass(test.db, 12)
  const offeringId = await offer(8, 2)
  const cookie = await secretary()
  const key = newId()
  const made = await Promise.all(
    [0, 1, 2, 3].map((process) => enrolAll(process, cookie, group, { offeringId }, key)),
  )
  expect(made.map(({ status }) => status).sort()).toEqual([200, 200, 200, 201])
  expect(new Set(made.map(({ body }) => body.id)).size).toBe(1)
  expect(await countOf(offeringId)).toEqual(['8 awaiting_consent', '4 waitlisted'])
  const [kept] = await test.db.sql<{ lines: number; requests: number; notices: number }>`
    SELECT (SELECT count(*)::integer FROM class_enrolment_line WHERE class_enrolment_id = ${made[0]?.body.id ?? ''}) AS lines,
      (SELECT count(*)::integer FROM consent_request r JOIN enrolment e ON e.id = r.enrolment_id
        WHERE e.offering_id = ${offeringId}) AS requests,
      (SELECT count(*)::integer FROM notice WHERE offering_id = ${offeringId}) AS notices`
  expect(kept).toEqual({ lines: 12, requests: 8, notices: 12 })
})

it('families enrol meanwhile: never above capacity, nobody twice, and every line tells what is so', async () => {
  const group = await makeClass(test.db, 15, { withConsent: true })
  const offeringId = await offer(10, 3)
  const cookie = await secretary()
  const families = await Promise.all(group.guardianIds.slice(0, 8).map(signIn))
  const [made, ...alone] = await Promise.all([
    enrolAll(0, cookie, group, { offeringId }, newId()),
    ...families.map((family, index) =>
      post(index, family, '/enrolments', { childId: group.childIds[index], offeringId }),
    ),
  ])
  for (const { status } of alone) expect([200, 201]).toContain(status)
  expect(made?.status).toBe(201)
  expect(await countOf(offeringId)).toEqual(['10 placed', '5 waitlisted'])
  for (const line of made?.body.lines ?? []) expect(line.enrolmentId).not.toBe(null)
  expect(await findBrokenPromises(test.db)).toEqual([])
})

it('all or none while families take places: all of the class, or nobody by the school', async () => {
  for (let turn = 0; turn < 4; turn += 1) {
    const group = await makeClass(test.db, 6, { withConsent: true })
    const others = await makeClass(test.db, 4, { withConsent: true })
    const offeringId = await offer(8, 4 + turn)
    const cookie = await secretary()
    const families = await Promise.all(others.guardianIds.map(signIn))
    const [made] = await Promise.all([
      enrolAll(turn, cookie, group, { offeringId, mode: 'all-or-none', mayWait: false }, newId()),
      ...families.map((family, index) =>
        post(index, family, '/enrolments', { childId: others.childIds[index], offeringId }),
      ),
    ])
    const [bySchool] = await test.db.sql<{ count: number }>`
      SELECT count(*)::integer AS count FROM enrolment WHERE offering_id = ${offeringId} AND change_reason = 'enrolled by school'`
    expect(bySchool?.count).toBe(made?.body.isNone ? 0 : 6)
    expect(await findBrokenPromises(test.db)).toEqual([])
  }
})

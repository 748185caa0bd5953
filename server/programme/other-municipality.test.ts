import { newId } from '@portal/shared/ids.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { activity, approval } from '../testing/organisation-cases.ts'
import { createTestApp } from '../testing/test-app.ts'

const m = 'GM0001'
const canary = 'Overkant'
let test: Awaited<ReturnType<typeof createTestApp>>
const ids = {
  account: newId(),
  provider: newId(),
  activity: newId(),
  place: newId(),
  offering: newId(),
  school: newId(),
  child: newId(),
}

/** A second municipality in the same database, with one of everything; the demonstration's team may not see a word of it. */
beforeAll(async () => {
  test = await createTestApp()
  const { sql } = test.db
  await sql`
    INSERT INTO municipality (id, name, time_zone, holiday_region, cycling_kmh)
    VALUES (${m}, ${canary}, 'Europe/Amsterdam', 'noord', 12)`
  await sql`INSERT INTO neighbourhood (municipality_id, code, name, outline) VALUES (${m}, 'WK000101', ${canary}, '[]')`
  // The same mail address as here: another account.
  await sql`
    INSERT INTO account (municipality_id, id, email, name, created_at)
    VALUES (${m}, ${ids.account}, 'team@demo.example', ${canary}, now())`
  await sql`
    INSERT INTO provider (municipality_id, id, name, email, status, chamber_number, contact_name)
    VALUES (${m}, ${ids.provider}, ${canary}, 'over@kant.example', 'applied', '12312312', ${canary})`
  await sql`
    INSERT INTO membership (municipality_id, id, account_id, role, provider_id)
    VALUES (${m}, ${newId()}, ${ids.account}, 'provider', ${ids.provider})`
  await sql`
    INSERT INTO activity (municipality_id, id, provider_id, title, areas)
    VALUES (${m}, ${ids.activity}, ${ids.provider}, ${canary}, '{sport}')`
  await sql`
    INSERT INTO place (municipality_id, id, name, postcode, neighbourhood_code, latitude, longitude)
    VALUES (${m}, ${ids.place}, ${canary}, '9711AA', 'WK000101', 53.2, 6.5)`
  await sql`
    INSERT INTO offering (municipality_id, id, activity_id, place_id, status, audience, enrolment_mode, slot, capacity,
      enrolment_opens_at, enrolment_closes_at, changed_at)
    VALUES (${m}, ${ids.offering}, ${ids.activity}, ${ids.place}, 'hidden', 'city', 'direct', 'after-school', 5, '2026-01-01', '2027-12-01', now())`
  await sql`
    INSERT INTO school (municipality_id, id, brin, location_number, name, sector)
    VALUES (${m}, ${ids.school}, '99ZZ', '00', ${canary}, 'po')`
  await sql`
    INSERT INTO child (municipality_id, id, first_name, last_name, birth_date, school_id, created_at)
    VALUES (${m}, ${ids.child}, ${canary}, ${canary}, '2018-02-03', ${ids.school}, now())`
  await sql`
    INSERT INTO change_log (municipality_id, at, by_account, verb, subject_kind, subject_id, after)
    VALUES (${m}, now(), ${ids.account}, 'apply-as-provider', 'provider', ${ids.provider}, ${JSON.stringify({ name: canary })}::jsonb)`
})
afterAll(() => test.drop())

const everybody = [
  'team@demo.example',
  'aanbieder@demo.example',
  'school@demo.example',
  'ouder@demo.example',
  '',
]
const reason = 'reason=Een%20ouder%20vraagt%20om%20hulp'

it('nothing of another municipality is in any list, for anyone', async () => {
  for (const email of everybody) {
    const cookie = email ? await test.signIn(email) : undefined
    for (const path of [
      '/providers?pageSize=100',
      `/providers?q=${canary}`,
      `/municipality-children?q=${canary}&${reason}`,
      `/municipality-children?q=3-2-2018&${reason}`,
      '/municipality-schools?pageSize=100',
      `/municipality-schools?q=${canary}`,
      '/changes?pageSize=100',
      `/changes?person=${canary}`,
      `/changes?subject=${ids.provider}`,
      '/own-offerings?pageSize=100',
    ]) {
      const answer = await test.call('GET', path, undefined, cookie)
      expect([200, 401, 403], `${path} for ${email}`).toContain(answer.status)
      expect(JSON.stringify(answer.body), `${path} for ${email}`).not.toContain(canary)
      expect(JSON.stringify(answer.body)).not.toContain(ids.provider)
    }
  }
})

it('nothing of another municipality can be seen, decided or changed by its id', async () => {
  const decision = { ...approval, version: 1 }
  for (const email of everybody) {
    const cookie = email ? await test.signIn(email) : undefined
    for (const [method, path, body] of [
      ['GET', `/providers/${ids.provider}`, undefined],
      ['PATCH', `/providers/${ids.provider}`, { name: 'Anders' }],
      ['POST', `/providers/${ids.provider}/decisions`, decision],
      ['GET', `/municipality-children/${ids.child}?${reason}`, undefined],
      ['GET', `/offerings/${ids.offering}`, undefined],
      ['PATCH', `/offerings/${ids.offering}`, { status: 'published' }],
    ] as const) {
      const answer = await test.call(method, path, body, cookie)
      expect([401, 403, 404], `${method} ${path} for ${email}`).toContain(answer.status)
    }
  }
  const provider = await test.signIn('aanbieder@demo.example')
  const made = await test.call('POST', '/offerings', activity({ providerId: ids.provider }), provider)
  expect(made.status).toBe(422)
  const [kept] = await test.db.sql`SELECT name, status, version FROM provider WHERE id = ${ids.provider}`
  expect(kept).toEqual({ name: canary, status: 'applied', version: 1 })
  expect(await test.db.sql`SELECT 1 FROM look`).toEqual([])
})

it('a chamber number of another municipality is no hindrance here', async () => {
  const answer = await test.call(
    'POST',
    '/providers',
    {
      name: 'Ook hier',
      contactName: 'Noor',
      phone: '0731234567',
      email: 'ook@hier.example',
      chamberNumber: '12312312',
      offers: 'Judo',
      agreesToSafetyCode: true,
    },
    await test.signIn('ouder@demo.example'),
  )
  expect(answer.status).toBe(201)
})

import { namedId } from '@portal/db/seed/named-id.ts'
import { municipalityId as m } from '@portal/db/seed/reference/load-reference.ts'
import { newClaimCode } from '@portal/shared/claims/claim-code.ts'
import { newId } from '@portal/shared/ids.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addGuardian } from '../testing/family.ts'
import { findBrokenPromises } from '../testing/find-broken-promises.ts'
import { createTestApp } from '../testing/test-app.ts'
import { whatMoves } from './merge-children.ts'

let test: Awaited<ReturnType<typeof createTestApp>>
let school: string
let parent: string
let other: string
let schoolId: string
let groupId: string

beforeAll(async () => {
  test = await createTestApp()
  test.deps.settings.rateLimits = false
  school = await test.signIn('school@demo.example')
  parent = await test.signIn('ouder@demo.example')
  other = await test.signIn('ouder2@demo.example')
  const me = await test.call('GET', '/me', undefined, school)
  schoolId = (me.body.schools as { id: string }[])[0]?.id ?? ''
  const groups = await test.call('GET', `/schools/${schoolId}/groups`)
  groupId = String(groups.body.items?.find(({ year }) => year === 5)?.id)
})
afterAll(() => test.drop())

async function addPupil(over: object = {}): Promise<string> {
  const body = { firstName: 'Bilal', lastName: 'Aydın', birthDate: '2017-05-06', groupId, ...over }
  const made = await test.call('POST', `/schools/${schoolId}/pupils`, body, school)
  expect(made.status).toBe(201)
  return String(made.body.id)
}
async function codeFor(childId: string, renew = false): Promise<string> {
  const path = `/schools/${schoolId}/claim-codes`
  const made = await test.call('POST', path, { childIds: [childId], renew }, school)
  expect(made.status).toBe(201)
  return String(made.body.items?.[0]?.code)
}
const claim = (cookie: string, code: string, childId?: string) =>
  test.call('POST', '/claims', { code, ...(childId ? { childId } : {}) }, cookie)
const preview = (cookie: string, code: string) => test.call('POST', '/claims/previews', { code }, cookie)

async function addOwn(over: object = {}): Promise<string> {
  const body = { firstName: 'Billy', lastName: 'A.', birthDate: '2017-05-06', postcode: '5223AB', ...over }
  const made = await test.call('POST', '/children', body, parent)
  expect(made.status).toBe(201)
  return String(made.body.id)
}
/** Offerings that have not begun, in the order in which they are found. */
async function offerings(): Promise<string[]> {
  const found = await test.call('GET', '/offerings?neighbourhood=WK079611&age=9&free=true&pageSize=100')
  return (found.body.items ?? []).map(({ id }) => String(id))
}
async function enrolInFirst(childId: string, cookie: string, among: string[]): Promise<string> {
  for (const offeringId of among) {
    const answer = await test.call('POST', '/enrolments', { childId, offeringId }, cookie)
    // By the school of a child without a family: its place waits for consent.
    if (answer.status === 201 && /^(placed|awaiting_consent)$/.test(String(answer.body.status)))
      return offeringId
  }
  throw new Error('Nothing fits.')
}

describe('a code of the school', () => {
  it('makes whoever types it, however sloppily, guardian of that child; it tells no more than it has to', async () => {
    const id = await addPupil({ pupilNumber: '1' })
    const code = await codeFor(id)
    const sloppy = ` ${code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} `
    const seen = await preview(parent, sloppy)
    expect(seen.status).toBe(200)
    expect(seen.body).toEqual({
      firstName: 'Bilal',
      school: { id: schoolId, name: expect.any(String) },
      isOwn: false,
    })
    expect(await claim(parent, sloppy)).toMatchObject({
      status: 201,
      body: { childId: id, firstName: 'Bilal', isMerged: false, needsPostcode: true },
    })
    const own = await test.call('GET', `/children/${id}`, undefined, parent)
    expect(own.body).toMatchObject({ firstName: 'Bilal', groupId })
    const pupil = await test.call('GET', `/schools/${schoolId}/pupils/${id}`, undefined, school)
    expect(pupil.body).toMatchObject({ status: 'claimed', pupilNumber: '1' })
  })

  it('makes the home that the school entered that of who claims: a parent who is invited later does not see it', async () => {
    const pupilId = await addPupil({ postcode: '5233ZQ' })
    expect((await claim(parent, await codeFor(pupilId))).status).toBe(201)
    expect((await test.call('GET', `/children/${pupilId}`, undefined, parent)).body.postcode).toBe('5233 ZQ')
    await addGuardian(test, pupilId, 'ouder2@demo.example')
    expect((await test.call('GET', `/children/${pupilId}`, undefined, other)).body).toMatchObject({
      postcode: null,
      hasHiddenHome: true,
    })
    for (const cookie of [other, parent]) await test.call('DELETE', `/children/${pupilId}`, undefined, cookie)
  })

  it('works once, is ended by a new one, can be taken back, and grows old: each with a sentence of its own', async () => {
    const id = await addPupil()
    const first = await codeFor(id)
    const second = await codeFor(id, true)
    expect(await preview(parent, first)).toMatchObject({ status: 410, body: { code: 'claim-code-ended' } })
    const list = await test.call(
      'GET',
      `/schools/${schoolId}/claim-codes?state=open&pageSize=100`,
      undefined,
      school,
    )
    const open = list.body.items?.find((item) => (item.child as { id: string }).id === id)
    const path = `/schools/${schoolId}/claim-codes/${open?.id}`
    expect((await test.call('DELETE', path, undefined, school)).status).toBe(204)
    expect((await test.call('DELETE', path, undefined, school)).status).toBe(204)
    expect(await claim(parent, second)).toMatchObject({ status: 410, body: { code: 'claim-code-ended' } })
    const third = await codeFor(id)
    const age = (days: number) => test.db.sql`
      UPDATE claim_code SET created_at = created_at - ${days} * interval '1 day', expires_at = expires_at - ${days} * interval '1 day'
      WHERE child_id = ${id}::uuid AND revoked_at IS NULL`
    await age(60)
    expect(await claim(parent, third)).toMatchObject({ status: 410, body: { code: 'claim-code-expired' } })
    await age(-1)
    expect((await claim(parent, third)).status).toBe(201)
    expect(await claim(other, third)).toMatchObject({ status: 410, body: { code: 'claim-code-used' } })
    expect(await claim(other, newClaimCode())).toMatchObject({
      status: 410,
      body: { code: 'claim-code-unknown' },
    })
    const mistyped = await claim(other, 'K7PX-9M2Q-4T0')
    expect(mistyped.body).toMatchObject({ code: 'invalid-input', errors: [{ pointer: '/code' }] })
  })

  it('for a whole group spares those who have a family or a code that works', async () => {
    const id = await addPupil()
    await codeFor(id)
    const fresh = await addPupil({ firstName: 'Nieuw' })
    const path = `/schools/${schoolId}/claim-codes`
    const made = await test.call('POST', path, { groupId }, school)
    expect(made.body.items?.map(({ childId }) => childId)).toEqual([fresh])
    expect(made.body.kept).toBeGreaterThan(0)
    expect(made.body.claimed).toBeGreaterThan(0)
    const again = await test.call('POST', path, { groupId, renew: true }, school)
    expect(again.body.items?.map(({ childId }) => childId)).toEqual(expect.arrayContaining([id, fresh]))
    const slip = again.body.items?.[0]
    expect(slip?.code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{3}$/)
    expect(slip?.link).toBe(`http://localhost:3000/code?code=${slip?.code}`)
  })

  it('is kept as a keyed hash only, which an older key still opens', async () => {
    const id = await addPupil()
    const code = await codeFor(id)
    const plain = code.replaceAll('-', '')
    const tables = await test.db.sql<{ name: string; text: string }>`
      SELECT table_name AS name, query_to_xml('SELECT * FROM ' || quote_ident(table_name), false, true, '')::text AS text
      FROM information_schema.tables WHERE table_schema = 'public' AND table_name IN ('claim_code', 'change_log', 'child', 'pupil')`
    for (const { name, text } of tables) {
      expect(text, name).not.toContain(code)
      expect(text, name).not.toContain(plain)
    }
    const { secretKeys } = test.deps.settings
    test.deps.settings.secretKeys = ['a newer key, also long enough to sign with it', ...secretKeys]
    expect((await preview(parent, code)).status).toBe(200)
    test.deps.settings.secretKeys = ['only a newer key, also long enough to sign']
    expect((await preview(parent, code)).body.code).toBe('claim-code-unknown')
    test.deps.settings.secretKeys = secretKeys
  })

  it('is not made for a child that gets a family while the school renews', async () => {
    const pupilId = await addPupil()
    const code = await codeFor(pupilId)
    const client = await test.db.transactions.connect()
    try {
      // Somebody is in the middle of claiming: used, guardian, not committed yet.
      await client.query('BEGIN')
      await client.query(`UPDATE claim_code SET used_at = now() WHERE child_id = '${pupilId}'`)
      await client.query(`INSERT INTO guardianship (municipality_id, account_id, child_id, created_at)
        VALUES ('${m}', '${namedId('account', 'ouder2@demo.example')}', '${pupilId}', now())`)
      const path = `/schools/${schoolId}/claim-codes`
      const renewing = test.call('POST', path, { childIds: [pupilId], renew: true }, school)
      while (
        (
          await test.db.sql`
        SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`
        ).length === 0
      )
        await new Promise((resolve) => setTimeout(resolve, 10))
      await client.query('COMMIT')
      expect(await renewing).toMatchObject({ status: 201, body: { items: [], claimed: 1 } })
    } finally {
      client.release()
    }
    expect((await preview(parent, code)).body.code).toBe('claim-code-used')
  })

  it('that two use at the same moment has one winner', async () => {
    for (let turn = 0; turn < 10; turn += 1) {
      const id = await addPupil()
      const code = await codeFor(id)
      const answers = await Promise.all([parent, other, parent, other].map((cookie) => claim(cookie, code)))
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
      for (const { status, body } of answers) if (status !== 201) expect(body.code).toBe('claim-code-used')
      const guardians = await test.db.sql`SELECT 1 FROM guardianship WHERE child_id = ${id}::uuid`
      expect(guardians).toHaveLength(1)
      await test.db.sql`DELETE FROM child WHERE id = ${id}::uuid`
    }
  })

  it('is tried only so many times in an hour', async () => {
    test.deps.settings.rateLimits = true
    const statuses: number[] = []
    for (let turn = 0; turn < 32; turn += 1) statuses.push((await preview(other, newClaimCode())).status)
    test.deps.settings.rateLimits = false
    expect(statuses.filter((status) => status === 410)).toHaveLength(30)
    expect(statuses.slice(30)).toEqual([429, 429])
  })
})

describe('a pupil and a child that the guardian entered before', () => {
  it('become one, with everything of both, under the id that the guardian knows', async () => {
    const pupilId = await addPupil({ pupilNumber: '77' })
    const ownId = await addOwn()
    const free = await offerings()
    const schools = await enrolInFirst(pupilId, school, free)
    const [before] = await test.db.sql<{ joined: string }>`
      SELECT joined_number AS joined FROM enrolment WHERE child_id = ${pupilId}::uuid`
    await test.db.sql`
      INSERT INTO offering_invitation (municipality_id, offering_id, child_id) VALUES (${m}, ${schools}, ${pupilId})`
    // The school looked at both on the same day.
    for (const id of [ownId, pupilId]) {
      await test.db.sql`
        INSERT INTO look (municipality_id, child_id, day, by_account, role, school_id, what, times, first_at, last_at)
        VALUES (${m}, ${id}, '2026-11-24', ${namedId('account', 'school@demo.example')}, 'school', ${schoolId}, 'check', 2, now(), now())
        ON CONFLICT DO NOTHING`
    }
    const code = await codeFor(pupilId)
    expect(await claim(parent, code, ownId)).toMatchObject({
      status: 201,
      body: { childId: ownId, firstName: 'Billy', isMerged: true, needsPostcode: false },
    })
    expect(await test.db.sql`SELECT 1 FROM child WHERE id = ${pupilId}::uuid`).toEqual([])
    const child = await test.call('GET', `/children/${ownId}`, undefined, parent)
    expect(child.body).toMatchObject({ schoolId, groupId, postcode: '5223 AB' })
    const [row] = await test.db.sql<Record<string, unknown>>`
      SELECT (SELECT pupil_number FROM pupil WHERE child_id = ${ownId}::uuid) AS number,
        (SELECT joined_number FROM enrolment WHERE child_id = ${ownId}::uuid AND offering_id = ${schools}::uuid) AS joined,
        (SELECT times FROM look WHERE child_id = ${ownId}::uuid AND what = 'check') AS times,
        (SELECT count(*)::integer FROM offering_invitation WHERE child_id = ${ownId}::uuid) AS invited,
        (SELECT count(*)::integer FROM claim_code WHERE child_id = ${ownId}::uuid AND used_at IS NOT NULL) AS codes`
    expect(row).toMatchObject({ number: '77', joined: before?.joined, invited: 1, codes: 1 })
    expect(Number(row?.times)).toBeGreaterThanOrEqual(3)
    expect(await findBrokenPromises(test.db)).toEqual([])
    await test.call('DELETE', `/children/${ownId}`, undefined, parent)
  })

  it('stay apart when their birth dates differ, or it is not one’s own child; the code still works', async () => {
    const pupilId = await addPupil({ birthDate: '2017-05-07' })
    const ownId = await addOwn()
    const code = await codeFor(pupilId)
    expect(await claim(parent, code, ownId)).toMatchObject({
      status: 409,
      body: { code: 'merge-birth-dates-differ' },
    })
    expect((await claim(other, code, ownId)).status).toBe(404)
    expect((await claim(parent, code, newId())).status).toBe(404)
    expect((await preview(parent, code)).status).toBe(200)
    await test.call('DELETE', `/children/${ownId}`, undefined, parent)
  })

  it('stay apart when they are twins: two pupils of the school, of whom one would be lost', async () => {
    const [one, twin] = [await addPupil({ pupilNumber: 'T1' }), await addPupil({ pupilNumber: 'T2' })]
    expect((await claim(parent, await codeFor(one))).status).toBe(201)
    const code = await codeFor(twin)
    expect(await claim(parent, code, one)).toMatchObject({ status: 409, body: { code: 'merge-other-pupil' } })
    expect(await test.db.sql`SELECT 1 FROM pupil WHERE pupil_number IN ('T1', 'T2')`).toHaveLength(2)
    expect(await claim(parent, code)).toMatchObject({ status: 201, body: { childId: twin } })
    for (const id of [one, twin]) await test.call('DELETE', `/children/${id}`, undefined, parent)
  })

  it('stay apart while both have a place in the same activity or at the same time: it says what to give up first', async () => {
    const pupilId = await addPupil()
    const ownId = await addOwn({ schoolId, groupId })
    const offeringId = await enrolInFirst(pupilId, school, await offerings())
    expect((await test.call('POST', '/enrolments', { childId: ownId, offeringId }, parent)).status).toBe(201)
    const code = await codeFor(pupilId)
    const refused = await claim(parent, code, ownId)
    expect(refused).toMatchObject({ status: 409, body: { code: 'merge-places-clash' } })
    expect(refused.body.facts).toMatchObject({ title: expect.any(String), otherTitle: expect.any(String) })
    const held = await test.call('GET', `/enrolments?childId=${ownId}`, undefined, parent)
    const path = `/enrolments/${held.body.items?.[0]?.id}/withdrawal`
    expect((await test.call('POST', path, undefined, parent)).status).toBe(200)
    expect(await claim(parent, code, ownId)).toMatchObject({ status: 201, body: { isMerged: true } })
    expect(await findBrokenPromises(test.db)).toEqual([])
    await test.call('DELETE', `/children/${ownId}`, undefined, parent)
  })

  it('become one without a loss while one of them is being enrolled', async () => {
    const free = await offerings()
    for (let turn = 0; turn < 6; turn += 1) {
      const pupilId = await addPupil()
      const ownId = await addOwn({ schoolId, groupId })
      const code = await codeFor(pupilId)
      const [claimed, ...enrolled] = await Promise.all([
        claim(parent, code, ownId),
        ...free
          .slice(0, 4)
          .map((offeringId, index) =>
            index % 2
              ? test.call('POST', '/enrolments', { childId: pupilId, offeringId }, school)
              : test.call('POST', '/enrolments', { childId: ownId, offeringId }, parent),
          ),
      ])
      expect([201, 409, 503]).toContain(claimed?.status)
      for (const { status } of enrolled) expect([200, 201, 404, 409, 422]).toContain(status)
      expect(await findBrokenPromises(test.db)).toEqual([])
      await test.call('DELETE', `/children/${ownId}`, undefined, parent)
      if (claimed?.status !== 201)
        await test.call('DELETE', `/schools/${schoolId}/pupils/${pupilId}`, undefined, school)
    }
  })

  it('forget no table that points to a child', async () => {
    const tables = await test.db.sql<{ name: string }>`
      SELECT DISTINCT conrelid::regclass::text AS name FROM pg_constraint WHERE contype = 'f' AND confrelid = 'child'::regclass`
    expect(tables.map(({ name }) => name).sort()).toEqual(Object.keys(whatMoves).sort())
  })
})

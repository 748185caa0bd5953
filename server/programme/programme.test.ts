import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestApp } from '../testing/test-app.ts'

const reason = 'Ouder belde over een inschrijving'
let test: Awaited<ReturnType<typeof createTestApp>>
let team: string

beforeAll(async () => {
  test = await createTestApp()
})
afterAll(() => test.drop())
beforeEach(async () => {
  await test.db.sql`DELETE FROM look`
  await test.db.sql`DELETE FROM rate_limit`
  team = await test.signIn('team@demo.example')
})

const search = (query: Record<string, string>) =>
  test.call('GET', `/municipality-children?${new URLSearchParams(query)}`, undefined, team)
const namesOf = (answer: Awaited<ReturnType<typeof search>>) =>
  answer.body.items?.map((each) => `${each.firstName} ${each.lastName}`)
const looks = () =>
  test.db.sql<{ childId: string; what: string; role: string; reason: string; times: number }>`
    SELECT child_id AS "childId", what, role, reason, times FROM look ORDER BY what, child_id`

describe('searching for a child', () => {
  it('finds by parts of names in any order, without accents or capitals, and by birth date', async () => {
    const sara = await search({ q: 'wit sÁra', reason })
    expect(namesOf(sara)).toContain('Sara de Wit')
    const birthDate = String(sara.body.items?.[0]?.birthDate)
    const [year, month, day] = birthDate.split('-')
    for (const q of [birthDate, `${Number(day)}-${Number(month)}-${year}`])
      expect(namesOf(await search({ q, reason }))).toContain('Sara de Wit')
    expect((await search({ q: '%%', reason })).body.total).toBe(0)
    expect((await search({ q: 'bestaat niet', reason })).body.items).toEqual([])
    expect(Object.keys(sara.body.items?.[0] ?? {}).sort()).toEqual([
      'birthDate',
      'firstName',
      'group',
      'id',
      'lastName',
      'school',
    ])
  })

  it('asks for a reason, and shows nothing without', async () => {
    for (const query of [
      { q: 'Sara' },
      { q: 'Sara', reason: 'zomaar' },
      { q: 'Sara', reason: '          ' },
    ]) {
      const answer = await search(query)
      expect(answer.status).toBe(422)
      expect((answer.body.errors as { pointer: string }[]).map(({ pointer }) => pointer)).toEqual(['reason'])
    }
    expect(await looks()).toEqual([])
  })

  it('writes down every child that was shown, with the reason, and counts the same again in one line', async () => {
    const found = await search({ q: 'de Wit', reason })
    await search({ q: 'de Wit', reason })
    const ids = found.body.items?.map((each) => String(each.id)).sort() ?? []
    expect(ids.length).toBeGreaterThan(1)
    expect(await looks()).toEqual(
      ids.map((childId) => ({ childId, what: 'search', role: 'team', reason, times: 2 })),
    )
  })

  it('ends after 60 times in an hour, per account', async () => {
    for (let time = 0; time < 60; time += 1) expect((await search({ q: 'Sara', reason })).status).toBe(200)
    const answer = await search({ q: 'Sara', reason })
    expect(answer.status).toBe(429)
    expect(Number(answer.headers.get('Retry-After'))).toBeGreaterThan(0)
  })
})

it('shows one child with whom to get in touch and its enrolments, without its home, and writes that down', async () => {
  const id = (await search({ q: 'Sara de Wit', reason })).body.items?.[0]?.id
  const answer = await test.call(
    'GET',
    `/municipality-children/${id}?reason=${encodeURIComponent(reason)}`,
    undefined,
    team,
  )
  expect(answer).toMatchObject({
    status: 200,
    body: { contact: { name: 'Fatima de Wit', email: 'ouder@demo.example' }, guardians: 1 },
  })
  expect((answer.body.enrolments as { title: string }[]).map(({ title }) => title)).toContain(
    'Tekenen en schilderen',
  )
  expect(JSON.stringify(answer.body)).not.toMatch(/postcode|\d{4}\s?[A-Z]{2}\b/)
  expect((await looks()).map(({ what }) => what)).toEqual(['child', 'search'])
  const without = await test.call('GET', `/municipality-children/${id}`, undefined, team)
  expect(without.status).toBe(422)
})

describe('schools', () => {
  it('are listed with owners and counts, and nothing of a pupil; a handful of pupils is not counted', async () => {
    const all = await test.call('GET', '/municipality-schools?pageSize=100', undefined, team)
    expect(all.body.total).toBe(53)
    const own = all.body.items?.find((each) => String(each.name).includes('Westerbreedte'))
    expect(own).toMatchObject({ owners: [{ name: 'Marieke Smits', email: 'school@demo.example' }], staff: 1 })
    expect(own?.pupils).toBeGreaterThan(4)
    for (const each of all.body.items ?? []) {
      expect(Object.keys(each).sort()).toEqual([
        'groups',
        'id',
        'name',
        'neighbourhood',
        'owners',
        'pupils',
        'sector',
        'staff',
      ])
      expect([1, 2, 3, 4]).not.toContain(each.pupils)
    }
    const found = await test.call('GET', '/municipality-schools?q=westerbreedte', undefined, team)
    expect(found.body.total).toBe(1)
  })

  it('show a school only itself', async () => {
    const answer = await test.call(
      'GET',
      '/municipality-schools',
      undefined,
      await test.signIn('school@demo.example'),
    )
    expect(answer.body.items?.map((each) => each.name)).toEqual(['Kindcentrum Westerbreedte'])
  })
})

describe('the log', () => {
  const changes = (query = '') => test.call('GET', `/changes?pageSize=100${query}`, undefined, team)

  it('says who changed what of an offering, from what to what, newest first', async () => {
    const provider = await test.signIn('aanbieder@demo.example')
    const own = await test.call('GET', '/own-offerings', undefined, provider)
    const offering = own.body.items?.[0]
    const patch = { summary: 'Nieuw in het logboek', capacity: Number(offering?.capacity) }
    await test.call('PATCH', `/offerings/${offering?.id}`, patch, provider)
    const list = await changes(`&kind=offering&subject=${offering?.id}`)
    expect(list.body.items?.[0]).toMatchObject({
      verb: 'change-offering',
      by: { isStaff: true, name: 'Samira Haddad' },
      subject: { kind: 'offering', name: offering?.title },
      fields: ['summary'],
    })
    // What was sent again as it stood is no change.
    expect(list.body.items?.[0]?.before).toEqual({ summary: offering?.summary })
    expect(list.body.items?.[0]?.after).toEqual({ summary: 'Nieuw in het logboek' })
    expect(list.body.kinds).toContain('offering')
  })

  it('of a child names fields only, and no parent, whatever a room wrote down', async () => {
    const parent = await test.signIn('ouder2@demo.example')
    const child = { firstName: 'Kanarie', lastName: 'Geheim', birthDate: '2019-03-03', postcode: '5223AB' }
    const made = await test.call('POST', '/children', child, parent)
    await test.call('PATCH', `/children/${made.body.id}`, { lastName: 'Kanarie-Geheim' }, parent)
    await test.db.sql`
      INSERT INTO change_log (municipality_id, at, verb, subject_kind, subject_id, before, after)
      VALUES (${test.deps.municipality.id}, now(), 'invite-guardian', 'invitation', ${made.body.id}::uuid, NULL,
        '{"email": "kanarie@geheim.example"}')`
    const list = await changes(`&subject=${made.body.id}`)
    expect(list.body.items).toMatchObject([
      { verb: 'invite-guardian', fields: ['email'], before: null, after: null },
      { verb: 'change-child', fields: ['lastName'], by: { isStaff: false, name: '', email: '' } },
      { verb: 'add-child', before: null, after: null },
    ])
    expect(JSON.stringify(list.body).toLowerCase()).not.toMatch(/kanarie|geheim|joost|ouder2/)
    // Nor can a parent be looked for.
    expect((await changes('&person=ouder2')).body.total).toBe(0)
  })

  it('says of a school with how many children something was done, not with which', async () => {
    const [child] = await test.db.sql<{ id: string; schoolId: string }>`
      SELECT id, school_id AS "schoolId" FROM child WHERE school_id IS NOT NULL LIMIT 1`
    await test.db.sql`
      INSERT INTO change_log (municipality_id, at, verb, subject_kind, subject_id, after)
      VALUES (${test.deps.municipality.id}, now(), 'hand-out-claims', 'school', ${child?.schoolId}::uuid,
        ${JSON.stringify({ childIds: [child?.id] })}::jsonb)`
    const list = await changes('&kind=school')
    expect(list.body.items?.[0]).toMatchObject({ verb: 'hand-out-claims', after: { children: 1 } })
    expect(JSON.stringify(list.body)).not.toContain(child?.id)
  })

  it('is filtered by person and by days on the clock of the municipality', async () => {
    const provider = await test.signIn('aanbieder@demo.example')
    const own = await test.call('GET', '/own-offerings', undefined, provider)
    // Half past midnight here, still the day before in UTC.
    test.setClock('2026-12-01T23:30:00Z')
    await test.call('PATCH', `/offerings/${own.body.items?.[0]?.id}`, { summary: 'Na middernacht' }, provider)
    test.setClock('2026-11-24T09:00:00Z')
    const summaries = async (query: string) =>
      ((await changes(query)).body.items ?? []).map((each) => (each.after as { summary?: string })?.summary)
    expect(await summaries('&from=2026-12-02&until=2026-12-02')).toEqual(['Na middernacht'])
    expect(await summaries('&until=2026-12-01')).not.toContain('Na middernacht')
    expect(await summaries('&person=haddad')).toContain('Na middernacht')
    expect(await summaries('&person=aanbieder%40demo')).toContain('Na middernacht')
    expect(await summaries('&person=vermeulen')).not.toContain('Na middernacht')
    expect((await changes('&from=2026-12-02&until=2026-12-01')).status).toBe(422)
    expect((await test.call('GET', '/changes?pageSize=1&page=2', undefined, team)).body.items?.length).toBe(1)
  })
})

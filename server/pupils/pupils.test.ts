import { municipalityId as m } from '@portal/db/seed/reference/load-reference.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findBrokenPromises } from '../testing/find-broken-promises.ts'
import { createTestApp } from '../testing/test-app.ts'

let test: Awaited<ReturnType<typeof createTestApp>>
let school: string
let parent: string
let schoolId: string

beforeAll(async () => {
  test = await createTestApp()
  school = await test.signIn('school@demo.example')
  parent = await test.signIn('ouder@demo.example')
  const me = await test.call('GET', '/me', undefined, school)
  schoolId = (me.body.schools as { id: string }[])[0]?.id ?? ''
})
afterAll(() => test.drop())

type Group = { id: string; name: string; year: number; pupils: number }
const groupsOf = async (query = ''): Promise<Group[]> =>
  ((await test.call('GET', `/schools/${schoolId}/kept-groups?pageSize=100${query}`, undefined, school)).body
    .items ?? []) as unknown as Group[]
const pupilsOf = (query: string) =>
  test.call('GET', `/schools/${schoolId}/pupils?pageSize=100${query}`, undefined, school)
const add = (over: object = {}) =>
  test.call(
    'POST',
    `/schools/${schoolId}/pupils`,
    { firstName: 'Nieuwe', lastName: 'Leerling', birthDate: '2018-02-03', ...over },
    school,
  )

describe('groups of a school', () => {
  it('are added, renamed and removed, and one name is there once in a school year', async () => {
    const group = { name: 'Groep 5B', year: 5, schoolYear: 2026 }
    const made = await test.call('POST', `/schools/${schoolId}/groups`, group, school)
    expect(made).toMatchObject({ status: 201, body: { ...group, pupils: 0, lessons: 0 } })
    const twice = { ...group, name: 'GROEP 5b' }
    expect(await test.call('POST', `/schools/${schoolId}/groups`, twice, school)).toMatchObject({
      status: 409,
      body: { code: 'group-exists' },
    })
    const path = `/schools/${schoolId}/groups/${made.body.id}`
    expect(await test.call('PATCH', path, { name: 'Groep 6B', year: 6 }, school)).toMatchObject({
      status: 200,
      body: { name: 'Groep 6B', year: 6 },
    })
    expect((await test.call('DELETE', path, undefined, school)).status).toBe(204)
    expect((await groupsOf()).map(({ name }) => name)).not.toContain('Groep 6B')
  })

  it('are not removed while pupils or lessons hang on them, and it is said how many', async () => {
    const group = (await groupsOf()).find(({ pupils }) => pupils > 0)
    const refused = await test.call('DELETE', `/schools/${schoolId}/groups/${group?.id}`, undefined, school)
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'group-in-use', facts: { pupils: group?.pupils, lessons: 0 } },
    })
  })

  it('of a year that the school does not teach are refused', async () => {
    const vo = await test.signIn('vo@demo.example')
    const me = await test.call('GET', '/me', undefined, vo)
    const id = (me.body.schools as { id: string }[])[0]?.id
    const wrong = { name: 'Klas 7', year: 7, schoolYear: 2050 }
    const refused = await test.call('POST', `/schools/${id}/groups`, wrong, vo)
    expect(refused.status).toBe(422)
    expect((refused.body.errors as { pointer: string }[]).map(({ pointer }) => pointer).sort()).toEqual([
      '/schoolYear',
      '/year',
    ])
  })

  it('of a later school year are not shown to families yet', async () => {
    const next = { name: 'Groep 1', year: 1, schoolYear: 2027 }
    const made = await test.call('POST', `/schools/${schoolId}/groups`, next, school)
    const shown = await test.call('GET', `/schools/${schoolId}/groups`)
    expect(new Set(shown.body.items?.map(({ schoolYear }) => schoolYear))).toEqual(new Set([2026]))
    expect((await groupsOf('&schoolYear=2027')).map(({ id }) => id)).toEqual([made.body.id])
    await test.call('DELETE', `/schools/${schoolId}/groups/${made.body.id}`, undefined, school)
  })
})

describe('a pupil', () => {
  it('is added with a number that nobody else has, found by name, number and group, and each look is recorded', async () => {
    const [group] = await groupsOf()
    const made = await add({
      lastName: 'Çelebi',
      groupId: group?.id,
      pupilNumber: '4711',
      postcode: '5223 ab',
    })
    expect(made).toMatchObject({
      status: 201,
      body: { status: 'none', pupilNumber: '4711', postcode: '5223 AB', group: { id: group?.id } },
    })
    for (const query of ['&q=celebi', '&q=4711', `&group=${group?.id}&status=none&q=nieuwe`]) {
      const found = await pupilsOf(query)
      expect(
        found.body.items?.map(({ id }) => id),
        query,
      ).toEqual([made.body.id])
    }
    const looks = await test.db.sql`
      SELECT role, what FROM look WHERE child_id = ${String(made.body.id)}::uuid AND school_id = ${schoolId}::uuid`
    expect(looks).toEqual([{ role: 'school', what: 'pupil' }])
    expect(await add({ pupilNumber: '4711' })).toMatchObject({
      status: 409,
      body: { code: 'pupil-number-taken' },
    })
  })

  it('of a family keeps name and birth date; the school changes the group', async () => {
    const sara = (await pupilsOf('&q=sara de wit')).body.items?.[0]
    expect(sara).toMatchObject({ status: 'claimed', postcode: null })
    const path = `/schools/${schoolId}/pupils/${sara?.id}`
    for (const patch of [{ firstName: 'Anders' }, { birthDate: '2018-01-01' }, { postcode: '5223AB' }]) {
      expect(await test.call('PATCH', path, patch, school)).toMatchObject({
        status: 409,
        body: { code: 'pupil-has-guardian' },
      })
    }
    const other = (await groupsOf()).find(({ year }) => year === 6)
    expect(await test.call('PATCH', path, { groupId: other?.id }, school)).toMatchObject({
      status: 200,
      body: { firstName: 'Sara', group: { id: other?.id } },
    })
  })

  it('without a family is removed with all that is kept; one of a family only loses the school', async () => {
    const made = await add({ groupId: (await groupsOf()).find(({ year }) => year === 4)?.id })
    const found = await test.call('GET', '/offerings?neighbourhood=WK079611&age=8&free=true&pageSize=100')
    for (const { id } of found.body.items ?? []) {
      const enrolled = await test.call(
        'POST',
        '/enrolments',
        { childId: made.body.id, offeringId: id },
        school,
      )
      if (enrolled.status === 201) break
    }
    const [held] = (await pupilsOf('&q=nieuwe leerling')).body.items ?? []
    expect(held).toMatchObject({ id: made.body.id, liveEnrolments: 1 })
    const path = `/schools/${schoolId}/pupils`
    expect((await test.call('DELETE', `${path}/${made.body.id}`, undefined, school)).status).toBe(204)
    expect(await test.db.sql`SELECT 1 FROM child WHERE id = ${String(made.body.id)}::uuid`).toEqual([])

    const sara = (await pupilsOf('&q=sara de wit')).body.items?.[0]
    expect((await test.call('DELETE', `${path}/${sara?.id}`, undefined, school)).status).toBe(204)
    const own = await test.call('GET', `/children/${sara?.id}`, undefined, parent)
    expect(own).toMatchObject({ status: 200, body: { schoolId: null, groupId: null } })
    expect((await test.call('GET', `${path}/${sara?.id}`, undefined, school)).status).toBe(404)
    expect(await findBrokenPromises(test.db)).toEqual([])
  })

  it('leaves in the log what each change was before and after, and nothing of it once it is removed', async () => {
    const made = await add({ firstName: 'Kanarieke', pupilNumber: 'K-1', postcode: '5223AB' })
    const path = `/schools/${schoolId}/pupils/${made.body.id}`
    await test.call('PATCH', path, { firstName: 'Kanarieke', birthDate: '2018-02-04' }, school)
    const log = () =>
      test.db.sql<{ verb: string; before: unknown; after: unknown }>`
        SELECT verb, before, after FROM change_log WHERE subject_id = ${String(made.body.id)} ORDER BY number`
    expect(await log()).toMatchObject([
      { verb: 'add-pupil', before: null, after: { firstName: 'Kanarieke', pupilNumber: 'K-1', schoolId } },
      { verb: 'change-pupil', before: { birthDate: '2018-02-03' }, after: { birthDate: '2018-02-04' } },
    ])
    expect(Object.keys((await log())[1]?.after ?? {})).toEqual(['birthDate'])
    expect((await test.call('DELETE', path, undefined, school)).status).toBe(204)
    expect(await log()).toEqual([
      { verb: 'add-pupil', before: null, after: null },
      { verb: 'change-pupil', before: null, after: null },
      { verb: 'take-pupil-off-school', before: null, after: null },
    ])
  })

  it('who goes to another school has no number here any more, and its code stops working', async () => {
    const made = await add({ firstName: 'Weg', pupilNumber: '4712' })
    await test.call('POST', `/schools/${schoolId}/claim-codes`, { childIds: [made.body.id] }, school)
    await test.db.sql`UPDATE child SET school_id = NULL WHERE id = ${String(made.body.id)}::uuid`
    expect(await test.db.sql`SELECT 1 FROM pupil WHERE child_id = ${String(made.body.id)}::uuid`).toEqual([])
    const open = await test.db.sql`
      SELECT 1 FROM claim_code WHERE child_id = ${String(made.body.id)}::uuid AND revoked_at IS NULL`
    expect(open).toEqual([])
    expect(await add({ pupilNumber: '4712' })).toMatchObject({ status: 201 })
  })
})

describe('going up a school year', () => {
  it('is proposed, and then done for all in one go: once', async () => {
    const preview = await test.call('GET', `/schools/${schoolId}/next-year`, undefined, school)
    const groups = preview.body.groups as {
      groupId: string
      name: string
      year: number
      pupils: number
      claimed: number
      to: { name: string; year: number; exists: boolean } | null
    }[]
    expect(preview.body).toMatchObject({ schoolYear: 2026, toSchoolYear: 2027 })
    for (const { name, year, to } of groups) {
      expect(name).toBe(`Groep ${year}`)
      expect(to).toEqual(year === 8 ? null : { name: `Groep ${year + 1}`, year: year + 1, exists: false })
    }
    const leaver = await add({ groupId: groups.find(({ year }) => year === 8)?.groupId })
    const body = { schoolYear: 2026, groups: groups.map(({ groupId, to }) => ({ groupId, to })) }
    const path = `/schools/${schoolId}/next-year`
    expect(await test.call('POST', path, { ...body, groups: body.groups.slice(1) }, school)).toMatchObject({
      status: 409,
      body: { code: 'changed-meanwhile' },
    })
    const count = (of: typeof groups) => of.reduce((sum, { pupils }) => sum + pupils, 0)
    const leaving = groups.filter(({ to }) => to === null)
    const [one, other] = await Promise.all([
      test.call('POST', path, body, school),
      test.call('POST', path, body, school),
    ])
    expect([one?.status, other?.status].sort()).toEqual([200, 409])
    const done = one?.status === 200 ? one : other
    expect(done?.body).toMatchObject({
      schoolYear: 2027,
      moved: count(groups) - count(leaving),
      left: leaving.reduce((sum, { claimed }) => sum + claimed, 0),
      newGroups: groups.length - leaving.length,
    })
    expect(done?.body.removed).toBeGreaterThan(0)
    expect(await test.db.sql`SELECT 1 FROM child WHERE id = ${String(leaver.body.id)}::uuid`).toEqual([])
    const [log] = await test.db.sql<{ count: number }>`
      SELECT count(*)::integer AS count FROM change_log
      WHERE municipality_id = ${m} AND verb = 'move-to-next-year' AND subject_kind = 'child'`
    expect(log?.count).toBe(count(groups) + 1)
    expect(await findBrokenPromises(test.db)).toEqual([])
  })
})

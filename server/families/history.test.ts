import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addGuardian, publishOffering } from '../testing/family.ts'
import { createTestApp } from '../testing/test-app.ts'

let test: Awaited<ReturnType<typeof createTestApp>>
let parent: string
let child: string
let offeringId: string

beforeAll(async () => {
  test = await createTestApp()
  parent = await test.signIn('ouder@demo.example')
  const me = await test.call('GET', '/me', undefined, await test.signIn('school@demo.example'))
  const schoolId = (me.body.schools as { id: string }[])[0]?.id
  const body = { firstName: 'Bo', lastName: 'Proef', birthDate: '2018-05-01', postcode: '5223AB', schoolId }
  child = String((await test.call('POST', '/children', body, parent)).body.id)
  offeringId = await publishOffering(test, { title: 'Gezien', neighbourhoods: ['WK079611'] })
  await test.call('POST', '/enrolments', { childId: child, offeringId }, parent)
})
afterAll(() => test.drop())

describe('who has seen this', () => {
  const looks = async (query = '') =>
    (await test.call('GET', `/children/${child}/looks${query}`, undefined, parent)).body
  const participants = async (email: string, reason = '') =>
    test.call('GET', `/offerings/${offeringId}/participants${reason}`, undefined, await test.signIn(email))

  it('is nobody at first, and the family’s own looks never count', async () => {
    await test.call('GET', '/enrolments', undefined, parent)
    expect(await looks()).toEqual({ items: [], total: 0, page: 1, pageSize: 20 })
  })

  it('tells who, of what, what, how often and until when, over several days, and the reason of the team', async () => {
    await participants('aanbieder@demo.example')
    await participants('aanbieder@demo.example')
    test.setClock('2026-11-26T10:00:00Z')
    await participants('aanbieder@demo.example')
    test.setClock('2026-11-26T11:00:00Z')
    await participants('team@demo.example', '?reason=Een%20ouder%20belde%20ons')
    test.setClock('2026-11-26T12:00:00Z')
    await test.call('GET', '/enrolments', undefined, await test.signIn('school@demo.example'))
    expect(await looks()).toMatchObject({
      total: 3,
      items: [
        {
          name: 'Marieke Smits',
          role: 'school',
          of: expect.stringMatching(/\w/),
          what: 'enrolment',
          times: 1,
        },
        {
          name: 'Anne Vermeulen',
          role: 'team',
          of: "'s-Hertogenbosch",
          what: 'participant',
          reason: 'Een ouder belde ons',
        },
        {
          name: 'Samira Haddad',
          role: 'provider',
          what: 'participant',
          reason: '',
          times: 3,
          firstAt: '2026-11-24T09:00:00.000Z',
          lastAt: '2026-11-26T10:00:00.000Z',
        },
      ],
    })
  })

  it('tells of a school that learns by enrolling where the child is, or what stands in the way', async () => {
    const school = await test.signIn('school@demo.example')
    const answer = await test.call('POST', '/enrolments', { childId: child, offeringId }, school)
    expect(answer).toMatchObject({ status: 200, body: { status: 'placed' } })
    expect((await looks()).items?.[0]).toMatchObject({ role: 'school', what: 'enrolment', times: 2 })
  })

  it('comes page by page', async () => {
    expect(await looks('?page=2&pageSize=2')).toMatchObject({ total: 3, items: [{ name: 'Samira Haddad' }] })
  })
})

describe('what changed', () => {
  const changes = async (email = 'ouder@demo.example') =>
    (await test.call('GET', `/children/${child}/changes?pageSize=100`, undefined, await test.signIn(email)))
      .body.items ?? []

  it('tells who, what and when, without a value; the log itself holds before and after', async () => {
    test.setClock('2026-11-27T10:00:00Z')
    await test.call('PATCH', `/children/${child}`, { firstName: 'Bobbie', postcode: '5224BD' }, parent)
    expect(await changes()).toMatchObject([
      {
        at: '2026-11-27T10:00:00.000Z',
        by: { role: 'you', name: 'Fatima de Wit' },
        verb: 'change-child',
        fields: ['firstName', 'postcode'],
        offering: null,
        status: null,
      },
      { verb: 'enrolment', status: 'placed', offering: { title: 'Gezien' }, by: { role: 'you' } },
      { verb: 'add-child', by: { role: 'you' }, status: null },
    ])
    expect(JSON.stringify(await changes())).not.toContain('Bobbie')
    const [log] = await test.db.sql`
      SELECT before, after FROM change_log WHERE subject_id = ${child} AND verb = 'change-child'`
    expect(log).toEqual({
      before: { firstName: 'Bo', postcode: '5223AB' },
      after: { firstName: 'Bobbie', postcode: '5224BD' },
    })
  })

  it('leaves out that another guardian changed a home, and nothing else of theirs', async () => {
    await addGuardian(test, child, 'ouder2@demo.example')
    const other = await test.signIn('ouder2@demo.example')
    test.setClock('2026-11-28T10:00:00Z')
    await test.call('PATCH', `/children/${child}`, { postcode: '5211AB' }, other)
    await test.call(
      'PATCH',
      `/children/${child}`,
      { postcode: '5211AC', groupId: null, lastName: 'Zo' },
      other,
    )
    const mine = await changes()
    expect(mine[0]).toMatchObject({ by: { role: 'guardian', name: 'Joost van Dijk' }, fields: ['lastName'] })
    expect(mine[1]).toMatchObject({ at: '2026-11-27T10:00:00.000Z', verb: 'change-child' })
    const theirs = await changes('ouder2@demo.example')
    expect(theirs.slice(0, 3)).toMatchObject([
      { fields: ['lastName', 'secondPostcode'] },
      { fields: ['secondPostcode'] },
      { by: { role: 'guardian', name: 'Fatima de Wit' }, fields: ['firstName'] },
    ])
  })

  it('tells what the school did, by name of the field', async () => {
    const school = await test.signIn('school@demo.example')
    const me = await test.call('GET', '/me', undefined, school)
    const schoolId = (me.body.schools as { id: string }[])[0]?.id
    test.setClock('2026-11-29T10:00:00Z')
    await test.call('PATCH', `/children/${child}`, { schoolId }, parent)
    const groups = await test.call('GET', `/schools/${schoolId}/groups?pageSize=100`, undefined, school)
    const groupId = groups.body.items?.find((group) => group.name === 'Groep 5')?.id
    const changed = await test.call('PATCH', `/schools/${schoolId}/pupils/${child}`, { groupId }, school)
    expect(changed.status, JSON.stringify(changed.body)).toBe(200)
    expect((await changes())[0]).toMatchObject({
      by: { role: 'school', name: 'Marieke Smits' },
      verb: 'change-pupil',
      fields: ['groupId'],
    })
  })

  it('writes nothing down for a change that changes nothing', async () => {
    const before = (await changes()).length
    await test.call('PATCH', `/children/${child}`, { firstName: 'Bobbie' }, parent)
    expect((await changes()).length).toBe(before)
  })
})

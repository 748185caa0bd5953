import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp } from './testing/test-app.ts'

let test: Awaited<ReturnType<typeof createTestApp>>
let parent: string
let school: string
let provider: string
let schoolId: string
let secondaryId: string
let own: string

beforeAll(async () => {
  test = await createTestApp()
  parent = await test.signIn('ouder@demo.example')
  school = await test.signIn('school@demo.example')
  provider = await test.signIn('aanbieder@demo.example')
  const schools = async (cookie: string) =>
    ((await test.call('GET', '/me', undefined, cookie)).body.schools as { id: string }[])[0]?.id ?? ''
  schoolId = await schools(school)
  secondaryId = await schools(await test.signIn('vo@demo.example'))
  own = String((await test.call('GET', '/own-offerings', undefined, provider)).body.items?.[0]?.id)
})
afterAll(() => test.drop())

const nobody = '0197f0a0-0000-7000-8000-000000000001'
const session = { date: '2027-02-10', startTime: '15:00', endTime: '16:00' }
const offering = {
  title: 'Proef',
  areas: ['sport'],
  audience: 'city',
  place: { name: 'Gymzaal', postcode: '5223 AB' },
  capacity: 5,
  status: 'published',
  sessions: [session],
}
const child = { firstName: 'Proef', lastName: 'Kind', birthDate: '2018-03-01', postcode: '5223AB' }
const lesson = { weekday: 1, startTime: '08:30', endTime: '14:00' }
const closure = { kind: 'study-day', name: 'Studiedag', firstDate: '2027-02-10', lastDate: '2027-02-10' }

async function written(): Promise<unknown> {
  const [row] = await test.db.sql`
    SELECT (SELECT count(*) FROM offering) AS offerings, (SELECT count(*) FROM place) AS places,
      (SELECT count(*) FROM session) AS sessions, (SELECT count(*) FROM child) AS children, (SELECT count(*) FROM activity) AS activities,
      (SELECT count(*) FROM timetable) AS timetables, (SELECT count(*) FROM closure) AS closures, (SELECT count(*) FROM change_log) AS log`
  return row
}

/** The pointers of a refusal, sorted; nothing may have been written. */
async function wrongIn(method: string, path: string, body: unknown, cookie: string): Promise<string[]> {
  const before = await written()
  const answer = await test.call(method, path, body, cookie)
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 422, body: { code: 'invalid-input' } })
  expect(await written()).toEqual(before)
  return [...new Set((answer.body.errors as { pointer: string }[]).map((error) => error.pointer))].sort()
}

describe('an offering', () => {
  const wrong = (over: object) => wrongIn('POST', '/offerings', { ...offering, ...over }, provider)
  const wrongPatch = (body: object) => wrongIn('PATCH', `/offerings/${own}`, body, provider)

  it('is refused with all that is wrong, of whatever kind, named at once', async () => {
    const everything = {
      title: '',
      areas: ['sport', 'sport'],
      capacity: 1e9,
      ageMin: 12,
      ageMax: 4,
      place: { name: 'Gymzaal', postcode: '1011 AB' },
      schools: [nobody],
      neighbourhoods: ['WK999999'],
      sessions: [session, session],
      enrolmentOpensAt: '2027-01-02T00:00:00Z',
      enrolmentClosesAt: '2027-01-01T00:00:00Z',
    }
    const pointers = [
      '/ageMax',
      '/areas',
      '/capacity',
      '/enrolmentClosesAt',
      '/neighbourhoods/0',
      '/place/postcode',
      '/schools/0',
      '/sessions/1',
      '/title',
    ]
    expect(await wrong(everything)).toEqual(pointers)
    expect(await wrongPatch(everything)).toEqual(pointers)
  })

  it.each([
    ['ages reversed', { ageMin: 9, ageMax: 6 }, ['/ageMax']],
    ['a capacity below nothing', { capacity: -1 }, ['/capacity']],
    ['a capacity without end', { capacity: 1e9 }, ['/capacity']],
    ['the postcode of another city', { place: { name: 'Gymzaal', postcode: '1011AB' } }, ['/place/postcode']],
    ['an end before the start', { sessions: [{ ...session, endTime: '14:00' }] }, ['/sessions/0/endTime']],
    [
      'a session of a whole day and night',
      { sessions: [{ ...session, startTime: '00:00', endTime: '23:59' }] },
      ['/sessions/0/endTime'],
    ],
    ['ten thousand sessions', { sessions: Array.from({ length: 2000 }, () => session) }, ['/sessions']],
    [
      'two sessions at once',
      { sessions: [session, { ...session, startTime: '15:30', endTime: '17:00' }] },
      ['/sessions/1'],
    ],
    [
      'a date of a hundred years ago',
      { sessions: [{ ...session, date: '1900-01-01' }] },
      ['/sessions/0/date'],
    ],
    ['a date that is not', { sessions: [{ ...session, date: '9999-99-99' }] }, ['/sessions/0/date']],
    [
      'a time that the clock skips',
      { sessions: [{ date: '2027-03-28', startTime: '02:30', endTime: '04:00' }] },
      ['/sessions/0/startTime'],
    ],
    ['a moment that is not', { enrolmentOpensAt: '2026-11-24T10:00:00+99:99' }, ['/enrolmentOpensAt']],
    ['a day that February has not', { enrolmentClosesAt: '2027-02-30T10:00:00Z' }, ['/enrolmentClosesAt']],
    ['the year nought', { enrolmentOpensAt: '0000-01-01T00:00:00Z' }, ['/enrolmentOpensAt']],
    [
      'closing before opening',
      { enrolmentOpensAt: '2027-02-01T00:00:00Z', enrolmentClosesAt: '2027-01-01T00:00:00Z' },
      ['/enrolmentClosesAt'],
    ],
    ['an unknown neighbourhood', { neighbourhoods: ['WK079611', 'WK000000'] }, ['/neighbourhoods/1']],
    ['the same school twice', { schools: [nobody, nobody] }, ['/schools']],
    ['an unknown school', { schools: [nobody] }, ['/schools/0']],
    [
      'the neighbourhood audience without a neighbourhood',
      { audience: 'neighbourhood', neighbourhoods: [] },
      ['/neighbourhoods'],
    ],
    ['no session although published', { status: 'published', sessions: [] }, ['/sessions']],
  ])('is refused with %s', async (_, over, pointers) => {
    expect(await wrong(over)).toEqual(pointers)
    expect(await wrongPatch(over)).toEqual(pointers)
  })

  it('takes no session that is another offering’s, or the same one twice', async () => {
    const [foreign] = await test.db.sql<{
      id: string
    }>`SELECT id FROM session WHERE offering_id <> ${own} LIMIT 1`
    const [mine] = await test.db.sql<{
      id: string
    }>`SELECT id FROM session WHERE offering_id = ${own} LIMIT 1`
    expect(await wrongPatch({ sessions: [{ ...session, id: foreign?.id }] })).toEqual(['/sessions/0/id'])
    const later = { ...session, date: '2027-02-17', id: mine?.id }
    expect(await wrongPatch({ sessions: [{ ...session, id: mine?.id }, later] })).toEqual(['/sessions/1/id'])
  })

  it('closes for enrolment after it opens, also when only one of the two is said', async () => {
    expect(await wrongPatch({ enrolmentOpensAt: '2028-01-01T00:00:00Z' })).toEqual(['/enrolmentClosesAt'])
    expect(await wrongPatch({ enrolmentClosesAt: '2024-01-01T00:00:00Z' })).toEqual(['/enrolmentClosesAt'])
  })

  it('does not become a draft while children have a place in it or wait for one', async () => {
    const [taken] = await test.db.sql<{ id: string }>`
      SELECT o.id FROM offering o JOIN activity a ON a.id = o.activity_id JOIN membership m ON m.provider_id = a.provider_id
      WHERE o.taken > 0 AND o.status = 'published' LIMIT 1`
    const answer = await test.call('PATCH', `/offerings/${taken?.id}`, { status: 'draft' }, provider)
    expect(answer).toMatchObject({ status: 409, body: { code: 'has-live-enrolments' } })
  })
})

describe('a child', () => {
  const wrong = (over: object) => wrongIn('POST', '/children', { ...child, ...over }, parent)

  it('is refused with all that is wrong named at once', async () => {
    expect(
      await wrong({ firstName: '', birthDate: '1900-01-01', postcode: '1011AB', groupId: nobody }),
    ).toEqual(['/birthDate', '/firstName', '/groupId', '/postcode'])
    expect(await wrong({ lastName: 'x'.repeat(101), schoolId: nobody })).toEqual(['/lastName', '/schoolId'])
  })

  it.each([
    ['a date in the future', { birthDate: '2027-01-01' }, ['/birthDate']],
    ['a date in 1900', { birthDate: '1900-01-01' }, ['/birthDate']],
    ['home and school both elsewhere', { postcode: '1011AB' }, ['/postcode']],
    ['an unknown school', { schoolId: nobody }, ['/schoolId']],
    ['a group without a school', { groupId: nobody }, ['/groupId']],
  ])('is refused with %s', async (_, over, pointers) => {
    expect(await wrong(over)).toEqual(pointers)
  })

  it('is refused with a group of another school', async () => {
    const [group] = await test.db.sql<{
      id: string
    }>`SELECT id FROM school_group WHERE school_id = ${secondaryId} LIMIT 1`
    expect(await wrong({ schoolId, groupId: group?.id })).toEqual(['/groupId'])
  })

  it('may be called anything that can be written, and is answered as it was called', async () => {
    for (const name of [
      "<script>alert('x')</script>",
      "Robert'); DROP TABLE child; --",
      '🦊 Noor',
      'ß’İ—{{7*7}}',
      'null',
      '\u202eanders',
    ]) {
      const answer = await test.call('POST', '/children', { ...child, firstName: name }, parent)
      expect(answer).toMatchObject({ status: 201, body: { firstName: name.replace('\u202e', '') } })
      expect((await test.call('DELETE', `/children/${answer.body.id}`, undefined, parent)).status).toBe(204)
    }
  })
})

describe('a timetable', () => {
  const wrong = (lessons: unknown, from = '2027-01-04', status = 'published') =>
    wrongIn('PUT', `/schools/${schoolId}/timetables/${from}`, { lessons, status }, school)

  it('is refused with all that is wrong named at once', async () => {
    expect(
      await wrong(
        [
          { ...lesson, weekday: 9 },
          { ...lesson, groupId: nobody },
          { ...lesson, endTime: '08:00' },
          lesson,
          lesson,
        ],
        '2031-01-01',
        'maybe',
      ),
    ).toEqual(['/lessons/0/weekday', '/lessons/2/endTime', '/status', 'validFrom'])
    expect(await wrong([{ ...lesson, groupId: nobody }, lesson, lesson], '2031-01-01', 'maybe')).toEqual([
      '/lessons/0/groupId',
      '/lessons/2/startTime',
      '/status',
      'validFrom',
    ])
  })

  it('has years that the school has, and a group or a year, not both', async () => {
    const [group] = await test.db.sql<{
      id: string
    }>`SELECT id FROM school_group WHERE school_id = ${schoolId} LIMIT 1`
    expect(await wrong([{ ...lesson, year: 3, groupId: group?.id }])).toEqual(['/lessons/0/groupId'])
    expect(await wrong([{ ...lesson, year: 9 }])).toEqual(['/lessons/0/year'])
    const secondary = await test.signIn('vo@demo.example')
    expect(
      await wrongIn(
        'PUT',
        `/schools/${secondaryId}/timetables/2027-01-04`,
        { lessons: [{ ...lesson, year: 7 }] },
        secondary,
      ),
    ).toEqual(['/lessons/0/year'])
  })
})

describe('a closure', () => {
  const wrong = (over: object) =>
    wrongIn('POST', `/schools/${schoolId}/closures`, { ...closure, ...over }, school)

  it.each([
    ['an end before its begin', { lastDate: '2027-02-09' }, ['/lastDate']],
    ['an end of lessons without being a short day', { lessonsEnd: '12:00' }, ['/lessonsEnd']],
    ['a short day without an end of lessons', { kind: 'short-day' }, ['/lessonsEnd']],
    ['nothing to replace', { replacesId: nobody }, ['/replacesId']],
    ['a date in 1900', { firstDate: '1900-01-01', lastDate: '1900-01-01' }, ['/firstDate']],
    ['a length of years', { lastDate: '2029-02-10' }, ['/lastDate']],
    [
      'all of it wrong',
      { name: '', kind: 'x', lastDate: '2027-02-09', replacesId: nobody },
      ['/kind', '/lastDate', '/name', '/replacesId'],
    ],
  ])('is refused with %s', async (_, over, pointers) => {
    expect(await wrong(over)).toEqual(pointers)
  })
})

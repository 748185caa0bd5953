import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isLocalMailbox } from './mail/local-mailbox.ts'
import { createTestApp } from './testing/test-app.ts'

let test: Awaited<ReturnType<typeof createTestApp>>
let provider: string
beforeAll(async () => {
  test = await createTestApp()
  provider = await test.signIn('aanbieder@demo.example')
})
afterAll(() => test.drop())

const raw = (path: string, init: RequestInit = {}) => test.app.request(path, init)

describe('the API', () => {
  it('has no route that keeps Hono from its fast router', async () => {
    await raw('/api/v1/health')
    expect(test.app.router.name).toBe('SmartRouter + RegExpRouter')
  })

  it('describes every route in a valid OpenAPI 3.1 document', async () => {
    const document = (await (await raw('/api/v1/openapi.json')).json()) as {
      openapi: string
      servers: { url: string }[]
      paths: Record<string, object>
    }
    expect(document.openapi).toMatch(/^3\.1/)
    expect(await new Validator().validate(structuredClone(document))).toEqual({ valid: true })
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} /api/v1${path}`),
    )
    expect(document.servers).toEqual([{ url: 'http://localhost:3000/api/v1' }])
    const mounted = test.app.routes
      .filter(
        (route) =>
          route.path.startsWith('/api/v1/') &&
          route.method !== 'ALL' &&
          !route.path.includes('*') &&
          !route.path.endsWith('openapi.json'),
      )
      .map((route) => `${route.method} ${route.path.replace(/:(\w+)/g, '{$1}')}`)
    expect([...new Set(mounted)].filter((route) => !described.includes(route))).toEqual([])
  })

  it('answers every mistake as a problem document, with strict headers', async () => {
    const post = (body: string, type = 'application/json') =>
      raw('/api/v1/sign-in-links', {
        method: 'POST',
        body,
        headers: { 'Content-Type': type, 'Content-Length': String(body.length) },
      })
    for (const [answer, status, code] of [
      [await raw('/api/v1/nothing'), 404, 'not-found'],
      [await raw('/api/v1/offerings', { method: 'DELETE' }), 405, 'method-not-allowed'],
      [await post('{"email":'), 400, 'malformed-json'],
      [await post('email=x', 'application/x-www-form-urlencoded'), 415, 'unsupported-content-type'],
      [await post(JSON.stringify({ email: 'x'.repeat(5_000_000) })), 413, 'body-too-large'],
      [await raw('/api/v1/me'), 401, 'not-signed-in'],
      [await raw('/api/v1/offerings/x'), 404, 'not-found'],
      [
        await raw('/api/v1/sign-in-links', { method: 'POST', headers: { Origin: 'https://evil.example' } }),
        403,
        'other-origin',
      ],
    ] as const) {
      expect(answer.status, code).toBe(status)
      expect(answer.headers.get('Content-Type')).toBe('application/problem+json')
      expect(await answer.json()).toMatchObject({ status, code })
      expect(answer.headers.get('API-Version')).toMatch(/^\d+\.\d+\.\d+$/)
      expect(answer.headers.get('X-Content-Type-Options')).toBe('nosniff')
      expect(answer.headers.get('Content-Security-Policy')).toContain("default-src 'none'")
    }
  })

  it('names every wrong field at once and writes nothing', async () => {
    const count = async () => (await test.db.sql`SELECT count(*) FROM offering`)[0]?.count
    const before = await count()
    const session = { date: '2027-02-10', startTime: '15:00', endTime: '16:00' }
    const good = {
      title: 'X',
      areas: ['sport'],
      audience: 'city',
      place: { name: 'Gym', postcode: '5223 AB' },
      capacity: 5,
      status: 'published',
      sessions: [session],
    }
    const pointers = async (over: object) => {
      const answer = await test.call('POST', '/offerings', { ...good, ...over }, provider)
      expect(answer.status).toBe(422)
      return (answer.body.errors as { pointer: string }[]).map((error) => error.pointer).sort()
    }
    expect(await pointers({ title: '', areas: ['x'], capacity: -1, ageMin: 12, ageMax: 4 })).toEqual([
      '/ageMax',
      '/areas/0',
      '/capacity',
      '/title',
    ])
    expect(await pointers({ capacity: 1e9, place: { name: 'Gym', postcode: '1011 AB' } })).toEqual([
      '/capacity',
      '/place/postcode',
    ])
    expect(
      await pointers({ place: { name: 'Gym', postcode: '1011 AB' }, sessions: [session, session] }),
    ).toEqual(['/place/postcode', '/sessions/1'])
    expect(await pointers({ sessions: [{ ...session, endTime: '14:00' }] })).toEqual(['/sessions/0/endTime'])
    expect(await pointers({ sessions: Array.from({ length: 2000 }, () => session) })).toEqual(['/sessions'])
    expect(
      await pointers({
        sessions: [{ ...session, date: '2027-03-28', startTime: '02:30', endTime: '04:00' }],
      }),
    ).toEqual(['/sessions/0/startTime'])
    expect(await count()).toBe(before)
    const parent = await test.signIn('ouder@demo.example')
    const child = await test.call(
      'POST',
      '/children',
      { firstName: '', lastName: 'x'.repeat(500), birthDate: '1900-13-01', postcode: '1011' },
      parent,
    )
    expect(
      [...new Set((child.body.errors as { pointer: string }[]).map((error) => error.pointer))].sort(),
    ).toEqual(['/birthDate', '/firstName', '/lastName', '/postcode'])
    expect((await test.call('POST', '/offerings', good, parent)).status).toBe(403)
  })

  it('never answers 500 to hostile queries', async () => {
    const hostile = [
      "'; DROP TABLE child; --",
      '<script>',
      '\u0000',
      'x'.repeat(5000),
      '-1',
      '1e9',
      '{}',
      '2026-02-30',
      '%',
    ]
    for (const key of [
      'q',
      'age',
      'neighbourhood',
      'school',
      'postcode',
      'weekday',
      'area',
      'free',
      'from',
      'until',
      'sort',
      'page',
      'pageSize',
      'slot',
    ]) {
      for (const value of hostile) {
        const answer = await raw(`/api/v1/offerings?${new URLSearchParams({ [key]: value })}`)
        expect(answer.status, `${key}=${value.slice(0, 20)}`).toBeLessThan(500)
      }
      expect((await raw(`/api/v1/offerings?${key}=1&${key}=2`)).status, key).toBeLessThan(500)
    }
  })

  it('finds with accents and small typing errors forgiven, and filters that combine', async () => {
    const titles = async (query: string) =>
      ((await test.call('GET', `/offerings?pageSize=100&${query}`)).body.items ?? []).map(
        (item) => item.title,
      )
    expect(await titles('q=schilderén')).toContain('Tekenen en schilderen')
    expect(await titles('q=zaalvoetbl')).toContain('Zaalvoetbal')
    const both =
      (
        await test.call(
          'GET',
          '/offerings?neighbourhood=WK079611&age=8&weekday=4&free=true&postcode=5224BD&sort=nearest',
        )
      ).body.items ?? []
    expect(both.length).toBeGreaterThan(0)
    for (const item of both) {
      expect(item.weekdays).toContain(4)
      expect(item.free).toBeGreaterThan(0)
    }
    const distances = both.map((item) => Number(item.distance))
    expect(distances).toEqual([...distances].sort((a, b) => a - b))
  })
})

describe('signing in', () => {
  it('works once within fifteen minutes, and answers the same for an address that nobody knows', async () => {
    const ask = async (email: string) => {
      const answer = await test.call('POST', '/sign-in-links', { email })
      expect(answer).toMatchObject({ status: 202, body: {} })
      const { mailer } = test.deps
      if (!isLocalMailbox(mailer)) throw new Error('no mailbox')
      return (
        new URL(mailer.letters().find((letter) => letter.to === email)?.links[0] ?? '').searchParams.get(
          'token',
        ) ?? ''
      )
    }
    const token = await ask('nieuw@voorbeeld.nl')
    const both = await Promise.all([1, 2].map(() => test.call('POST', '/sessions', { token })))
    expect(both.map((answer) => answer.status).sort()).toEqual([201, 410])
    const cookie = both.find((answer) => answer.status === 201)?.headers.get('Set-Cookie') ?? ''
    expect(cookie).toMatch(/HttpOnly/)
    expect(cookie).toMatch(/SameSite=Lax/)
    const own = cookie.split(';')[0]
    expect((await test.call('GET', '/me', undefined, own)).body).toMatchObject({
      email: 'nieuw@voorbeeld.nl',
      roles: ['guardian'],
    })
    expect((await test.call('DELETE', '/sessions/current', undefined, own)).status).toBe(204)
    expect((await test.call('GET', '/me', undefined, own)).status).toBe(401)
    const late = await ask('ouder@demo.example')
    test.setClock('2026-11-24T09:16:00Z')
    expect((await test.call('POST', '/sessions', { token: late })).status).toBe(410)
    const [kept] = await test.db.sql`SELECT 1 FROM sign_in_link WHERE encode(token_hash, 'escape') = ${late}`
    expect(kept).toBeUndefined()
    test.setClock('2026-11-24T09:00:00Z')
  })

  it('is limited per address, with the seconds to wait', async () => {
    const answers = []
    for (let tries = 0; tries < 6; tries += 1)
      answers.push(await test.call('POST', '/sign-in-links', { email: 'veel@voorbeeld.nl' }))
    expect(answers.map((answer) => answer.status)).toEqual([202, 202, 202, 202, 202, 429])
    expect(Number(answers.at(-1)?.headers.get('Retry-After'))).toBeGreaterThan(0)
  })
})

it('a school sees the clashes of a timetable before and after it publishes, and nobody is dropped', async () => {
  const school = await test.signIn('school@demo.example')
  const me = (await test.call('GET', '/me', undefined, school)).body as {
    schools: { id: string }[]
  } & Record<string, unknown>
  const id = me.schools[0]?.id
  const lessons = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, startTime: '08:30', endTime: '16:00' }))
  const before = await test.call('POST', `/schools/${id}/timetables/2026-12-01/checks`, { lessons }, school)
  expect((before.body.clashes as unknown[]).length).toBeGreaterThan(0)
  expect((await test.call('GET', `/schools/${id}/timetable?date=2026-12-02`)).body.validFrom).toBe(
    '2026-08-01',
  )
  const after = await test.call('PUT', `/schools/${id}/timetables/2026-12-01`, { lessons }, school)
  expect(after.body.clashes).toEqual(before.body.clashes)
  expect((await test.call('GET', `/schools/${id}/timetable?date=2026-12-02`)).body).toMatchObject({
    validFrom: '2026-12-01',
  })
  const other = await test.signIn('vo@demo.example')
  expect((await test.call('PUT', `/schools/${id}/timetables/2026-12-01`, { lessons }, other)).status).toBe(
    404,
  )
  const wrong = await test.call(
    'PUT',
    `/schools/${id}/timetables/2026-12-01`,
    { lessons: [{ weekday: 9, startTime: '25:00', endTime: '08:00' }] },
    school,
  )
  expect(wrong.status).toBe(422)
})

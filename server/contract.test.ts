import { loadDemonstration } from '@portal/db/seed/demonstration/load-demonstration.ts'
import { loadReference } from '@portal/db/seed/reference/load-reference.ts'
import { createTestDatabase, type TestDatabase } from '@portal/db/testing/test-database.ts'
import { toLocal } from '@portal/shared/schedule/local-time.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningServer, startServer } from './testing/start-server.ts'

/** From outside, as a newcomer: a portal in a process of its own, on the real clock, spoken to by HTTP only. */
let test: TestDatabase
let server: RunningServer

beforeAll(async () => {
  test = await createTestDatabase()
  await loadReference(test.db)
  await loadDemonstration(test.db, { today: toLocal(new Date(), 'Europe/Amsterdam').date })
  server = await startServer(test.url)
})
afterAll(async () => {
  await server.stop()
  await test.drop()
})

type Json = Record<string, unknown> & { items: Record<string, unknown>[]; [key: string]: unknown }
type Heard = { status: number; headers: Headers; body: Json }

async function ask(
  method: string,
  path: string,
  options: { body?: unknown; raw?: string; cookie?: string; headers?: Record<string, string> } = {},
): Promise<Heard> {
  const { body, raw, cookie, headers } = options
  const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body))
  const response = await fetch(`${server.url}${path}`, {
    method,
    headers: {
      ...(sent === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(cookie ? { Cookie: cookie } : {}),
      ...headers,
    },
    ...(sent === undefined ? {} : { body: sent }),
  })
  const text = await response.text()
  const isJson = /json/.test(response.headers.get('Content-Type') ?? '')
  return {
    status: response.status,
    headers: response.headers,
    body: isJson && text ? JSON.parse(text) : { text },
  }
}
const api = (method: string, path: string, options?: Parameters<typeof ask>[2]) =>
  ask(method, `/api/v1${path}`, options)

/** Asks for a link, reads it in the local mailbox, and answers the cookie. */
async function signIn(email: string): Promise<string> {
  expect((await api('POST', '/sign-in-links', { body: { email } })).status).toBe(202)
  const mailbox = await ask('GET', '/dev/mailbox', { headers: { Accept: 'application/json' } })
  const letter = mailbox.body.items.find((each) => each.to === email) as {
    links: string[]
    subject: string
    text: string
  }
  expect(letter.text).toContain(letter.links[0])
  const token = new URL(letter.links[0] ?? '').searchParams.get('token')
  const session = await api('POST', '/sessions', { body: { token } })
  expect(session.status).toBe(201)
  const cookie = session.headers.get('Set-Cookie') ?? ''
  expect(cookie).toMatch(/HttpOnly/)
  expect(cookie).toMatch(/SameSite=(Lax|Strict)/)
  expect(cookie).toMatch(/Path=\//)
  expect(cookie).not.toMatch(/Domain=/)
  return cookie.split(';')[0] ?? ''
}

const child = (birthDate: string) => ({
  firstName: 'Proef',
  lastName: 'Kind',
  birthDate,
  postcode: '5224 BD',
})
const yearsAgo = (years: number) => `${new Date().getFullYear() - years}-01-01`
const isList = (body: Json) =>
  expect(body).toMatchObject({
    items: expect.any(Array),
    total: expect.any(Number),
    page: expect.any(Number),
    pageSize: expect.any(Number),
  })

describe('what everybody may see', () => {
  it('says that it is there, and that its database is', async () => {
    for (const path of ['/health', '/ready']) {
      expect(await api('GET', path)).toMatchObject({ status: 200, body: { status: 'ok' } })
    }
  })

  it('lists neighbourhoods and schools', async () => {
    const places = await api('GET', '/neighbourhoods?pageSize=100')
    isList(places.body)
    expect(places.body.total).toBe(14)
    expect(places.body.items[0]).toMatchObject({
      code: expect.stringMatching(/^WK0796/),
      name: expect.any(String),
      isFocus: expect.any(Boolean),
    })
    const schools = await api('GET', '/schools?pageSize=100')
    isList(schools.body)
    expect(schools.body.total).toBe(53)
    expect(schools.body.items[0]).toMatchObject({
      id: expect.any(String),
      name: expect.any(String),
      sector: expect.stringMatching(/^(po|vo|so|vso)$/),
    })
  })

  it('lists twenty offerings a page, each of which can be opened', async () => {
    const first = await api('GET', '/offerings')
    isList(first.body)
    expect(first.body).toMatchObject({ page: 1, pageSize: 20 })
    expect(first.body.items).toHaveLength(20)
    const second = await api('GET', '/offerings?page=2&pageSize=20')
    const ids = (heard: Heard) => heard.body.items.map((item) => item.id)
    expect(ids(second).filter((id) => ids(first).includes(id))).toEqual([])
    expect((await api('GET', '/offerings?page=999')).body).toMatchObject({
      items: [],
      total: first.body.total,
    })
    const one = await api('GET', `/offerings/${first.body.items[0]?.id}`)
    expect(one.body).toMatchObject({
      id: first.body.items[0]?.id,
      sessions: expect.any(Array),
      capacity: expect.any(Number),
      taken: expect.any(Number),
      free: expect.any(Number),
      waiting: expect.any(Number),
      audience: expect.stringMatching(/^(neighbourhood|city)$/),
      enrolmentMode: expect.stringMatching(/^(direct|round|school)$/),
    })
    expect(Number(one.body.free)).toBe(
      Number(one.body.capacity) - Number(one.body.taken) - Number(one.body.held),
    )
    for (const session of one.body.sessions as { start: string; end: string; startTime: string }[]) {
      expect(session.start).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/)
      expect(session.startTime).toMatch(/^\d\d:\d\d$/)
      expect(Date.parse(session.end)).toBeGreaterThan(Date.parse(session.start))
    }
  })

  it('narrows the list by every filter of the contract, and by all together', async () => {
    const all = Number((await api('GET', '/offerings')).body.total)
    const school = (await api('GET', '/schools?neighbourhood=WK079611&sector=po')).body.items[0]?.id
    const today = new Date().toISOString().slice(0, 10)
    const later = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)
    for (const filter of [
      'neighbourhood=WK079611',
      `school=${school}`,
      'age=8',
      'area=culture',
      'weekday=3',
      'slot=weekend',
      'q=voetbal',
      'free=true',
      `until=${later}`,
    ]) {
      const some = Number((await api('GET', `/offerings?${filter}`)).body.total)
      expect(some, filter).toBeGreaterThan(0)
      expect(some, filter).toBeLessThan(all)
    }
    expect((await api('GET', `/offerings?from=${today}&sort=title`)).status).toBe(200)
    const both = await api(
      'GET',
      `/offerings?neighbourhood=WK079611&age=8&free=true&from=${today}&sort=soonest&pageSize=100`,
    )
    for (const item of both.body.items) expect(Number(item.free)).toBeGreaterThan(0)
    const dates = both.body.items.map((item) => String(item.firstDate))
    expect(dates).toEqual([...dates].sort())
  })

  it('answers HEAD as GET without a body, and OPTIONS with what is allowed', async () => {
    const head = await api('HEAD', '/offerings')
    expect(head.status).toBe(200)
    expect(head.body.text).toBe('')
    expect(head.headers.get('Content-Type')).toMatch(/json/)
    const options = await api('OPTIONS', '/offerings')
    expect(options.status).toBe(204)
    expect(options.headers.get('Allow')?.split(', ')).toEqual(expect.arrayContaining(['GET', 'HEAD', 'POST']))
  })
})

describe('signing in', () => {
  it('answers 202 for every address, and works once', async () => {
    const cookie = await signIn('ouder@demo.example')
    const me = await api('GET', '/me', { cookie })
    expect(me.body).toMatchObject({
      email: 'ouder@demo.example',
      roles: expect.arrayContaining(['guardian']),
    })
    const mailbox = await ask('GET', '/dev/mailbox', { headers: { Accept: 'application/json' } })
    const [letter] = mailbox.body.items as { links: string[] }[]
    const token = new URL(letter?.links[0] ?? '').searchParams.get('token')
    expect((await api('POST', '/sessions', { body: { token } })).status).toBe(410)
    expect((await api('DELETE', '/sessions/current', { cookie })).status).toBe(204)
    expect((await api('GET', '/me', { cookie })).status).toBe(401)
    expect((await api('DELETE', '/sessions/current')).status).toBe(204)
    expect((await ask('GET', '/dev/mailbox')).headers.get('Content-Type')).toMatch(/html/)
  })

  it('makes a guardian of an address that was not known', async () => {
    const cookie = await signIn(`nieuw${Date.now()}@voorbeeld.nl`)
    expect((await api('GET', '/me', { cookie })).body).toMatchObject({ roles: ['guardian'] })
    isList((await api('GET', '/children', { cookie })).body)
  })

  it.each([
    ['school@demo.example', 'school'],
    ['vo@demo.example', 'school'],
    ['aanbieder@demo.example', 'provider'],
    ['team@demo.example', 'team'],
    ['ouder2@demo.example', 'guardian'],
  ])('lets %s in as %s', async (email, role) => {
    expect((await api('GET', '/me', { cookie: await signIn(email) })).body.roles).toContain(role)
  })
})

describe('a guardian', () => {
  it('keeps children, checks and enrols one, once, and gives the place back', async () => {
    const cookie = await signIn('ouder@demo.example')
    const made = await api('POST', '/children', { cookie, body: child(yearsAgo(8)) })
    expect(made.status).toBe(201)
    const changed = await api('PATCH', `/children/${made.body.id}`, { cookie, body: { firstName: 'Ander' } })
    expect(changed).toMatchObject({ status: 200, body: { firstName: 'Ander', lastName: 'Kind' } })

    const found = await api('GET', '/offerings?neighbourhood=WK079611&age=8&free=true&pageSize=100')
    let receipt: Heard | undefined
    for (const offering of found.body.items) {
      const body = { offeringId: offering.id }
      const check = await api('POST', `/children/${made.body.id}/checks`, { cookie, body })
      expect(check.body).toMatchObject({
        eligible: expect.any(Boolean),
        fits: expect.any(Boolean),
        room: expect.any(Boolean),
        refusals: expect.any(Array),
        warnings: expect.any(Array),
      })
      const asked = await api('POST', '/enrolments', { cookie, body: { childId: made.body.id, ...body } })
      const refusals = check.body.refusals as { code: string; detail: string }[]
      // What the check says is what enrolling does.
      if (refusals.length > 0) {
        expect([409, 422]).toContain(asked.status)
        expect(asked.body.code).toBe(refusals[0]?.code)
        continue
      }
      expect(asked).toMatchObject({ status: 201, body: { status: 'placed' } })
      receipt = asked
      const again = await api('POST', '/enrolments', { cookie, body: { childId: made.body.id, ...body } })
      expect(again).toMatchObject({ status: 200, body: { id: asked.body.id, status: 'placed' } })
      break
    }
    const list = await api('GET', `/enrolments?childId=${made.body.id}`, { cookie })
    isList(list.body)
    expect(list.body.items.map((item) => item.id)).toEqual([receipt?.body.id])
    const withdrawn = await api('POST', `/enrolments/${receipt?.body.id}/withdrawal`, { cookie })
    expect(withdrawn).toMatchObject({ status: 200, body: { status: 'withdrawn' } })
    expect((await api('DELETE', `/children/${made.body.id}`, { cookie })).status).toBe(204)
    expect((await api('PATCH', `/children/${made.body.id}`, { cookie, body: {} })).status).toBe(404)
  })

  it('joins the waiting list of what is full, with the place in it', async () => {
    const cookie = await signIn(`vol${Date.now()}@voorbeeld.nl`)
    const offering = (await api('GET', '/offerings?q=zaalvoetbal&neighbourhood=WK079611')).body.items.find(
      (item) => item.free === 0,
    )
    expect(offering).toBeDefined()
    const made = await api('POST', '/children', { cookie, body: child(yearsAgo(9)) })
    const asked = await api('POST', '/enrolments', {
      cookie,
      body: { childId: made.body.id, offeringId: offering?.id },
    })
    expect(asked).toMatchObject({
      status: 201,
      body: { status: 'waitlisted', position: Number(offering?.waiting) + 1 },
    })
  })

  it('is refused with a code and a sentence', async () => {
    const cookie = await signIn(`jong${Date.now()}@voorbeeld.nl`)
    const tiny = await api('POST', '/children', { cookie, body: child(yearsAgo(2)) })
    const offering = (await api('GET', '/offerings?q=zaalvoetbal&neighbourhood=WK079611')).body.items[0]
    const asked = await api('POST', '/enrolments', {
      cookie,
      body: { childId: tiny.body.id, offeringId: offering?.id },
    })
    expect(asked).toMatchObject({
      status: 422,
      body: { code: 'too-young', status: 422, title: expect.any(String), detail: expect.any(String) },
    })
    expect(String(asked.body.type).endsWith('too-young')).toBe(true)
  })
})

describe('a school and a provider', () => {
  it('a school publishes its timetable and hears what now clashes; everybody may read it', async () => {
    const cookie = await signIn('school@demo.example')
    const me = await api('GET', '/me', { cookie })
    const id = (me.body.schools as { id: string }[])[0]?.id
    const read = await api('GET', `/schools/${id}/timetable`)
    expect(read.body).toMatchObject({ lessons: expect.any(Array) })
    const validFrom = new Date(Date.now() + 200 * 86_400_000).toISOString().slice(0, 10)
    const put = await api('PUT', `/schools/${id}/timetables/${validFrom}`, {
      cookie,
      body: { lessons: read.body.lessons },
    })
    expect(put).toMatchObject({ status: 200, body: { clashes: expect.any(Array) } })
    const again = await api('PUT', `/schools/${id}/timetables/${validFrom}`, {
      cookie,
      body: { lessons: read.body.lessons },
    })
    expect(again.status).toBe(200)
  })

  it('a provider makes and changes an offering, and sees who comes to its own', async () => {
    const cookie = await signIn('aanbieder@demo.example')
    const date = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10)
    const made = await api('POST', '/offerings', {
      cookie,
      body: {
        title: 'Proef',
        areas: ['sport'],
        audience: 'neighbourhood',
        neighbourhoods: ['WK079611'],
        place: { name: 'Gymzaal', postcode: '5223 AB' },
        capacity: 4,
        status: 'published',
        sessions: [{ date, startTime: '15:30', endTime: '16:30' }],
      },
    })
    expect(made.status).toBe(201)
    expect((await api('GET', `/offerings/${made.body.id}`)).body).toMatchObject({
      free: 4,
      status: 'published',
    })
    const raised = await api('PATCH', `/offerings/${made.body.id}`, {
      cookie,
      body: { capacity: 6, title: 'Beproeving' },
    })
    expect(raised).toMatchObject({ status: 200, body: { capacity: 6, title: 'Beproeving' } })
    isList((await api('GET', `/offerings/${made.body.id}/participants`, { cookie })).body)
    const own = (await api('GET', '/own-offerings?pageSize=100', { cookie })).body.items.find(
      (item) => Number(item.taken) > 1,
    )
    const lowered = await api('PATCH', `/offerings/${own?.id}`, { cookie, body: { capacity: 1 } })
    expect(lowered).toMatchObject({
      status: 409,
      body: { code: 'capacity-below-taken', facts: { taken: own?.taken } },
    })
    const people = await api('GET', `/offerings/${own?.id}/participants`, { cookie })
    expect(people.body.items[0]).toMatchObject({
      firstName: expect.any(String),
      lastName: expect.any(String),
      attendance: expect.any(Array),
    })
  })
})

describe('every answer', () => {
  it('carries its version and strict headers, errors included, and errors are problem documents', async () => {
    const answers: [Heard, number, string | null][] = [
      [await api('GET', '/offerings'), 200, null],
      [await api('GET', '/nothing'), 404, 'not-found'],
      [await ask('GET', '/api/'), 404, 'not-found'],
      [await api('GET', '/offerings/x'), 404, 'not-found'],
      [await api('GET', '/me'), 401, 'not-signed-in'],
      [await api('GET', '/children'), 401, 'not-signed-in'],
      [
        await api('GET', '/offerings/0197f0a0-0000-7000-8000-000000000001/participants', {
          cookie: await signIn('ouder@demo.example'),
        }),
        403,
        'not-allowed',
      ],
      [await api('DELETE', '/offerings'), 405, 'method-not-allowed'],
      [await api('POST', '/sign-in-links', { raw: '{"email":' }), 400, 'malformed-json'],
      [await api('POST', '/sign-in-links', { body: {} }), 422, 'invalid-input'],
      [
        await api('POST', '/sign-in-links', { raw: 'x', headers: { 'Content-Type': 'text/plain' } }),
        415,
        'unsupported-content-type',
      ],
      [
        await api('POST', '/sign-in-links', { body: { email: 'x'.repeat(5_000_000) } }),
        413,
        'body-too-large',
      ],
      [
        await api('POST', '/sign-in-links', {
          body: { email: 'a@b.nl' },
          headers: { Origin: 'https://elders.example' },
        }),
        403,
        'other-origin',
      ],
      [await api('POST', '/sessions', { body: { token: 'onbekend' } }), 410, 'link-invalid'],
      [await api('GET', '/offerings?page=0'), 422, 'invalid-input'],
    ]
    for (const [answer, status, code] of answers) {
      const where = `${status} ${code}`
      expect(answer.status, where).toBe(status)
      expect(answer.headers.get('API-Version'), where).toMatch(/^\d+\.\d+\.\d+$/)
      expect(answer.headers.get('X-Content-Type-Options'), where).toBe('nosniff')
      expect(answer.headers.get('X-Frame-Options'), where).toBe('DENY')
      expect(answer.headers.get('Content-Security-Policy'), where).toContain("frame-ancestors 'none'")
      expect(answer.headers.get('Content-Security-Policy'), where).not.toContain('unsafe')
      expect(answer.headers.get('Referrer-Policy'), where).toBeTruthy()
      expect(answer.headers.get('Permissions-Policy'), where).toBeTruthy()
      expect(answer.headers.get('Cache-Control'), where).toBeTruthy()
      expect(answer.headers.get('X-Powered-By'), where).toBeNull()
      if (!code) continue
      expect(answer.headers.get('Content-Type'), where).toBe('application/problem+json')
      expect(answer.body, where).toMatchObject({
        status,
        code,
        title: expect.any(String),
        detail: expect.any(String),
      })
      expect(String(answer.body.type).endsWith(code), where).toBe(true)
      if (status === 422)
        expect(answer.body.errors, where).toMatchObject([
          { pointer: expect.any(String), detail: expect.any(String) },
        ])
    }
  })
})

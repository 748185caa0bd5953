import { ProblemDocument } from '@portal/shared/problem.ts'
import * as v from 'valibot'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type DescribedRoute, describedRoutes } from './testing/described-routes.ts'
import {
  allWrong,
  marker,
  soundValue,
  strangeBodies,
  wrongBodies,
  wrongValues,
} from './testing/hostile-values.ts'
import { createTestApp } from './testing/test-app.ts'

const people = [
  '',
  'ouder@demo.example',
  'school@demo.example',
  'aanbieder@demo.example',
  'team@demo.example',
]
let test: Awaited<ReturnType<typeof createTestApp>>
let routes: DescribedRoute[]
let cookies: string[]

beforeAll(async () => {
  test = await createTestApp()
  test.deps.settings.rateLimits = false
  routes = await describedRoutes(test.app)
  cookies = await Promise.all(people.map((email) => (email ? test.signIn(email) : '')))
})
afterAll(() => test.drop())

/** Rows of every table, but for what honest requests make as well: links, counts, and who looked at a child. */
async function rowsOfAllTables(): Promise<Record<string, number>> {
  const tables = await test.db.sql<{ name: string; rows: number }>`
    SELECT table_name AS name, (xpath('/row/c/text()', query_to_xml('SELECT count(*) AS c FROM ' || quote_ident(table_name),
      false, true, '')))[1]::text::integer AS rows
    FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
      AND table_name NOT IN ('sign_in_link', 'rate_limit', 'look')`
  return Object.fromEntries(tables.map(({ name, rows }) => [name, rows]))
}

const addressOf = (route: DescribedRoute, values: Record<string, string> = {}) =>
  route.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const schema = route.parameters.find((each) => each.in === 'path' && each.name === name)?.schema ?? {}
    return encodeURIComponent(values[name] ?? String(soundValue(schema)))
  })

type Seen = { status: number; code?: string; pointers: string[] }

/** Sends one request, and holds its answer to what every answer has to be. */
async function send(
  route: DescribedRoute,
  request: { what: string; address: string; cookie?: string; body?: string; type?: string | null },
): Promise<Seen> {
  const { what, address, cookie, body, type = 'application/json' } = request
  const response = await test.app.request(address, {
    method: route.method,
    headers: {
      ...(cookie ? { Cookie: cookie } : {}),
      ...(body !== undefined && type !== null ? { 'Content-Type': type } : {}),
      ...(body !== undefined ? { 'Content-Length': String(Buffer.byteLength(body)) } : {}),
    },
    ...(body === undefined ? {} : { body }),
  })
  const label = `${route.name} (${what}) answers ${response.status}`
  const text = await response.text()
  expect(response.status, `${label}: ${text.slice(0, 300)}`).toBeLessThan(500)
  expect([...route.statuses], label).toContain(response.status)
  if (response.status < 400) return { status: response.status, pointers: [] }
  expect(response.headers.get('Content-Type'), label).toBe('application/problem+json')
  const problem = v.parse(ProblemDocument, JSON.parse(text))
  expect(problem.status, label).toBe(response.status)
  expect(problem.type.endsWith(problem.code), label).toBe(true)
  expect(problem.title && problem.detail, label).toBeTruthy()
  expect(text, label).not.toContain(marker)
  expect(text, label).not.toMatch(/node_modules|\.ts:\d|\bat \w+ \(|SELECT|received/)
  if (problem.code === 'invalid-input') expect(problem.errors, label).not.toHaveLength(0)
  return {
    status: response.status,
    code: problem.code,
    pointers: (problem.errors ?? []).map((error) => error.pointer),
  }
}

/** The same from everybody. Answers what those saw who got as far as the check of their input. */
async function sendAsEverybody(
  route: DescribedRoute,
  request: Omit<Parameters<typeof send>[1], 'cookie'>,
): Promise<Seen[]> {
  const seen: Seen[] = []
  for (const cookie of cookies) seen.push(await send(route, { ...request, cookie }))
  return seen.filter(({ status }) => status !== 401 && status !== 403)
}

const names = (pointers: string[], wanted: string) =>
  pointers.some(
    (pointer) => pointer === wanted || pointer.startsWith(`${wanted}/`) || wanted.startsWith(`${pointer}/`),
  )

describe('every route that is described, from everybody', () => {
  let before: Record<string, number>
  beforeAll(async () => {
    before = await rowsOfAllTables()
  })
  afterEach(async () => {
    expect(await rowsOfAllTables()).toEqual(before)
  })

  it('refuses a body with one thing wrong, says where, and writes nothing', async () => {
    for (const route of routes) {
      if (!route.body) continue
      for (const { what, text, pointer } of wrongBodies(route.body)) {
        const seen = await sendAsEverybody(route, { what, address: addressOf(route), body: text })
        expect(seen.length, route.name).toBeGreaterThan(0)
        for (const { status, pointers } of seen) {
          expect(status, `${route.name}: ${what}`).toBe(422)
          expect(names(pointers, pointer), `${route.name}: ${what} gives ${pointers}`).toBe(true)
        }
      }
    }
  })

  it('names every wrong field at once', async () => {
    for (const route of routes) {
      if (!route.body) continue
      const { text, pointers } = allWrong(route.body)
      for (const seen of await sendAsEverybody(route, {
        what: 'all wrong',
        address: addressOf(route),
        body: text,
      })) {
        expect(seen.status, route.name).toBe(422)
        for (const pointer of pointers)
          expect(names(seen.pointers, pointer), `${route.name} ${pointer}`).toBe(true)
      }
    }
  })

  it('refuses what is no JSON, not said to be JSON, or too large', async () => {
    for (const route of routes) {
      if (!route.body) continue
      const sound = JSON.stringify(soundValue(route.body))
      const address = addressOf(route)
      for (const [what, body, type, status] of [
        ['cut off', sound.slice(0, -1), 'application/json', 400],
        ['NaN', sound.replace(/:[^,]+/, ':NaN'), 'application/json', 400],
        ['not a letter of JSON', '\u0000', 'application/json', 400],
        ['no type', sound, null, 415],
        ['a form', 'a=b', 'application/x-www-form-urlencoded', 415],
        ['text', sound, 'text/plain', 415],
        ['ten megabytes', JSON.stringify({ [marker]: 'x'.repeat(10_000_000) }), 'application/json', 413],
      ] as const) {
        for (const cookie of cookies) {
          const seen = await send(route, { what, address, body, type, cookie })
          if (seen.status !== 401 && seen.code !== 'not-allowed')
            expect(seen.status, `${route.name}: ${what}`).toBe(status)
        }
      }
    }
  })

  it('knows nothing at an address that cannot be', async () => {
    for (const route of routes) {
      for (const parameter of route.parameters.filter((each) => each.in === 'path')) {
        for (const value of [
          'x',
          '\u0000',
          '../../etc/passwd',
          "' OR 1=1 --",
          '%',
          marker.repeat(900),
          '-1',
          '9999-99-99',
          'null',
          '🙂',
        ]) {
          const address = addressOf(route, { [parameter.name]: value })
          const body = route.body ? JSON.stringify(soundValue(route.body)) : undefined
          for (const seen of await sendAsEverybody(route, {
            what: `${parameter.name}=${value.slice(0, 20)}`,
            address,
            ...(body ? { body } : {}),
          })) {
            expect(seen.status, `${route.name} ${value.slice(0, 20)}`).toBe(404)
          }
        }
      }
    }
  })

  it('refuses a question with a wrong or repeated key, and names the key', async () => {
    for (const route of routes) {
      for (const { name, schema } of route.parameters.filter((each) => each.in === 'query')) {
        const sound = String(soundValue(schema))
        const wrong = wrongValues(schema)
          // An address cannot carry half a character.
          .filter(({ value }) => typeof value === 'string' && value.isWellFormed() && !value.startsWith('@@'))
          .map(({ what, value }) => ({
            what,
            query: new URLSearchParams({ [name]: String(value).slice(0, 6000) }),
          }))
        const twice = new URLSearchParams([
          [name, sound],
          [name, sound],
        ])
        const more =
          {
            page: ['-1', '0', '1.5', '1e9', 'NaN'],
            pageSize: ['0', '101', '1000', '-5'],
            age: ['-1', '99', '1e999'],
          }[name] ?? []
        for (const { what, query } of [
          ...wrong,
          { what: 'twice', query: twice },
          ...more.map((value) => ({ what: value, query: new URLSearchParams({ [name]: value }) })),
        ]) {
          const seen = await sendAsEverybody(route, {
            what: `${name} is ${what}`,
            address: `${addressOf(route)}?${query}`,
          })
          for (const { status, pointers } of seen) {
            expect(status, `${route.name}: ${name} is ${what}`).toBe(422)
            expect(pointers, `${route.name}: ${name} is ${what}`).toContain(name)
          }
        }
        await sendAsEverybody(route, {
          what: 'an unknown key',
          address: `${addressOf(route)}?${marker}=1&${name}=${encodeURIComponent(sound)}`,
        })
      }
    }
  })
})

it('answers strange but honest bodies in a way that it describes', async () => {
  for (const route of routes) {
    if (!route.body) continue
    for (const { what, text } of strangeBodies(route.body)) {
      await sendAsEverybody(route, { what, address: addressOf(route), body: text })
    }
  }
  expect(Object.hasOwn(Object.prototype, 'isTeam')).toBe(false)
})

it('bounds every text and list that it takes', async () => {
  const unbounded: string[] = []
  const look = (schema: NonNullable<DescribedRoute['body']>, where: string) => {
    for (const each of schema.anyOf ?? []) look(each, where)
    for (const [key, each] of Object.entries(schema.properties ?? {})) look(each, `${where}/${key}`)
    if (schema.items) look(schema.items, `${where}/0`)
    const isBounded = schema.enum || schema.maxLength || schema.pattern || schema.format
    if (schema.type === 'string' && !isBounded) unbounded.push(where)
    if (schema.type === 'array' && schema.maxItems === undefined) unbounded.push(where)
    if (schema.type === 'integer' && schema.maximum === undefined) unbounded.push(where)
  }
  for (const route of routes) {
    if (route.body) look(route.body, route.name)
    for (const { name, schema } of route.parameters) look(schema, `${route.name}?${name}`)
  }
  expect(unbounded).toEqual([])
})

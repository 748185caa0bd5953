import { namedId } from '@portal/db/seed/named-id.ts'
import { municipalityId } from '@portal/db/seed/reference/load-reference.ts'
import { newId } from '@portal/shared/ids.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DescribedRoute, describedRoutes } from '../testing/described-routes.ts'
import { createTestApp } from '../testing/test-app.ts'
import { accessTable, type Verb } from './access-table.ts'
import type { Role } from './actor.ts'
import { verbOf } from './allow.ts'

let test: Awaited<ReturnType<typeof createTestApp>>
let routes: (DescribedRoute & { verb: Verb })[]

/** Somebody who asks: everybody who signed in is a guardian too. */
type Person = { email: string; roles: Role[]; schoolId?: string; providerId?: string }
let people: Record<string, Person>

/** Something that a request is about, and whose it is by each role. */
type Subject = {
  table: string
  id: string
  path: Record<string, string>
  guardian?: string
  schoolId?: string
  providerId?: string
}
type Kind = 'child' | 'enrolment' | 'offering' | 'school' | 'closure'
type Side = 'one' | 'other'

beforeAll(async () => {
  test = await createTestApp()
  test.deps.settings.rateLimits = false
  // Room for everybody who is going to ask.
  await test.db.sql`UPDATE offering SET capacity = 900`
  const account = namedId('account', 'aanbieder2@demo.example')
  await test.db.sql`
    INSERT INTO account (municipality_id, id, email, created_at) VALUES (${municipalityId}, ${account}, 'aanbieder2@demo.example', now())`
  await test.db.sql`
    INSERT INTO membership (municipality_id, id, account_id, role, provider_id)
    VALUES (${municipalityId}, ${newId()}, ${account}, 'provider', ${namedId('provider', 1)})`
  const schoolOf = async (email: string) => {
    const me = await test.call('GET', '/me', undefined, await test.signIn(email))
    return (me.body.schools as { id: string }[])[0]?.id ?? ''
  }
  people = {
    visitor: { email: '', roles: [] },
    guardian: { email: 'ouder@demo.example', roles: ['guardian'] },
    'other guardian': { email: 'ouder2@demo.example', roles: ['guardian'] },
    school: {
      email: 'school@demo.example',
      roles: ['guardian', 'school'],
      schoolId: await schoolOf('school@demo.example'),
    },
    'other school': {
      email: 'vo@demo.example',
      roles: ['guardian', 'school'],
      schoolId: await schoolOf('vo@demo.example'),
    },
    provider: {
      email: 'aanbieder@demo.example',
      roles: ['guardian', 'provider'],
      providerId: namedId('provider', 0),
    },
    'other provider': {
      email: 'aanbieder2@demo.example',
      roles: ['guardian', 'provider'],
      providerId: namedId('provider', 1),
    },
    team: { email: 'team@demo.example', roles: ['guardian', 'team'] },
  }
  const guards = new Map<string, Verb>(
    test.app.routes.flatMap((route) => {
      const verb = verbOf(route.handler)
      return verb ? [[`${route.method} ${route.path.replace(/:(\w+)/g, '{$1}')}`, verb] as const] : []
    }),
  )
  routes = (await describedRoutes(test.app)).map((route) => {
    const verb = guards.get(route.name)
    if (!verb) throw new Error(`${route.name} names no verb of the access table`)
    return { ...route, verb }
  })
})
afterAll(() => test.drop())

/** What a route is about. A new collection has to say so here. */
function kindOf(route: DescribedRoute): Kind | null {
  const path = route.path.replace('/api/v1', '')
  if (path === '/enrolments' && route.method === 'POST') return 'child'
  if (!path.includes('{')) return null
  if (path.includes('{closureId}')) return 'closure'
  const kind = { children: 'child', enrolments: 'enrolment', offerings: 'offering', schools: 'school' }[
    path.split('/')[1] ?? ''
  ]
  if (!kind) throw new Error(`Say whose ${path} is`)
  return kind as Kind
}

async function makeChild(side: Side): Promise<Subject> {
  const guardian = people[side === 'one' ? 'guardian' : 'other guardian']?.email ?? ''
  const schoolId = people[side === 'one' ? 'school' : 'other school']?.schoolId ?? ''
  const id = newId()
  await test.db.sql`
    INSERT INTO child (municipality_id, id, first_name, last_name, birth_date, postcode, neighbourhood_code, school_id, created_at)
    VALUES (${municipalityId}, ${id}, 'Proef', 'Kind', '2018-01-01', '5223AB', 'WK079611', ${schoolId}, now())`
  await test.db.sql`
    INSERT INTO guardianship (municipality_id, account_id, child_id, created_at)
    VALUES (${municipalityId}, ${namedId('account', guardian)}, ${id}, now())`
  return { table: 'child', id, path: { id }, guardian, schoolId }
}

async function anOffering(providerId: string): Promise<string> {
  const [row] = await test.db.sql<{ id: string }>`
    SELECT o.id FROM offering o JOIN activity a ON a.id = o.activity_id
    WHERE a.provider_id = ${providerId} AND o.status = 'published' ORDER BY o.id LIMIT 1`
  return row?.id ?? ''
}

const make: Record<Kind, (side: Side) => Promise<Subject>> = {
  child: makeChild,
  async enrolment(side) {
    const child = await makeChild(side)
    const id = newId()
    await test.db.sql`
      INSERT INTO enrolment (municipality_id, id, child_id, offering_id, status, joined_at, busy, offered_until, changed_at, change_reason)
      SELECT municipality_id, ${id}, ${child.id}, id, 'offered', now(), busy, ${new Date('2026-11-25T09:00:00Z')}, now(), 'test'
      FROM offering WHERE id = ${await anOffering(namedId('provider', 0))}`
    return { ...child, table: 'enrolment', id, path: { id } }
  },
  async offering(side) {
    const providerId = people[side === 'one' ? 'provider' : 'other provider']?.providerId ?? ''
    const id = await anOffering(providerId)
    return { table: 'offering', id, path: { id }, providerId }
  },
  async school(side) {
    const id = people[side === 'one' ? 'school' : 'other school']?.schoolId ?? ''
    return { table: 'school', id, path: { id, validFrom: '2027-01-04' }, schoolId: id }
  },
  async closure(side) {
    const schoolId = people[side === 'one' ? 'school' : 'other school']?.schoolId ?? ''
    const id = newId()
    await test.db.sql`
      INSERT INTO closure (municipality_id, id, school_id, kind, name, first_date, last_date)
      VALUES (${municipalityId}, ${id}, ${schoolId}, 'study-day', 'Proef', '2027-01-04', '2027-01-04')`
    return { table: 'closure', id, path: { id: schoolId, closureId: id }, schoolId }
  },
}

/** A sound body for every route that takes one. A new route has to give one here. */
async function bodyFor(route: DescribedRoute, subject: Subject | null): Promise<unknown> {
  if (!route.body) return undefined
  const offeringId = await anOffering(namedId('provider', 0))
  const bodies: Record<string, unknown> = {
    'PUT /schools/{id}/timetables/{validFrom}': { lessons: [], status: 'draft' },
    'POST /schools/{id}/timetables/{validFrom}/checks': { lessons: [] },
    'POST /schools/{id}/closures': {
      kind: 'study-day',
      name: 'Proef',
      firstDate: '2027-01-05',
      lastDate: '2027-01-05',
    },
    'PATCH /schools/{id}/closures/{closureId}': { name: 'Anders' },
    'POST /offerings': {
      title: 'Proef',
      areas: ['sport'],
      audience: 'city',
      place: { name: 'Zaal', postcode: '5223AB' },
      capacity: 5,
    },
    'PATCH /offerings/{id}': { summary: 'Anders' },
    'POST /sign-in-links': { email: 'iemand@voorbeeld.nl' },
    'POST /sessions': { token: 'onbekend' },
    'POST /children': { firstName: 'Proef', lastName: 'Kind', birthDate: '2018-01-01', postcode: '5223AB' },
    'PATCH /children/{id}': { firstName: 'Anders' },
    'POST /children/{id}/checks': { offeringId },
    'POST /enrolments': { childId: subject?.id, offeringId },
  }
  const body = bodies[route.name.replace('/api/v1', '')]
  if (!body) throw new Error(`Give ${route.name} a sound body`)
  return body
}

/** What the table and the contract promise: `reached` is anything but 401, 403 and 404. */
function expected(verb: Verb, person: Person, subject: Subject | null): 401 | 403 | 404 | 'reached' {
  const row: Partial<Record<Role | 'everyone', 'own' | 'all'>> = accessTable[verb]
  if (row.everyone) return 'reached'
  if (person.email === '') return 401
  const roles = person.roles.filter((role) => row[role])
  if (roles.length === 0) return 403
  const owns: Record<Role, boolean> = {
    guardian: subject?.guardian === person.email,
    school: subject?.schoolId !== undefined && subject.schoolId === person.schoolId,
    provider: subject?.providerId !== undefined && subject.providerId === person.providerId,
    team: false,
  }
  return subject === null || roles.some((role) => row[role] === 'all' || owns[role]) ? 'reached' : 404
}

const snapshot = async ({ table, id }: Subject) =>
  (
    await test.db.sql<{ row: object }>`
    SELECT CASE ${table} WHEN 'child' THEN (SELECT to_jsonb(x) FROM child x WHERE id = ${id})
      WHEN 'enrolment' THEN (SELECT to_jsonb(x) FROM enrolment x WHERE id = ${id})
      WHEN 'offering' THEN (SELECT to_jsonb(x) FROM offering x WHERE id = ${id})
      WHEN 'closure' THEN (SELECT to_jsonb(x) FROM closure x WHERE id = ${id})
      ELSE (SELECT jsonb_agg(to_jsonb(x) ORDER BY x.id) FROM timetable x WHERE school_id = ${id}) END AS row`
  )[0]

async function ask(
  route: DescribedRoute,
  person: Person,
  subject: Subject | null,
  path = subject?.path ?? {},
) {
  const cookie = person.email ? await test.signIn(person.email) : undefined
  const address = route.path
    .replace('/api/v1', '')
    .replace(/\{(\w+)\}/g, (_, name: string) => path[name] ?? '')
  return test.call(route.method, address, await bodyFor(route, subject), cookie)
}

describe('every route', () => {
  it('answers everybody as the access table says, for what is their own and for what is not', async () => {
    const wrong: string[] = []
    let asked = 0
    for (const route of routes) {
      const kind = kindOf(route)
      for (const [who, person] of Object.entries(people)) {
        for (const side of kind ? (['one', 'other'] as const) : (['one'] as const)) {
          const subject = kind ? await make[kind](side) : null
          const before = subject && (await snapshot(subject))
          const answer = await ask(route, person, subject)
          const promised = expected(route.verb, person, subject)
          const got = [401, 403, 404].includes(answer.status) ? answer.status : 'reached'
          asked += 1
          if (got !== promised)
            wrong.push(`${route.name} by ${who} for ${side}: ${answer.status}, not ${promised}`)
          if (subject && answer.status >= 400) {
            if (JSON.stringify(await snapshot(subject)) !== JSON.stringify(before))
              wrong.push(`${route.name} by ${who} changed it`)
          }
        }
      }
    }
    expect(wrong).toEqual([])
    expect(asked).toBeGreaterThan(400)
  })

  it('knows nothing of what never was, nor of another school’s closure under one’s own school', async () => {
    const nothing = newId()
    for (const route of routes) {
      const kind = kindOf(route)
      if (!kind || !route.path.includes('{')) continue
      for (const person of Object.values(people)) {
        const subject = await make[kind]('one')
        const path = { ...subject.path, id: nothing, closureId: nothing }
        const answer = await ask(route, person, subject, path)
        const promised = expected(route.verb, person, {
          ...subject,
          guardian: '',
          schoolId: '',
          providerId: '',
        })
        expect(answer.status, `${route.name} by ${person.email}`).toBe(
          promised === 'reached' ? 404 : promised,
        )
      }
    }
    const foreign = await make.closure('other')
    const school = people.school?.schoolId ?? ''
    const removal = await test.call(
      'DELETE',
      `/schools/${school}/closures/${foreign.id}`,
      undefined,
      await test.signIn('school@demo.example'),
    )
    expect(removal.status).toBe(404)
  })
})

describe('lists', () => {
  it('hold nothing of anybody else', async () => {
    await make.enrolment('one')
    await make.enrolment('other')
    const idsOf = async (path: string, email: string) =>
      (
        (await test.call('GET', `${path}?pageSize=100`, undefined, await test.signIn(email))).body.items ?? []
      ).map((item) => String(item.id))
    for (const path of ['/children', '/enrolments']) {
      const one = await idsOf(path, 'ouder@demo.example')
      const other = await idsOf(path, 'ouder2@demo.example')
      expect(one.length && other.length).toBeGreaterThan(0)
      expect(one.filter((id) => other.includes(id))).toEqual([])
      const team = await idsOf(path, 'team@demo.example')
      expect(team.filter((id) => one.includes(id) || other.includes(id))).toEqual([])
    }
    const [one, other] = await Promise.all(
      ['aanbieder@demo.example', 'aanbieder2@demo.example'].map((email) => idsOf('/own-offerings', email)),
    )
    expect(one?.filter((id) => other?.includes(id))).toEqual([])
  })

  it('a draft is there for its own provider only', async () => {
    const cookie = await test.signIn('aanbieder@demo.example')
    const draft = await test.call(
      'POST',
      '/offerings',
      {
        title: 'Concept',
        areas: ['sport'],
        audience: 'city',
        place: { name: 'Zaal', postcode: '5223AB' },
        capacity: 5,
      },
      cookie,
    )
    expect(draft).toMatchObject({ status: 201, body: { status: 'draft' } })
    for (const person of Object.values(people)) {
      const answer = await test.call(
        'GET',
        `/offerings/${draft.body.id}`,
        undefined,
        person.email ? await test.signIn(person.email) : undefined,
      )
      expect(answer.status, person.email).toBe(person.email === 'aanbieder@demo.example' ? 200 : 404)
    }
    const list = await test.call('GET', '/offerings?q=Concept&pageSize=100')
    expect(list.body.items?.map((item) => item.id)).not.toContain(draft.body.id)
  })
})

import { namedId } from '@portal/db/seed/named-id.ts'
import { municipalityId } from '@portal/db/seed/reference/load-reference.ts'
import { newId } from '@portal/shared/ids.ts'
import { loggedFields, loggedKinds, loggedVerbs } from '@portal/shared/programme/logged-words.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DescribedRoute, describedRoutes } from '../testing/described-routes.ts'
import { createTestApp } from '../testing/test-app.ts'
import { accessTable, type Verb, type Whose } from './access-table.ts'
import type { Role } from './actor.ts'
import { verbOf } from './allow.ts'
import { calendarCases } from './cases/calendar.ts'
import type { AccessCases, Person, Side, Subject, TestApp, World } from './cases/case.ts'
import { catalogueCases } from './cases/catalogue.ts'
import { classCases } from './cases/classes.ts'
import { enrolmentCases } from './cases/enrolments.ts'
import { familyCases } from './cases/families.ts'
import { holdCases } from './cases/holds.ts'
import { peopleCases } from './cases/people.ts'
import { providerCases } from './cases/providers.ts'
import { pupilCases } from './cases/pupils.ts'
import { schoolCases } from './cases/schools.ts'
import { signInCases } from './cases/sign-in.ts'
import { togetherCases } from './cases/together.ts'
import { waitingListCases } from './cases/waiting-list.ts'

const rooms: AccessCases[] = [
  waitingListCases,
  calendarCases,
  catalogueCases,
  classCases,
  enrolmentCases,
  familyCases,
  holdCases,
  peopleCases,
  pupilCases,
  providerCases,
  schoolCases,
  signInCases,
  togetherCases,
]

let test: TestApp
let world: World
let people: Record<string, Person>
let routes: (DescribedRoute & { verb: Verb })[]

/** An account of its own for a kind of person that the demonstration city has only once, or not at all. */
async function addAccount(
  email: string,
  membership: {
    role: 'school' | 'provider'
    schoolId?: string
    providerId?: string
    isOwner: boolean
    sees: boolean
  } | null,
) {
  const id = namedId('account', email)
  await test.db.sql`
    INSERT INTO account (municipality_id, id, email, created_at) VALUES (${municipalityId}, ${id}, ${email}, now())`
  if (!membership) return
  await test.db.sql`
    INSERT INTO membership (municipality_id, id, account_id, role, school_id, provider_id, is_owner, may_see_participants)
    VALUES (${municipalityId}, ${newId()}, ${id}, ${membership.role}, ${membership.schoolId ?? null}::uuid,
      ${membership.providerId ?? null}::uuid, ${membership.isOwner}, ${membership.sees})`
}

beforeAll(async () => {
  test = await createTestApp()
  test.deps.settings.rateLimits = false
  // Room for everybody who is going to ask.
  await test.db.sql`UPDATE offering SET capacity = 900`
  const schoolOf = async (email: string) => {
    const me = await test.call('GET', '/me', undefined, await test.signIn(email))
    return (me.body.schools as { id: string }[])[0]?.id ?? ''
  }
  const schoolId = await schoolOf('school@demo.example')
  const otherSchoolId = await schoolOf('vo@demo.example')
  const [providerId, otherProviderId] = [namedId('provider', 0), namedId('provider', 1)]
  const owner = { role: 'provider', providerId: otherProviderId, isOwner: true, sees: true } as const
  await addAccount('aanbieder2@demo.example', owner)
  await addAccount('coach@demo.example', { role: 'provider', providerId, isOwner: false, sees: true })
  await addAccount('kantoor@demo.example', { role: 'provider', providerId, isOwner: false, sees: false })
  await addAccount('leraar@demo.example', { role: 'school', schoolId, isOwner: false, sees: false })
  await addAccount('jongere@demo.example', null)
  people = {
    visitor: { email: '', roles: [] },
    guardian: { email: 'ouder@demo.example', roles: ['guardian'] },
    'other guardian': { email: 'ouder2@demo.example', roles: ['guardian'] },
    young: { email: 'jongere@demo.example', roles: ['guardian', 'young'] },
    school: { email: 'school@demo.example', roles: ['guardian', 'school', 'school-owner'], schoolId },
    teacher: { email: 'leraar@demo.example', roles: ['guardian', 'school'], schoolId },
    'other school': {
      email: 'vo@demo.example',
      roles: ['guardian', 'school', 'school-owner'],
      schoolId: otherSchoolId,
    },
    provider: {
      email: 'aanbieder@demo.example',
      roles: ['guardian', 'provider', 'provider-owner', 'coach'],
      providerId,
    },
    coach: { email: 'coach@demo.example', roles: ['guardian', 'provider', 'coach'], providerId },
    office: { email: 'kantoor@demo.example', roles: ['guardian', 'provider'], providerId },
    'other provider': {
      email: 'aanbieder2@demo.example',
      roles: ['guardian', 'provider', 'provider-owner', 'coach'],
      providerId: otherProviderId,
    },
    team: { email: 'team@demo.example', roles: ['guardian', 'team'] },
  }
  world = { test, people }
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

const make = (kind: string, side: Side): Promise<Subject> => {
  const maker = rooms.map((room) => room.kinds[kind]).find(Boolean)
  if (!maker) throw new Error(`Say in access/cases how to make a ${kind}`)
  return maker(world, side)
}

/** What a route is about. A new one with something in its path has to say so in access/cases. */
function kindOf(route: DescribedRoute): string | null {
  const path = route.path.replace('/api/v1', '')
  for (const room of rooms) {
    const kind = room.about[`${route.method} ${path}`] ?? room.about[path]
    if (kind !== undefined) return kind
  }
  if (path.includes('{')) throw new Error(`Say in access/cases whose ${route.method} ${path} is`)
  return null
}

async function bodyFor(route: DescribedRoute, subject: Subject | null): Promise<unknown> {
  if (!route.body) return undefined
  const make = rooms.map((room) => room.bodies[route.name.replace('/api/v1', '')]).find(Boolean)
  if (!make) throw new Error(`Give ${route.name} a sound body in access/cases`)
  return make(world, subject)
}

const rowOf = (verb: Verb): Partial<Record<Role | 'everyone', Whose>> => accessTable[verb]

/** What only one of a family does: see shared/families/may-act.ts. */
const acting = new Set<Verb>([
  'change-child',
  'remove-child',
  'invite-guardian',
  'enrol-child',
  'withdraw-child',
  'answer-offer',
  'enrol-together',
  'enrol-with-friend',
  'swap-place',
  'change-enrolment',
  'answer-consent',
  'keep-school-consent',
])

/** What the table and the contract promise: `reached` is anything but 401, 403 and 404. */
function expected(verb: Verb, person: Person, subject: Subject | null): 401 | 403 | 404 | 'reached' {
  const row = rowOf(verb)
  if (row.everyone) return 'reached'
  if (person.email === '') return 401
  // Somebody's account is a young person only as long as there is a child of that account.
  const roles = person.roles.filter((role) => row[role])
  if (roles.length === 0) return 403
  const isSchool = subject?.schoolId !== undefined && subject.schoolId === person.schoolId
  const isProvider = subject?.providerId !== undefined && subject.providerId === person.providerId
  const owns: Record<Role, boolean> = {
    guardian: subject?.guardian === person.email,
    young: subject?.young === person.email,
    school: isSchool,
    'school-owner': isSchool,
    provider: isProvider,
    'provider-owner': isProvider,
    coach: isProvider,
    team: false,
  }
  if (subject === null) return 'reached'
  const isAccount = subject.account !== undefined && subject.account === person.email
  const reaching = roles.filter((role) => row[role] !== 'own' || owns[role] || isAccount)
  if (reaching.length === 0) return 404
  const isOfYoungPerson = subject.young !== undefined && acting.has(verb)
  return isOfYoungPerson && reaching.every((role) => role === 'guardian') ? 403 : 'reached'
}

const snapshot = async ({ table, id }: Subject) =>
  (
    await test.db.sql<{ row: object }>`
    SELECT CASE ${table} WHEN 'school' THEN (
        SELECT jsonb_agg(to_jsonb(x) ORDER BY x.id) FROM timetable x WHERE school_id::text = ${id})::text
      ELSE (SELECT query_to_xml(format('SELECT to_jsonb(x) AS x FROM %I x WHERE id::text = %L', ${table}::text, ${id}::text),
        true, false, ''))::text END AS row`
  )[0]

/** How much is written down of who changed what. */
const traces = async () =>
  (
    await test.db.sql<{ count: number }>`
    SELECT (SELECT count(*) FROM change_log)::integer + (SELECT count(*) FROM enrolment_event)::integer AS count`
  )[0]?.count ?? 0

/** Changes nothing that anybody keeps, or only whether somebody is signed in, or what they have seen. */
const leavesNoTrace = new Set([
  'POST /children/{id}/checks',
  'POST /children/{id}/changes/previews',
  'POST /offerings/{id}/changes/previews',
  'POST /schools/{id}/timetables/{validFrom}/checks',
  'POST /schools/{id}/closures/previews',
  'POST /schools/{id}/next-year/previews',
  'POST /schools/{id}/pupils/{childId}/previews',
  'POST /notices/readings',
  'POST /schools/{id}/pupil-imports/previews',
  'POST /claims/previews',
  'POST /enrolment-groups/previews',
  'POST /enrolments/{id}/swaps/previews',
  'POST /pair-codes/previews',
  'POST /offer-links/previews',
  'POST /schools/{id}/class-enrolment-previews',
  'POST /consents/previews',
  'POST /sign-in-links',
  'POST /sessions',
  'POST /passkey-sign-ins',
  'POST /passkeys/registration-options',
  'POST /email-changes',
  'DELETE /sessions/current',
])

async function ask(
  route: DescribedRoute & { verb: Verb },
  person: Person,
  subject: Subject | null,
  path = subject?.path ?? {},
) {
  const cookie = person.email ? await test.signIn(person.email) : undefined
  const address = route.path
    .replace('/api/v1', '')
    .replace(/\{(\w+)\}/g, (_, name: string) => path[name] ?? '')
  const needsReason = person.roles.some((role) => rowOf(route.verb)[role] === 'all-with-reason')
  const reason = needsReason ? '?reason=Een%20ouder%20vraagt%20om%20hulp' : ''
  return test.call(route.method, `${address}${reason}`, await bodyFor(route, subject), cookie)
}

describe('every route', () => {
  it('answers everybody as the access table says, for what is their own and for what is not, and leaves a trace of every change', async () => {
    const wrong: string[] = []
    let asked = 0
    for (const route of routes) {
      const kind = kindOf(route)
      for (const [who, person] of Object.entries(people)) {
        for (const side of kind ? (['one', 'other', 'young'] as const) : (['one'] as const)) {
          // A young person is one only with a child of their own.
          const young = person === people.young ? await make('child', 'young') : null
          const subject = kind
            ? young && kind === 'child' && side === 'young'
              ? young
              : await make(kind, side)
            : null
          const before = subject && (await snapshot(subject))
          const tracesBefore = await traces()
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
          const isChange = route.method !== 'GET' && !leavesNoTrace.has(route.name.replace('/api/v1', ''))
          if (isChange && answer.status < 300 && (await traces()) === tracesBefore)
            wrong.push(`${route.name} by ${who} left no trace in the log`)
        }
      }
    }
    expect(wrong).toEqual([])
    expect(asked).toBeGreaterThan(700)
  })

  it('leaves nothing in the log for which its page has no word', async () => {
    const [seen] = await test.db.sql<{ kinds: string[]; verbs: string[]; fields: string[] }>`
      SELECT array_agg(DISTINCT subject_kind) AS kinds, array_agg(DISTINCT verb) AS verbs,
        ARRAY(SELECT DISTINCT jsonb_object_keys(side) FROM change_log, unnest(ARRAY[before, after]) AS side
          WHERE jsonb_typeof(side) = 'object') AS fields
      FROM change_log`
    const without = (found: string[] | undefined, known: readonly string[]) =>
      (found ?? []).filter((word) => !known.includes(word))
    expect(seen?.verbs.length).toBeGreaterThan(20)
    expect(without(seen?.kinds, loggedKinds)).toEqual([])
    expect(without(seen?.verbs, loggedVerbs)).toEqual([])
    expect(without(seen?.fields, loggedFields)).toEqual([])
  })

  it('knows nothing of what never was, nor of another school’s closure under one’s own school', async () => {
    const nothing = newId()
    for (const route of routes) {
      const kind = kindOf(route)
      if (!kind || !route.path.includes('{')) continue
      for (const person of Object.values(people)) {
        const subject = await make(kind, 'one')
        const path = Object.fromEntries(
          Object.entries(subject.path).map(([key, value]) => [
            key,
            /^[0-9a-f-]{36}$/.test(value) ? nothing : value,
          ]),
        )
        const answer = await ask(route, person, subject, path)
        const nobodys = { ...subject, guardian: '', young: '', account: '', schoolId: '', providerId: '' }
        const promised = expected(route.verb, person, nobodys)
        expect(answer.status, `${route.name} by ${person.email}`).toBe(
          promised === 'reached' ? 404 : promised,
        )
      }
    }
    const foreign = await make('closure', 'other')
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
    await make('enrolment', 'one')
    await make('enrolment', 'other')
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
      expect(answer.status, person.email).toBe(person.providerId === people.provider?.providerId ? 200 : 404)
    }
    const list = await test.call('GET', '/offerings?q=Concept&pageSize=100')
    expect(list.body.items?.map((item) => item.id)).not.toContain(draft.body.id)
  })
})

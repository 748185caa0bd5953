import { seededRandom } from '@portal/db/seed/demonstration/random.ts'
import { namedId } from '@portal/db/seed/named-id.ts'
import { municipalityId } from '@portal/db/seed/reference/load-reference.ts'
import { addDays } from '@portal/shared/schedule/local-time.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findBrokenPromises, findWaitingThoughItFits } from '../testing/find-broken-promises.ts'
import { type Answer, createTestApp } from '../testing/test-app.ts'
import { serveWaitingLists } from './serve-waiting-lists.ts'

const west = 'WK079611'
const families = 12
let test: Awaited<ReturnType<typeof createTestApp>>
let provider: string
let school: string
let schoolId: string
let offerings: string[]
let guardians: string[]
/** How often each act met each answer. */
const seen = new Map<string, number>()

beforeEach(async () => {
  test = await createTestApp()
  test.deps.settings.rateLimits = false
  provider = await test.signIn('aanbieder@demo.example')
  school = await test.signIn('school@demo.example')
  const me = await test.call('GET', '/me', undefined, school)
  schoolId = (me.body.schools as { id: string }[])[0]?.id ?? ''
  // Small, near each other, and two at nearly the same hour: much waits, and much stands in the way of something else.
  offerings = []
  for (let number = 0; number < 10; number += 1) {
    const made = await test.call('POST', '/offerings', anOffering(number), provider)
    expect(made.status).toBe(201)
    offerings.push(String(made.body.id))
  }
  guardians = []
  for (let number = 0; number < families; number += 1) {
    const email = `proef${number}@demo.example`
    await test.db.sql`
      INSERT INTO account (municipality_id, id, email, created_at) VALUES (${municipalityId}, ${namedId('account', email)}, ${email}, now())`
    const cookie = await test.signIn(email)
    guardians.push(cookie)
    for (let index = 0; index < 3; index += 1) await test.call('POST', '/children', aChild(index), cookie)
  }
})
afterEach(() => test.drop())

const sessionsOf = (number: number, minutesLater = 0) =>
  [0, 7, 14].map((days) => ({
    date: addDays('2027-01-11', days + (number % 5)),
    startTime: `15:${String(15 + minutesLater).padStart(2, '0')}`,
    endTime: number % 2 ? '16:15' : '16:45',
  }))

const anOffering = (number: number) => ({
  title: `Proef ${number}`,
  areas: ['sport'],
  audience: 'neighbourhood',
  neighbourhoods: [west],
  place: { name: number % 3 ? 'Gymzaal' : 'Buurthuis', postcode: number % 3 ? '5223AB' : '5224BD' },
  capacity: 1 + (number % 3),
  status: 'published',
  sessions: sessionsOf(number),
})
const aChild = (index: number) => ({
  firstName: 'Proef',
  lastName: 'Kind',
  birthDate: `201${7 + (index % 3)}-05-0${1 + index}`,
  postcode: '5223AB',
  schoolId,
  groupId: namedId('group', schoolId, 4 + index),
})

type Act = { name: string; does: () => Promise<Answer | undefined> }

/** What people do, drawn by chance; what it meets is only known when it is done. */
function acts(random: () => number): () => Act {
  const upTo = (count: number) => Math.floor(random() * count)
  const pick = <T>(list: readonly T[]): T | undefined => list[upTo(list.length)]
  const childOf = async (cookie: string) =>
    pick((await test.call('GET', '/children', undefined, cookie)).body.items ?? [])?.id
  const enrolmentOf = async (cookie: string, statuses: string) =>
    pick(
      (await test.call('GET', `/enrolments?status=${statuses}&pageSize=100`, undefined, cookie)).body.items ??
        [],
    )?.id
  const patch = (body: object) => test.call('PATCH', `/offerings/${pick(offerings)}`, body, provider)
  const enrol: Act['does'] = async () => {
    const cookie = pick(guardians) ?? ''
    return test.call(
      'POST',
      '/enrolments',
      { childId: await childOf(cookie), offeringId: pick(offerings) },
      cookie,
    )
  }
  const answer = (verb: string, statuses: string) => async () => {
    const cookie = pick(guardians) ?? ''
    const id = await enrolmentOf(cookie, statuses)
    return id === undefined ? undefined : test.call('POST', `/enrolments/${id}/${verb}`, undefined, cookie)
  }
  const all: [number, string, Act['does']][] = [
    [50, 'enrol', enrol],
    [12, 'withdraw', answer('withdrawal', 'placed,waitlisted,offered')],
    [10, 'accept', answer('acceptance', 'offered')],
    [5, 'refuse', answer('refusal', 'offered')],
    [8, 'change the capacity', () => patch({ capacity: upTo(5) })],
    [3, 'move the sessions', () => patch({ sessions: sessionsOf(upTo(10), upTo(20)) })],
    [2, 'cancel a session', () => patch({ sessions: sessionsOf(upTo(10)).slice(upTo(3)) })],
    [1, 'cancel an offering', () => patch({ status: pick(['cancelled', 'published']) })],
    [2, 'narrow the ages', () => patch({ ageMin: pick([null, 7, 8]), ageMax: pick([null, 9, 11]) })],
    [
      2,
      'publish a timetable',
      () => {
        const endTime = pick(['13:00', '14:00', '15:30']) ?? ''
        const lessons = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, startTime: '08:30', endTime }))
        return test.call(
          'PUT',
          `/schools/${schoolId}/timetables/2027-01-0${1 + upTo(3)}`,
          { lessons },
          school,
        )
      },
    ],
    [
      2,
      'close the school for a day',
      () =>
        test.call(
          'POST',
          `/schools/${schoolId}/closures`,
          { kind: 'study-day', name: 'Studiedag', firstDate: '2027-01-12', lastDate: '2027-01-12' },
          school,
        ),
    ],
    [
      2,
      'remove a child',
      async () => {
        const cookie = pick(guardians) ?? ''
        return test.call('DELETE', `/children/${await childOf(cookie)}`, undefined, cookie)
      },
    ],
    [2, 'add a child', () => test.call('POST', '/children', aChild(upTo(3)), pick(guardians))],
    [
      2,
      'change a child',
      async () => {
        const cookie = pick(guardians) ?? ''
        const groupId = namedId('group', schoolId, 3 + upTo(5))
        return test.call('PATCH', `/children/${await childOf(cookie)}`, { schoolId, groupId }, cookie)
      },
    ],
  ]
  const total = all.reduce((sum, [weight]) => sum + weight, 0)
  return () => {
    let left = random() * total
    for (const [weight, name, does] of all) {
      left -= weight
      if (left < 0) return { name, does }
    }
    return { name: 'enrol', does: enrol }
  }
}

/** Steps in the log that do not follow on the one before, or that may not be. */
const brokenLog = () => test.db.sql`
  SELECT v.enrolment_id, v.from_status, v.to_status FROM (
    SELECT *, lag(to_status) OVER (PARTITION BY enrolment_id ORDER BY number) AS before FROM enrolment_event) v
  WHERE v.from_status IS DISTINCT FROM v.before OR v.from_status IS NOT NULL AND NOT status_may_become(v.from_status, v.to_status)`

describe('whatever families, providers and schools do at the same time', () => {
  it.each([1, 2, 3])(
    'breaks no promise and leaves nobody waiting beside a place that fits (chance %i)',
    async (seed) => {
      const draw = acts(seededRandom(seed))
      for (let round = 0; round < 20; round += 1) {
        const drawn = Array.from({ length: 16 }, draw)
        const answers = await Promise.all(drawn.map((act) => act.does()))
        for (const [index, answer] of answers.entries()) {
          const key = `${drawn[index]?.name} ${answer?.status ?? 'nothing to do'}`
          seen.set(key, (seen.get(key) ?? 0) + 1)
          expect(answer?.status ?? 0, `${key}: ${JSON.stringify(answer?.body)}`).toBeLessThan(500)
        }
        expect(await findBrokenPromises(test.db)).toEqual([])
      }
      expect(await brokenLog()).toEqual([])
      await serveWaitingLists(test.deps)
      expect(await findWaitingThoughItFits(test.deps)).toEqual([])
      expect(await findBrokenPromises(test.db)).toEqual([])
    },
  )

  it('met what it is about: places, refusals, offers, and changes beneath them', () => {
    for (const key of [
      'enrol 201',
      'enrol 409',
      'withdraw 200',
      'accept 200',
      'refuse 200',
      'change the capacity 200',
      'move the sessions 200',
      'publish a timetable 200',
      'remove a child 204',
    ]) {
      expect(seen.get(key) ?? 0, key).toBeGreaterThan(0)
    }
  })
})

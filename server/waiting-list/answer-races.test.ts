import { createTestDatabase, type TestDatabase } from '@portal/db/testing/test-database.ts'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { findBrokenPromises } from '../testing/find-broken-promises.ts'
import { buildRushCity, type Family, type RushCity } from '../testing/rush-city.ts'
import { type RunningServer, startServer } from '../testing/start-server.ts'
import { offerToken } from './offer-token.ts'

/** As startServer sets it: the letters of these portals stay in their own mailboxes. */
const key = 'a key for a server under test that is long enough'

const rounds = 12
let test: TestDatabase
let servers: RunningServer[]
let city: RushCity
/** Each test has an offering and three families of its own. */
let used = 0
beforeAll(async () => {
  test = await createTestDatabase()
  city = await buildRushCity(test.db, { offerings: rounds, capacity: 1, families: 3 * rounds })
  servers = await Promise.all([startServer(test.url), startServer(test.url)])
})
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()))
  await test.drop()
})

type Answer = { status: number; body: Record<string, unknown> }
async function post(process: number, path: string, body?: unknown, family?: Family): Promise<Answer> {
  const response = await fetch(`${servers[process % servers.length]?.url}/api/v1${path}`, {
    method: 'POST',
    headers: {
      ...(family ? { Cookie: family.cookie } : {}),
      ...(body ? { 'Content-Type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  return { status: response.status, body: (await response.json()) as Answer['body'] }
}

/** One place, held by the first family and given up: the second has an offer, the third waits. */
async function anOffer() {
  const offeringId = city.offeringIds[used] ?? ''
  const [holder, family, next] = city.families.slice(used * 3, used * 3 + 3) as [Family, Family, Family]
  used += 1
  const ids: string[] = []
  for (const each of [holder, family, next]) {
    const { body } = await post(0, '/enrolments', { childId: each.childId, offeringId }, each)
    ids.push(String(body.id))
  }
  await post(0, `/enrolments/${ids[0]}/withdrawal`, undefined, holder)
  const [letter] = await test.db.sql<{ id: string }>`
    SELECT l.id FROM offer_letter l JOIN place_offer f ON f.id = l.offer_id WHERE f.enrolment_id = ${ids[1]}`
  return {
    family,
    next,
    enrolmentId: String(ids[1]),
    nextId: String(ids[2]),
    token: offerToken(key, letter?.id ?? ''),
  }
}

/** Enrolments whose offer was answered more than once, or of which the kept answer is not what became of it. */
const answeredTwice = () => test.db.sql`
  SELECT enrolment_id FROM enrolment_history WHERE to_status IN ('placed', 'declined') AND from_status IS NOT NULL
  GROUP BY enrolment_id HAVING count(*) > 1`
const statusOf = async (id: string) =>
  (await test.db.sql<{ status: string }>`SELECT status FROM enrolment WHERE id = ${id}`)[0]?.status

describe('an offer that is answered from all sides at once, in two processes', () => {
  it.each([1, 2, 3, 4, 5, 6])('gets one answer, and everybody is told which (round %i)', async (round) => {
    const { family, enrolmentId, nextId, token } = await anOffer()
    const byLink = (answer: string, process: number) => post(process, '/offer-links', { token, answer })
    const byPage = (what: string, process: number) =>
      post(process, `/enrolments/${enrolmentId}/${what}`, undefined, family)
    const acts = [
      () => byLink('yes', 0),
      () => byPage('refusal', 1),
      () => byLink('no', 1),
      () => byPage('acceptance', 0),
      () => byLink('yes', 1),
      () => byPage('acceptance', 1),
    ]
    const answers = await Promise.all(
      [...acts.slice(round % 6), ...acts.slice(0, round % 6)].map((act) => act()),
    )
    expect(answers.filter(({ status }) => status >= 500)).toEqual([])
    const status = await statusOf(enrolmentId)
    expect(['placed', 'declined']).toContain(status)
    for (const { status: code, body } of answers) {
      const saw = body.state ?? body.status
      if (code === 200) expect(saw).toBe(status === 'placed' && body.state ? 'accepted' : status)
      else expect([409]).toContain(code)
    }
    expect(await statusOf(nextId)).toBe(status === 'placed' ? 'waitlisted' : 'offered')
    expect(await answeredTwice()).toEqual([])
    expect(await findBrokenPromises(test.db)).toEqual([])
  })

  it.each([1, 2, 3, 4])(
    'while the child is being withdrawn, leaves one end and a place for the next (round %i)',
    async (round) => {
      const { family, enrolmentId, nextId, token } = await anOffer()
      const acts = [
        () => post(0, '/offer-links', { token, answer: 'yes' }),
        () => post(1, `/enrolments/${enrolmentId}/withdrawal`, undefined, family),
        () => post(1, '/offer-links', { token, answer: 'no' }),
      ]
      const answers = await Promise.all(
        [...acts.slice(round % 3), ...acts.slice(0, round % 3)].map((act) => act()),
      )
      expect(answers.filter(({ status }) => status >= 500)).toEqual([])
      expect(['withdrawn', 'declined']).toContain(await statusOf(enrolmentId))
      expect(await statusOf(nextId)).toBe('offered')
      expect(await answeredTwice()).toEqual([])
      expect(await findBrokenPromises(test.db)).toEqual([])
    },
  )

  it('a no that is taken back many times at once is taken back once', async () => {
    const { family, enrolmentId, nextId, token } = await anOffer()
    await post(0, '/offer-links', { token, answer: 'no' })
    const answers = await Promise.all([
      ...[0, 1, 0].map((process) => post(process, '/offer-links', { token, answer: 'undo-no' })),
      ...[1, 0, 1].map((process) =>
        post(process, `/enrolments/${enrolmentId}/refusal-undos`, undefined, family),
      ),
    ])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200])
    expect(await statusOf(enrolmentId)).toBe('waitlisted')
    expect(await statusOf(nextId)).toBe('offered')
    expect(await findBrokenPromises(test.db)).toEqual([])
  })
})

describe('without the lock', () => {
  beforeEach(() => test.db.sql`ALTER TABLE enrolment DISABLE TRIGGER guard_status`)
  afterEach(() => test.db.sql`ALTER TABLE enrolment ENABLE TRIGGER guard_status`)

  it('looking first and answering then answers twice: the races above can fail', async () => {
    const { enrolmentId } = await anOffer()
    const answers = ['placed', 'declined', 'placed', 'declined']
    const seen = await Promise.all(answers.map(() => statusOf(enrolmentId)))
    expect(seen).toEqual(answers.map(() => 'offered'))
    await Promise.all(
      answers.map(async (answer) => {
        await test.db.sql`
          UPDATE enrolment SET status = ${answer}, offered_until = NULL, changed_at = now(), change_reason = 'negative control'
          WHERE id = ${enrolmentId}`
      }),
    )
    expect((await answeredTwice()).length).toBeGreaterThan(0)
  })
})

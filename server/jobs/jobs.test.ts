import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import pino from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestApp } from '../testing/test-app.ts'
import { allJobs, type Job } from './all-jobs.ts'
import { type OpenJobs, openJobs } from './open-jobs.ts'

let test: Awaited<ReturnType<typeof createTestApp>>
let lines: { event?: string; job?: string; err?: { message: string } }[]
let opened: OpenJobs[]

beforeEach(async () => {
  test = await createTestApp()
  // Jobs are sent by the clock of the database, which is the real one.
  test.setClock(new Date().toISOString())
  lines = []
  opened = []
  test.deps.log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(JSON.parse(line)) })
})
afterEach(async () => {
  await Promise.all(opened.map((jobs) => jobs.stop()))
  await test.drop()
})

const open = (jobs: readonly Job[], where: Partial<Parameters<typeof openJobs>[2]> = {}): OpenJobs => {
  const made = openJobs(test.deps, jobs, { url: test.url, everySeconds: 0.5, ...where })
  opened.push(made)
  return made
}
const job = (work: Job['work'], name: Job['name'] = 'purge-expired'): Job => ({
  name,
  schedule: 'every-minute',
  work,
})
const nowhere = 'postgres://portal:geheim@127.0.0.1:1/portal'
const patience = { timeout: 30_000, interval: 200 }
const logged = (event: string) => lines.filter((line) => line.event === event).length

type Backlog = { state: string; processes: number; jobs: Record<string, unknown>[] }
async function backlog(): Promise<Backlog> {
  const answer = await test.call('GET', '/jobs', undefined, await test.signIn('team@demo.example'))
  expect(answer.status).toBe(200)
  return answer.body as Backlog
}
const stateOf = async (name: string) => (await backlog()).jobs.find((each) => each.name === name)

describe('the jobs of a portal', () => {
  it('all have a turn at once, for what a crash left, and the team sees that they ran', async () => {
    expect(await backlog()).toMatchObject({ state: 'stopped', processes: 0 })
    await test.db.sql`
      UPDATE enrolment SET status = 'withdrawn', changed_at = now(), change_reason = 'test'
      WHERE id = (SELECT e.id FROM enrolment e JOIN offering o ON o.id = e.offering_id
        WHERE e.status = 'placed' AND o.taken = o.capacity AND o.waiting > 0 AND o.status = 'published' LIMIT 1)`
    await test.db.sql`
      INSERT INTO place_hold (municipality_id, id, offering_id, kind, school_id, places, until, created_at)
      SELECT o.municipality_id, gen_random_uuid(), o.id, 'school', s.id, 1, now() - interval '1 minute', now()
      FROM offering o, school s WHERE o.status = 'published' AND o.taken < o.capacity AND o.waiting = 0 LIMIT 1`
    const released = () => test.db.sql`SELECT 1 FROM place_hold WHERE released_at IS NOT NULL`
    const offered = () =>
      test.db.sql`SELECT 1 FROM enrolment WHERE status = 'offered' AND change_reason = 'a place came free'`
    expect(await offered()).toHaveLength(0)
    await open(allJobs).started
    await expect.poll(offered, patience).toHaveLength(1)
    await expect.poll(released, patience).toHaveLength(1)
    await expect.poll(async () => (await backlog()).jobs.every((each) => each.last), patience).toBe(true)
    await expect.poll(async () => (await backlog()).state, patience).toBe('well')
    expect(await backlog()).toMatchObject({ processes: 1 })
    expect(await stateOf('expire-offers')).toMatchObject({
      schedule: 'every-minute',
      last: { outcome: 'done', done: 0 },
      failing: 0,
      failedToday: 0,
    })
  })

  it('are sent once per minute, however many processes there are', async () => {
    let turns = 0
    await Promise.all([1, 2, 3].map(() => open([job(async () => (turns += 1))]).started))
    const minutes = () => test.db.sql<{ slot: string; count: number }>`
      SELECT data ->> 'slot' AS slot, count(*)::integer AS count FROM jobs.job
      WHERE data ->> 'name' LIKE '%/purge-expired' AND state = 'completed' GROUP BY 1`
    await expect.poll(async () => (await minutes()).length, patience).toBeGreaterThan(0)
    const sent = await minutes()
    for (const { slot, count } of sent) expect(count, slot).toBe(1)
    await expect.poll(async () => (await stateOf('purge-expired'))?.waiting, patience).toBe(0)
    // Each process asked for one turn when it began, and each minute brought one; what waited meanwhile is one.
    expect(turns).toBeLessThanOrEqual(3 + (await minutes()).length)
    expect(await backlog()).toMatchObject({ processes: 3 })
  })
})

describe('a job that throws', () => {
  it('is tried again, shows as failed until it went well, and leaves nothing personal', async () => {
    let fails = true
    let tries = 0
    await open([
      job(async () => {
        tries += 1
        if (fails) throw Object.assign(new Error('Sara de Wit'), { code: '23505', detail: 'Sara de Wit' })
        return 3
      }),
    ]).started
    await expect.poll(async () => (await stateOf('purge-expired'))?.failing, patience).toBeGreaterThan(0)
    expect(await backlog()).toMatchObject({ state: 'failing' })
    expect(await stateOf('purge-expired')).toMatchObject({ last: { outcome: 'failed', done: null } })
    expect(logged('job-failed')).toBeGreaterThan(0)
    const kept = await test.db.sql`SELECT output FROM jobs.job WHERE name LIKE '%/purge-expired'`
    expect(JSON.stringify(kept)).toContain('Error 23505')
    expect(JSON.stringify(kept)).not.toContain('Sara')
    const before = tries
    await expect.poll(() => tries, patience).toBeGreaterThan(before)
    fails = false
    await expect.poll(async () => (await stateOf('purge-expired'))?.failing, patience).toBe(0)
    expect(await stateOf('purge-expired')).toMatchObject({ last: { outcome: 'done', done: 3 } })
  })
})

it('what must happen goes on without a schedule that asks for it', async () => {
  let turns = 0
  const unasked = { quietMs: 50, everyMs: 20 }
  const jobs = open([job(async () => (turns += 1)), job(async () => Promise.reject(new Error('broken')))], {
    url: nowhere,
    unasked,
  })
  await expect.poll(() => turns, patience).toBeGreaterThan(2)
  await jobs.stop()
  const before = turns
  await sleep(200)
  expect(turns).toBe(before)
})

describe('a stop', () => {
  it('during a job lets it end by itself', async () => {
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>()
    const jobs = open([
      job(async (_, isStopping) => {
        begin()
        while (!isStopping()) await sleep(10)
        return 1
      }),
    ])
    await begun
    const start = Date.now()
    await jobs.stop()
    expect(Date.now() - start).toBeLessThan(2000)
    const rows = await test.db
      .sql`SELECT state FROM jobs.job WHERE name LIKE '%/purge-expired' AND started_on IS NOT NULL`
    expect(rows).toEqual([{ state: 'completed' }])
  })

  it('does not wait for one that hears nothing, and another process does it again', async () => {
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>()
    const jobs = open([
      job(async () => {
        begin()
        await sleep(60_000, undefined, { ref: false })
      }),
    ])
    await begun
    const start = Date.now()
    await jobs.stop()
    expect(Date.now() - start).toBeLessThan(2200)
    let again = 0
    await open([job(async () => (again += 1))]).started
    await expect.poll(() => again, patience).toBeGreaterThan(0)
  })

  it('of what never could start ends at once', async () => {
    const jobs = open(allJobs, { url: nowhere })
    await expect.poll(() => logged('jobs-not-started'), patience).toBeGreaterThan(0)
    const start = Date.now()
    await jobs.stop()
    expect(Date.now() - start).toBeLessThan(2000)
    expect(JSON.stringify(lines)).not.toContain('geheim')
  })
})

describe('trouble with the database', () => {
  let admin: pg.Client
  let name: string
  beforeEach(async () => {
    const address = new URL(test.url)
    name = address.pathname.slice(1)
    address.pathname = '/postgres'
    admin = new pg.Client({ connectionString: address.href })
    await admin.connect()
  })
  afterEach(() => admin.end())

  it('while they run is survived: they go on when it is back', async () => {
    let turns = 0
    await open([job(async ({ db }) => (turns += (await db.sql`SELECT 1`).length))]).started
    await expect.poll(() => turns, patience).toBeGreaterThan(0)
    // As a restart does: all connections go, and for some seconds there are no new ones.
    await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`)
    await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name])
    await sleep(3000)
    await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`)
    expect(logged('jobs-trouble')).toBeGreaterThan(0)
    const before = turns
    await test.db.sql`
      INSERT INTO jobs.job (name, policy) SELECT name, policy FROM jobs.queue WHERE name LIKE '%/purge-expired'`
    await expect.poll(() => turns, patience).toBeGreaterThan(before)
  })

  it('without the right to make a schema the portal serves, says so, and begins once it may', async () => {
    const role = `guest_${process.pid}`
    await admin.query(`CREATE ROLE ${role} LOGIN PASSWORD 'geheim'`)
    try {
      const address = new URL(test.url)
      address.username = role
      address.password = 'geheim'
      let turns = 0
      const jobs = open([job(async () => (turns += 1))], { url: address.href })
      await expect.poll(() => logged('jobs-not-started'), patience).toBeGreaterThan(0)
      expect(lines.find((line) => line.event === 'jobs-not-started')?.err?.message).toMatch(
        /permission denied/,
      )
      expect(await backlog()).toMatchObject({ state: 'stopped', processes: 0 })
      expect((await test.call('GET', '/ready')).status).toBe(200)
      await admin.query(`GRANT CREATE ON DATABASE ${name} TO ${role}`)
      await expect.poll(() => turns, patience).toBeGreaterThan(0)
      expect(logged('jobs-started')).toBe(1)
      await jobs.stop()
    } finally {
      await test.db.statements.query(`DROP OWNED BY ${role} CASCADE`)
      await admin.query(`DROP OWNED BY ${role}`)
      await admin.query(`DROP ROLE ${role}`)
    }
  })
})

import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { openDatabase, type Sql } from './client.ts'
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts'
import { inTransaction } from './transaction.ts'

let test: TestDatabase
const uncaught: unknown[] = []
const note = (error: unknown) => uncaught.push(error)

beforeAll(async () => {
  test = await createTestDatabase()
  await test.db.sql`CREATE TABLE entry (id uuid PRIMARY KEY, pair uuid NOT NULL, amount int NOT NULL)`
  process.on('uncaughtException', note)
  process.on('unhandledRejection', note)
})
beforeEach(async () => {
  await test.db.sql`TRUNCATE entry`
})
afterAll(async () => {
  process.off('uncaughtException', note)
  process.off('unhandledRejection', note)
  await test.drop()
})

const add = (sql: Sql, pair: string, amount: number) =>
  sql`INSERT INTO entry VALUES (${crypto.randomUUID()}, ${pair}, ${amount})`

/** Writes both halves of a pair; `pause` is what a verb does between its statements. */
type WritePair = (pair: string, pause: () => Promise<void>) => Promise<void>

const asTransaction: WritePair = (pair, pause) =>
  inTransaction(test.db, async (tx) => {
    await add(tx.sql, pair, 1)
    await pause()
    await add(tx.sql, pair, -1)
  })

const asStatement: WritePair = async (pair) => {
  await test.db
    .sql`INSERT INTO entry VALUES (${crypto.randomUUID()}, ${pair}, 1), (${crypto.randomUUID()}, ${pair}, -1)`
}

/** Without the fence: what follows a death goes over whichever connection answers, as in postgres.js 3.4.9. */
const asUnfencedTransaction: WritePair = async (pair, pause) => {
  const client = await test.db.transactions.connect()
  let current: { query(text: string, values?: unknown[]): Promise<unknown> } = client
  const onDeath = () => {
    current = test.db.statements
  }
  client.on('error', onDeath)
  const run = (amount: number) =>
    current.query('INSERT INTO entry VALUES ($1, $2, $3)', [crypto.randomUUID(), pair, amount])
  try {
    await client.query('BEGIN')
    await run(1)
    await pause()
    await run(-1)
    await current.query('COMMIT')
  } finally {
    client.off('error', onDeath)
    client.release(true)
  }
}

/** Kills backends at random, one per 50 ms, under twenty workers; then looks at what is left. */
async function underFire(kills: number, writers: WritePair[]) {
  const outside = openDatabase({ url: test.url, max: 1 })
  const acknowledged: string[] = []
  let isOver = false
  const work = async (number: number) => {
    const write = writers[number % writers.length]
    while (!isOver && write) {
      const pair = crypto.randomUUID()
      try {
        await write(pair, () => sleep(number))
        acknowledged.push(pair)
      } catch {
        await sleep(5)
      }
    }
  }
  const workers = Array.from({ length: 20 }, (_, number) => work(number))

  for (let killed = 0; killed < kills; await sleep(50)) {
    const rows = await outside.sql`
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name LIKE 'portal%'
      ORDER BY random() LIMIT 1`
    killed += rows.length
  }
  const lastKill = performance.now()
  let answeredAfterMs = Number.POSITIVE_INFINITY
  while (answeredAfterMs === Number.POSITIVE_INFINITY && performance.now() - lastKill < 5000) {
    const answers = [test.db.sql`SELECT 1`, inTransaction(test.db, (tx) => tx.sql`SELECT 1`)]
    const all = Promise.all(answers).then(
      () => true,
      () => false,
    )
    if (await Promise.race([all, sleep(1000, false)])) answeredAfterMs = performance.now() - lastKill
  }
  const before = acknowledged.length
  await sleep(500)
  const goesOn = acknowledged.length > before
  isOver = true
  await Promise.all(workers)

  const pairs = await outside.sql<{ pair: string; isWhole: boolean }>`
    SELECT pair, count(*) = 2 AND sum(amount) = 0 AS "isWhole" FROM entry GROUP BY pair`
  await outside.close()
  const kept = new Set(pairs.map(({ pair }) => pair))
  return {
    answeredAfterMs,
    goesOn,
    acknowledged: acknowledged.length,
    lost: acknowledged.filter((pair) => !kept.has(pair)).length,
    half: pairs.filter(({ isWhole }) => !isWhole).length,
  }
}

it('loses nothing acknowledged and writes nothing half while 100 backends are killed under load', async () => {
  const after = await underFire(100, [asTransaction, asStatement])
  expect(after.answeredAfterMs).toBeLessThan(5000)
  expect(after).toMatchObject({ goesOn: true, lost: 0, half: 0 })
  expect(after.acknowledged).toBeGreaterThan(100)
  expect(uncaught).toEqual([])
})

it('would have shown half-written pairs without the fence (negative control)', async () => {
  const after = await underFire(30, [asUnfencedTransaction])
  expect(after.half).toBeGreaterThan(0)
})

import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDatabase } from './client.ts'
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts'
import { inTransaction } from './transaction.ts'

let test: TestDatabase
const uncaught: unknown[] = []
const note = (error: unknown) => uncaught.push(error)

beforeAll(async () => {
  test = await createTestDatabase()
  await test.db.sql`CREATE TABLE account_of_test (id int PRIMARY KEY, amount int NOT NULL)`
  await test.db.sql`CREATE TABLE entry (id uuid PRIMARY KEY, pair uuid NOT NULL, amount int NOT NULL)`
  await test.db.sql`INSERT INTO account_of_test SELECT n, 0 FROM generate_series(1, 50) n`
  process.on('uncaughtException', note)
  process.on('unhandledRejection', note)
})
afterAll(async () => {
  process.off('uncaughtException', note)
  process.off('unhandledRejection', note)
  await test.drop()
})

it('loses nothing acknowledged and writes nothing half while 100 backends are killed under load', async () => {
  const { db } = test
  const { sql: killer, close } = openDatabase({ url: test.url, max: 1 })
  const acknowledged: string[] = []
  let killed = 0
  let isOver = false

  const worker = async (number: number) => {
    while (!isOver) {
      const pair = crypto.randomUUID()
      try {
        if (number % 2 === 0) {
          await inTransaction(db, async (tx) => {
            await tx.sql`INSERT INTO entry VALUES (${crypto.randomUUID()}, ${pair}, 1)`
            // A verb that waits for something else while its connection dies.
            await new Promise((resolve) => setTimeout(resolve, number))
            await tx.sql`INSERT INTO entry VALUES (${crypto.randomUUID()}, ${pair}, -1)`
          })
        } else {
          await db.sql`INSERT INTO entry VALUES (${crypto.randomUUID()}, ${pair}, 1), (${crypto.randomUUID()}, ${pair}, -1)`
        }
        acknowledged.push(pair)
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    }
  }
  const workers = Array.from({ length: 20 }, (_, number) => worker(number))

  while (killed < 100) {
    const rows = await killer`
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()
      ORDER BY random() LIMIT 1`
    killed += rows.length
    await new Promise((resolve) => setTimeout(resolve, 60))
  }
  const lastKill = performance.now()
  let answeredAfter = Number.POSITIVE_INFINITY
  while (performance.now() - lastKill < 5000) {
    const isAnswered = await Promise.race([
      Promise.all([db.sql`SELECT 1`, inTransaction(db, (tx) => tx.sql`SELECT 1`)]).then(
        () => true,
        () => false,
      ),
      new Promise<false>((resolve) => setTimeout(resolve, 1000, false)),
    ])
    if (isAnswered) {
      answeredAfter = performance.now() - lastKill
      break
    }
  }
  const before = acknowledged.length
  await new Promise((resolve) => setTimeout(resolve, 500))
  expect(acknowledged.length).toBeGreaterThan(before)
  isOver = true
  await Promise.all(workers)

  const kept = new Set(
    (await killer<{ pair: string }>`SELECT DISTINCT pair FROM entry`).map((row) => row.pair),
  )
  const [half] = await killer<{ count: number }>`
    SELECT count(*)::int AS count FROM (SELECT 1 FROM entry GROUP BY pair HAVING count(*) <> 2 OR sum(amount) <> 0) AS pairs`
  await close()

  expect(killed).toBeGreaterThanOrEqual(100)
  expect(answeredAfter).toBeLessThan(5000)
  expect(acknowledged.filter((pair) => !kept.has(pair))).toEqual([])
  expect(half?.count).toBe(0)
  expect(uncaught).toEqual([])
})

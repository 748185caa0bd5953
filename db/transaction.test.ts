import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts'
import { ConnectionLost, inTransaction } from './transaction.ts'

let test: TestDatabase

beforeAll(async () => {
  test = await createTestDatabase()
  await test.db.sql`CREATE TABLE note (id int PRIMARY KEY, text text)`
})
afterAll(() => test.drop())

const count = async () => Number((await test.db.sql`SELECT count(*) FROM note`)[0]?.count)

describe('a transaction', () => {
  it('keeps all of it, or nothing when the work throws', async () => {
    await inTransaction(test.db, async (tx) => {
      await tx.sql`INSERT INTO note VALUES (1, 'kept')`
    })
    const failing = inTransaction(test.db, async (tx) => {
      await tx.sql`INSERT INTO note VALUES (2, 'lost')`
      throw new Error('second thoughts')
    })
    await expect(failing).rejects.toThrow('second thoughts')
    expect(await count()).toBe(1)
  })

  it('refuses a query after it has ended', async () => {
    const leaked = await inTransaction(test.db, async (tx) => tx)
    await expect(leaked.sql`SELECT 1`).rejects.toThrow('has ended')
  })

  it('refuses every further query after its connection died, and keeps nothing', async () => {
    const before = await count()
    const dying = inTransaction(test.db, async (tx) => {
      await tx.sql`INSERT INTO note VALUES (10, 'half')`
      const [row] = await tx.sql`SELECT pg_backend_pid() AS pid`
      await test.db.sql`SELECT pg_terminate_backend(${row?.pid})`
      await new Promise((resolve) => setTimeout(resolve, 200))
      await tx.sql`INSERT INTO note VALUES (11, 'on somebody else’s connection')`
    })
    await expect(dying).rejects.toThrow(ConnectionLost)
    expect(await count()).toBe(before)
  })

  it('tries again after a deadlock', async () => {
    await test.db.sql`INSERT INTO note VALUES (20, ''), (21, '')`
    const cross = (first: number, second: number) =>
      inTransaction(test.db, async (tx) => {
        await tx.sql`UPDATE note SET text = text || 'x' WHERE id = ${first}`
        await new Promise((resolve) => setTimeout(resolve, 50))
        await tx.sql`UPDATE note SET text = text || 'x' WHERE id = ${second}`
      })
    await Promise.all([cross(20, 21), cross(21, 20)])
    expect(await test.db.sql`SELECT text FROM note WHERE id IN (20, 21)`).toEqual([
      { text: 'xx' },
      { text: 'xx' },
    ])
  })
})

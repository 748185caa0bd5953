import { createTestDatabase } from '@portal/db/testing/test-database.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Dependencies } from '../app-env.ts'
import { keepWhileUnchanged } from './keep-while-unchanged.ts'

let test: Awaited<ReturnType<typeof createTestDatabase>>
let deps: Dependencies
let now = Date.parse('2026-11-24T09:00:00Z')
beforeAll(async () => {
  test = await createTestDatabase()
  await test.db.sql`CREATE TABLE note (text text)`
  deps = { db: test.db, clock: () => new Date(now) } as Dependencies
})
afterAll(() => test.drop())

/** Counts how often it had to be made. */
function counting() {
  const keep = keepWhileUnchanged<number>(2)
  let made = 0
  const make = async () => {
    made += 1
    return made
  }
  return { ask: (key = 'a') => keep(deps, key, make), keep }
}

// Other tests write in databases of the same server, which counts as a change: then once more.
describe('what is kept while nothing changes', { retry: 3 }, () => {
  it('is made once for all who ask, together or one after the other', async () => {
    const { ask } = counting()
    expect(await Promise.all([ask(), ask(), ask()])).toEqual([1, 1, 1])
    expect(await ask()).toBe(1)
  })

  it('is made anew after any write, of whoever', async () => {
    const { ask } = counting()
    await ask()
    await test.db.sql`INSERT INTO note VALUES ('written')`
    expect(await ask()).toBe(2)
    expect(await ask()).toBe(2)
  })

  it('is made anew when a transaction ends that was open when it was made', async () => {
    const { ask } = counting()
    const writer = await test.db.statements.connect()
    await writer.query('BEGIN')
    await writer.query("INSERT INTO note VALUES ('open')")
    const before = await ask()
    expect(await ask()).toBe(before)
    await writer.query('COMMIT')
    writer.release()
    expect(await ask()).toBe(before + 1)
  })

  it('is made anew after a second, because some of it depends on the hour', async () => {
    const { ask } = counting()
    await ask()
    now += 1001
    expect(await ask()).toBe(2)
  })

  it('keeps no failure', async () => {
    const { keep } = counting()
    await expect(keep(deps, 'x', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await keep(deps, 'x', () => Promise.resolve(7))).toBe(7)
  })

  it('forgets the oldest when there is too much', async () => {
    const { ask } = counting()
    await ask('a')
    await ask('b')
    await ask('c')
    expect(await ask('c')).toBe(3)
    expect(await ask('a')).toBe(4)
  })
})

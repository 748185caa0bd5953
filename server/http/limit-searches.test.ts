import { openDatabase } from '@portal/db/client.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../app.ts'
import { createTestApp } from '../testing/test-app.ts'

let test: Awaited<ReturnType<typeof createTestApp>>
beforeAll(async () => {
  test = await createTestApp()
})
afterAll(() => test.drop())

const search = async (times: number, cookie?: string) => {
  const statuses: number[] = []
  for (let turn = 0; turn < times; turn += 1)
    statuses.push(
      (await test.call('GET', `/offerings?q=dans&page=${1 + (turn % 3)}`, undefined, cookie)).status,
    )
  return statuses
}

describe('searching', () => {
  it('is refused per account above a limit, with the seconds to wait, until the next window', async () => {
    test.setClock('2026-11-24T10:00:01Z')
    const cookie = await test.signIn('ouder@demo.example')
    const statuses = await search(151, cookie)
    expect(statuses.slice(0, 150)).toEqual(Array(150).fill(200))
    expect(statuses[150]).toBe(429)
    const refused = await test.call('GET', '/schools?q=west', undefined, cookie)
    expect(refused).toMatchObject({ status: 429, body: { code: 'rate-limited' } })
    expect(Number(refused.headers.get('Retry-After'))).toBe(299)
    expect((await search(1, await test.signIn('ouder2@demo.example')))[0]).toBe(200)
    expect((await test.call('GET', '/offerings?age=8', undefined, cookie)).status).toBe(200)
    test.setClock('2026-11-24T10:05:00Z')
    expect((await search(1, cookie))[0]).toBe(200)
  })

  it('is counted together with the other processes of the portal', async () => {
    test.setClock('2026-11-24T11:00:00Z')
    const db = openDatabase({ url: test.url, max: 2 })
    const other = createApp({ ...test.deps, db })
    const cookie = await test.signIn('ouder@demo.example')
    const there = () => other.request('/api/v1/offerings?q=dans', { headers: { Cookie: cookie } })
    for (let turn = 0; turn < 140; turn += 1) expect((await there()).status).toBe(200)
    // A second later the one tells, and another second later the other asks.
    test.setClock('2026-11-24T11:00:01Z')
    await there()
    await expect
      .poll(
        async () =>
          (
            await test.db
              .sql`SELECT 1 FROM rate_limit WHERE hits = 141 AND window_start = '2026-11-24T11:00:00Z'`
          ).length,
      )
      .toBeGreaterThan(0)
    expect(await search(1, cookie)).toEqual([200])
    test.setClock('2026-11-24T11:00:02Z')
    await search(1, cookie)
    await expect.poll(async () => (await search(1, cookie))[0]).toBe(429)
    await db.close()
  })
})

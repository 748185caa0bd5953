import { namedId } from '@portal/db/seed/named-id.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createSession } from '../http/session.ts'
import { createTestApp } from '../testing/test-app.ts'

let test: Awaited<ReturnType<typeof createTestApp>>
beforeAll(async () => {
  test = await createTestApp()
})
afterAll(() => test.drop())
beforeEach(async () => {
  test.setClock('2026-11-24T09:00:00Z')
  await test.db.sql`DELETE FROM sign_in_session`
})

const list = async (cookie: string) => (await test.call('GET', '/account-sessions', undefined, cookie)).body
const until = async (isSo: () => Promise<boolean>) => {
  for (let tries = 0; tries < 100 && !(await isSo()); tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

describe('sessions of the own account', () => {
  it('are listed with how and on what they began, and which one this is', async () => {
    const account = namedId('account', 'ouder@demo.example')
    await createSession(test.deps, account, { method: 'link', device: 'Safari op iPhone' })
    const cookie = await test.signIn('ouder@demo.example')
    await test.signIn('ouder2@demo.example')
    expect(await list(cookie)).toEqual({
      items: [
        expect.objectContaining({ isCurrent: true, method: 'link', device: '' }),
        {
          id: expect.any(String),
          method: 'link',
          device: 'Safari op iPhone',
          createdAt: '2026-11-24T09:00:00.000Z',
          lastUsedOn: '2026-11-24',
          isCurrent: false,
        },
      ],
      total: 2,
      page: 1,
      pageSize: 20,
    })
  })

  it('know the device on which a link was used', async () => {
    const { mailer } = test.deps
    await test.call('POST', '/sign-in-links', { email: 'vo@demo.example' })
    const letter = 'letters' in mailer ? (mailer.letters as () => { links: string[] }[])()[0] : undefined
    const token = new URL(letter?.links[0] ?? '').searchParams.get('token')
    const answer = await test.app.request('/api/v1/sessions', {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
      },
      body: JSON.stringify({ token }),
    })
    const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    expect((await list(cookie)).items).toEqual([
      expect.objectContaining({ method: 'link', device: 'Firefox op Linux' }),
    ])
  })

  it('end one by one, at once, and leave a trace', async () => {
    const one = await test.signIn('ouder@demo.example')
    const two = await test.signIn('ouder@demo.example')
    const other = (await list(one)).items?.find((each) => !each.isCurrent)
    expect((await test.call('DELETE', `/account-sessions/${other?.id}`, undefined, one)).status).toBe(204)
    expect((await test.call('GET', '/me', undefined, two)).status).toBe(401)
    expect((await test.call('DELETE', `/account-sessions/${other?.id}`, undefined, one)).status).toBe(404)
    const own = (await list(one)).items?.[0]
    const ended = await test.call('DELETE', `/account-sessions/${own?.id}`, undefined, one)
    expect(ended.headers.get('Set-Cookie')).toMatch(/^session=;/)
    expect((await test.call('GET', '/me', undefined, one)).status).toBe(401)
  })

  it('all end at once, here too, and nobody else’s', async () => {
    const mine = [await test.signIn('ouder@demo.example'), await test.signIn('ouder@demo.example')]
    const other = await test.signIn('ouder2@demo.example')
    const ended = await test.call('DELETE', '/account-sessions', undefined, mine[0])
    expect(ended.status).toBe(204)
    expect(ended.headers.get('Set-Cookie')).toMatch(/^session=;/)
    for (const cookie of mine) expect((await test.call('GET', '/me', undefined, cookie)).status).toBe(401)
    expect((await test.call('GET', '/me', undefined, other)).status).toBe(200)
  })

  it('know the day on which they were last used, and write it once a day', async () => {
    const cookie = await test.signIn('ouder@demo.example')
    const version = async () =>
      (
        await test.db.sql<{
          day: string
          xmin: string
        }>`SELECT last_used_on AS day, xmin::text FROM sign_in_session`
      )[0]
    const before = await version()
    await list(cookie)
    expect(await version()).toEqual(before)
    // In the night after it, by the clock of the municipality and not by UTC.
    test.setClock('2026-11-24T23:30:00Z')
    await Promise.all([list(cookie), list(cookie), list(cookie)])
    await until(async () => (await version())?.day === '2026-11-25')
    const after = await version()
    expect(after?.day).toBe('2026-11-25')
    test.setClock('2026-11-25T12:00:00Z')
    await list(cookie)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(await version()).toEqual(after)
  })
})

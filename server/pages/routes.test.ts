import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../app.ts'
import { createTestApp } from '../testing/test-app.ts'
import type { RenderRequest } from './pages.ts'

let test: Awaited<ReturnType<typeof createTestApp>>
let app: ReturnType<typeof createApp>
let asked: RenderRequest[] = []
beforeAll(async () => {
  test = await createTestApp()
  app = createApp(test.deps, {
    clientFolder: '.',
    render: async (request) => {
      asked.push(request)
      await new Promise((resolve) => setTimeout(resolve, 5))
      return {
        status: 200,
        html: `<!doctype html><script nonce="${request.nonce}">run()</script>${request.me?.email ?? 'visitor'} ${'long '.repeat(400)}`,
      }
    },
  })
})
afterAll(() => test.drop())

/** A page as a browser asks for it, and how often it was rendered meanwhile. */
async function open(path: string, headers: Record<string, string> = {}) {
  asked = []
  const response = await app.request(path, { headers: { 'Accept-Encoding': 'gzip', ...headers } })
  const bytes = Buffer.from(await response.arrayBuffer())
  const packed = response.headers.get('Content-Encoding') === 'gzip'
  return {
    rendered: asked.length,
    packed,
    text: (packed ? gunzipSync(bytes) : bytes).toString(),
    policy: response.headers.get('Content-Security-Policy') ?? '',
  }
}

/** Asked for again it is not made again; the other tests write in databases of the same server, so not always at once. */
const expectKept = (path: string) => expect.poll(async () => (await open(path)).rendered).toBe(0)

describe('a page that says the same to every visitor', { retry: 3 }, () => {
  it('is rendered once for all who ask for it, together or later, and again after anything was written', async () => {
    asked = []
    await Promise.all(Array.from({ length: 20 }, () => app.request('/?age=8')))
    expect(asked).toHaveLength(1)
    await expectKept('/?age=8')
    await test.db
      .sql`UPDATE offering SET version = version + 1 WHERE id = (SELECT min(id::text)::uuid FROM offering)`
    expect((await open('/?age=8')).rendered).toBe(1)
  })

  it('is not the page of someone who is signed in: that one is made for them, with a nonce of its own', async () => {
    const cookie = await test.signIn('ouder@demo.example')
    await expectKept('/?age=9')
    const own = await open('/?age=9', { Cookie: cookie })
    expect(own.rendered).toBe(1)
    expect(own.text).toContain('ouder@demo.example')
    const nonce = /nonce="([^"]+)"/.exec(own.text)?.[1]
    expect(own.policy).toContain(`'nonce-${nonce}'`)
    await expectKept('/?age=9')
    const visitor = await open('/?age=9')
    expect(visitor.policy).not.toContain('nonce')
    expect(visitor.text).toContain('visitor')
  })

  it('is packed only for who wants it packed', async () => {
    expect((await open('/?age=10')).packed).toBe(true)
    expect((await open('/?age=10', { 'Accept-Encoding': 'br, gzip;q=0.5' })).packed).toBe(true)
    for (const header of ['gzip;q=0', 'identity', 'identity, gzip;q=0'])
      expect(await open('/?age=10', { 'Accept-Encoding': header }), header).toMatchObject({
        packed: false,
        text: expect.stringContaining('visitor'),
      })
  })
})

it('keeps no page with a token in its address', async () => {
  for (const path of ['/inloggen/link?token=abc', '/uitnodiging?token=abc']) {
    expect((await open(path)).rendered).toBe(1)
    expect((await open(path)).rendered).toBe(1)
    expect((await app.request(path)).headers.get('Cache-Control')).toBe('no-store')
  }
})

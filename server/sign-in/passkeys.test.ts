import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createSoftwarePasskey } from '../testing/software-passkey.ts'
import { type Answer, createTestApp } from '../testing/test-app.ts'

const site = { origin: 'http://localhost:3000', rpId: 'localhost' }

let test: Awaited<ReturnType<typeof createTestApp>>
let session: string

beforeAll(async () => {
  test = await createTestApp()
})
afterAll(() => test.drop())
beforeEach(async () => {
  test.setClock('2026-11-24T09:00:00Z')
  session = await test.signIn('team@demo.example')
  await test.db.sql`DELETE FROM passkey`
  await test.db.sql`DELETE FROM rate_limit`
})

const optionsFor = async (cookie = session) =>
  (await test.call('POST', '/passkeys/registration-options', undefined, cookie)).body

async function register(name = 'Laptop', device = createSoftwarePasskey(site)) {
  const answer = await test.call(
    'POST',
    '/passkeys',
    { name, credential: device.register(await optionsFor()) },
    session,
  )
  expect(answer.status).toBe(201)
  return { device, id: String(answer.body.id) }
}

const challenge = async () => (await test.call('POST', '/passkey-sign-ins')).body
const use = (answer: unknown): Promise<Answer> => test.call('POST', '/sessions/passkey', answer)
const sessionOf = ({ headers }: Answer) => headers.getSetCookie()[0]?.split(';')[0] ?? ''
const refused = { status: 422, body: { code: 'passkey-refused' } }
const over = { status: 410, body: { code: 'sign-in-invalid' } }

describe('adding a passkey', () => {
  it('asks for one that is found without a name and needs its person, and says nothing of who that is but on the device', async () => {
    const options = await optionsFor()
    expect(options).toMatchObject({
      rp: { id: 'localhost' },
      user: { name: 'team@demo.example' },
      attestation: 'none',
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    })
    await register()
    expect((await optionsFor()).excludeCredentials).toHaveLength(1)
  })

  it('keeps it for its own account, by a name that can be changed, until it is taken away', async () => {
    const { id, device } = await register('Mijn laptop 💻')
    const list = async () => (await test.call('GET', '/passkeys', undefined, session)).body.items
    expect(await list()).toEqual([
      { id, name: 'Mijn laptop 💻', createdAt: '2026-11-24T09:00:00.000Z', lastUsedAt: null },
    ])
    expect(await test.call('PATCH', `/passkeys/${id}`, { name: 'Telefoon' }, session)).toMatchObject({
      status: 200,
      body: { name: 'Telefoon' },
    })
    expect((await test.call('DELETE', `/passkeys/${id}`, undefined, session)).status).toBe(204)
    expect(await list()).toEqual([])
    expect(await use(device.signIn(await challenge()))).toMatchObject(refused)
    const log = await test.db
      .sql`SELECT before, after FROM change_log WHERE subject_id = ${id} ORDER BY number`
    expect(log).toEqual([
      { before: null, after: { name: 'Mijn laptop 💻' } },
      { before: { name: 'Mijn laptop 💻' }, after: { name: 'Telefoon' } },
      { before: { name: 'Telefoon' }, after: null },
    ])
  })

  it.each([
    ['another site', { origin: 'https://kwaad.example' }],
    ['another name of the site', { rpId: 'kwaad.example' }],
    ['nobody having shown who they are', { isVerified: false }],
  ])('refuses %s', async (_, quirks) => {
    const device = createSoftwarePasskey(site)
    const credential = device.register(await optionsFor(), quirks)
    expect(await test.call('POST', '/passkeys', { name: 'x', credential }, session)).toMatchObject(refused)
  })

  it('takes a challenge once, in time, of its own account, and never one for signing in', async () => {
    const add = (credential: unknown, cookie = session) =>
      test.call('POST', '/passkeys', { name: 'x', credential }, cookie)
    const device = createSoftwarePasskey(site)
    const credential = device.register(await optionsFor())
    expect(await add(credential, await test.signIn('school@demo.example'))).toMatchObject(over)
    expect((await add(credential)).status).toBe(201)
    expect(await add(credential)).toMatchObject(over)
    const late = createSoftwarePasskey(site).register(await optionsFor())
    test.setClock('2026-11-24T09:05:01Z')
    expect(await add(late)).toMatchObject(over)
    const other = createSoftwarePasskey(site).register({ ...(await challenge()), user: { id: 'x' } })
    expect(await add(other)).toMatchObject(over)
    // The same device again, as if it were somebody else's.
    test.setClock('2026-11-24T09:00:00Z')
    expect(await add(device.register(await optionsFor()))).toMatchObject(refused)
  })

  it('is seen and taken away by whoever is staff no more', async () => {
    const { id } = await register()
    const account = (await test.call('GET', '/me', undefined, session)).body.id
    const [was] = await test.db.sql<{ row: string }>`
      DELETE FROM membership AS b WHERE account_id = ${String(account)} RETURNING to_jsonb(b)::text AS row`
    try {
      expect((await test.call('POST', '/passkeys/registration-options', undefined, session)).status).toBe(403)
      expect((await test.call('GET', '/passkeys', undefined, session)).body).toMatchObject({
        items: [{ id }],
      })
      expect((await test.call('DELETE', `/passkeys/${id}`, undefined, session)).status).toBe(204)
    } finally {
      await test.db.sql`
        INSERT INTO membership SELECT * FROM jsonb_populate_record(NULL::membership, ${was?.row ?? '{}'}::jsonb)`
    }
  })

  it('is for staff, and for no more devices than anybody has', async () => {
    const guardian = await test.signIn('ouder@demo.example')
    expect((await test.call('POST', '/passkeys/registration-options', undefined, guardian)).status).toBe(403)
    for (let made = 0; made < 20; made += 1) await register()
    const one = createSoftwarePasskey(site).register(await optionsFor())
    expect(await test.call('POST', '/passkeys', { name: 'x', credential: one }, session)).toMatchObject({
      status: 409,
      body: { code: 'limit-reached', facts: { passkeys: 20 } },
    })
  })
})

describe('signing in with a passkey', () => {
  it('needs no mail address, and says how and when it was used', async () => {
    const { device } = await register()
    const asked = await challenge()
    expect(asked).toMatchObject({ rpId: 'localhost', userVerification: 'required' })
    expect(asked.allowCredentials).toBeUndefined()
    const answer = await use(device.signIn(asked))
    expect(answer).toMatchObject({ status: 201, body: { email: 'team@demo.example' } })
    const cookie = sessionOf(answer)
    const sessions = await test.call('GET', '/account-sessions', undefined, cookie)
    expect(sessions.body.items?.[0]).toMatchObject({ method: 'passkey', isCurrent: true })
    const list = await test.call('GET', '/passkeys', undefined, cookie)
    expect(list.body.items?.[0]?.lastUsedAt).toBe('2026-11-24T09:00:00.000Z')
  })

  it('works once with a challenge, in time, and with none that was given for something else', async () => {
    const { device } = await register()
    const answer = device.signIn(await challenge())
    const both = await Promise.all([use(answer), use(answer)])
    expect(both.map(({ status }) => status).sort()).toEqual([201, 410])
    expect(await use(device.signIn(await optionsFor()))).toMatchObject(over)
    expect(await use(device.signIn({ challenge: 'A'.repeat(43) }))).toMatchObject(over)
    const late = device.signIn(await challenge())
    test.setClock('2026-11-24T09:05:01Z')
    expect(await use(late)).toMatchObject(over)
  })

  it.each([
    ['another site', { origin: 'https://kwaad.example' }],
    ['another name of the site', { rpId: 'kwaad.example' }],
    ['nobody having shown who they are', { isVerified: false }],
    ['somebody else’s account', { userHandle: 'AAAAAAAAAAAAAAAAAAAAAA' }],
  ])('refuses %s', async (_, quirks) => {
    const { device } = await register()
    expect(await use(device.signIn(await challenge(), quirks))).toMatchObject(refused)
    expect((await use(device.signIn(await challenge()))).status).toBe(201)
  })

  it('refuses a signature of another device, and one that was tampered with', async () => {
    const { device } = await register()
    const other = createSoftwarePasskey(site)
    const forged = other.signIn(await challenge(), {
      userHandle: device.signIn({ challenge: 'x' }).response.userHandle,
    })
    expect(await use({ ...forged, id: device.id })).toMatchObject(refused)
    const unknown = other.signIn(await challenge(), { userHandle: forged.response.userHandle })
    expect(await use(unknown)).toMatchObject(refused)
    const sound = device.signIn(await challenge())
    const { response } = sound
    const tampered = { ...response, signature: `${response.signature.slice(0, -4)}AAAA` }
    expect(await use({ ...sound, response: tampered })).toMatchObject(refused)
  })

  it('refuses a counter that does not rise: somebody made a copy', async () => {
    const { device } = await register()
    expect((await use(device.signIn(await challenge(), { counter: 10 }))).status).toBe(201)
    for (const counter of [9, 10, 0]) {
      expect(await use(device.signIn(await challenge(), { counter }))).toMatchObject(refused)
    }
    expect((await use(device.signIn(await challenge(), { counter: 11 }))).status).toBe(201)
  })

  it('is counted per passkey and per network, and says when to try again', async () => {
    const never = { challenge: 'A'.repeat(43) }
    const quirks = { userHandle: 'AAAAAAAAAAAAAAAAAAAAAA' }
    const answer = createSoftwarePasskey(site).signIn(never, quirks)
    for (let tries = 0; tries < 20; tries += 1) expect(await use(answer)).toMatchObject(over)
    const limited = await use(answer)
    expect(limited).toMatchObject({ status: 429, body: { code: 'rate-limited' } })
    expect(Number(limited.headers.get('Retry-After'))).toBeGreaterThan(0)
    const other = () => use(createSoftwarePasskey(site).signIn(never, quirks))
    let last = await other()
    for (let tries = 0; tries < 100 && last.status !== 429; tries += 1) last = await other()
    expect(last.status).toBe(429)
  })
})

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createOpenIdPortal, meOf, sessionOf } from '../testing/openid-portal.ts'
import { purgeExpired } from './purge-expired.ts'

let portal: Awaited<ReturnType<typeof createOpenIdPortal>>
beforeAll(async () => {
  portal = await createOpenIdPortal()
})
afterAll(() => portal.stop())
beforeEach(() => portal.test.setClock('2026-11-24T09:00:00Z'))

describe('signing in at an identity provider', () => {
  it('makes an account the first time, and finds it again', async () => {
    const person = { sub: 'first', claims: { name: 'Nora Bakker' } }
    const one = await portal.signIn('digid', person, { next: '/mijn-kinderen' })
    expect(one).toMatchObject({ status: 201, body: { next: '/mijn-kinderen' } })
    expect(meOf(one)).toMatchObject({ email: '', roles: ['guardian'] })
    const me = await portal.test.call('GET', '/me', undefined, sessionOf(one))
    expect(me.body.id).toBe(meOf(one).id)
    const two = await portal.signIn('digid', person)
    expect(meOf(two).id).toBe(meOf(one).id)
    expect(two.body.next).toBe('')
    const sessions = await portal.test.call('GET', '/account-sessions', undefined, sessionOf(two))
    expect(sessions.body.items?.[0]).toMatchObject({ method: 'openid', isCurrent: true })
  })

  it('ends the session that the browser had, and takes the cookie of the attempt away', async () => {
    const old = await portal.test.signIn('ouder@demo.example')
    const answer = await portal.signIn('digid', { sub: 'ends-a-session' }, {}, old)
    expect(answer.status).toBe(201)
    expect((await portal.test.call('GET', '/me', undefined, old)).status).toBe(401)
    expect(answer.headers.getSetCookie().join()).toMatch(/openid=;[^,]*Max-Age=0/)
  })

  it('offers what the settings name, and nothing secret', async () => {
    const list = await portal.test.call('GET', '/identity-providers')
    expect(list.body.items).toHaveLength(5)
    expect(list.body.items?.[0]).toEqual({ key: 'school', label: 'Inloggen met school', for: 'school' })
    expect(JSON.stringify(list.body)).not.toContain('secret')
  })

  it('asks for a code with PKCE, state and nonce, and binds them to the browser', async () => {
    const begun = await portal.test.call('POST', '/openid-sign-ins', { provider: 'school' })
    const asked = Object.fromEntries(new URL(String(begun.body.address)).searchParams)
    expect(asked).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      scope: 'openid email profile',
    })
    expect(begun.headers.get('Set-Cookie')).toMatch(
      /^openid=[\w-]{43}; Max-Age=900; Path=\/; HttpOnly; SameSite=Lax/,
    )
  })

  it('says so when somebody cancels, and makes nothing', async () => {
    const before = await portal.countAccounts()
    const answer = await portal.signIn('digid', null)
    expect(answer).toMatchObject({ status: 403, body: { code: 'identity-provider-refused' } })
    expect(sessionOf(answer)).toBeUndefined()
    expect(await portal.countAccounts()).toBe(before)
  })

  it('says so when the provider does not answer, before and after', async () => {
    const { browser, body } = await portal.goAndComeBack('late', { sub: 'late' })
    portal.providers.late.setDown(true)
    expect(await portal.finish(browser, body)).toMatchObject({
      status: 503,
      body: { code: 'identity-provider-unreachable' },
    })
    await portal.providers.late.stop()
    const stopped = portal.test.deps.settings.identityProviders.find(({ key }) => key === 'late')
    if (!stopped) throw new Error('No such provider')
    // Of this one nothing is known yet.
    portal.test.deps.settings.identityProviders.push({ ...stopped, key: 'gone' })
    const begun = await portal.test.call('POST', '/openid-sign-ins', { provider: 'gone' })
    expect(begun).toMatchObject({ status: 503, body: { code: 'identity-provider-unreachable' } })
    expect(begun.headers.get('Retry-After')).toBe('60')
    portal.test.deps.settings.identityProviders.pop()
  })

  it('goes on when the provider signs with new keys, and refuses what another signed', async () => {
    const person = { sub: 'rotation' }
    expect((await portal.signIn('club', person)).status).toBe(201)
    portal.providers.club.rotateKeys()
    expect((await portal.signIn('club', person)).status).toBe(201)
    portal.providers.club.rotateKeys()
    portal.providers.club.publishKeysOf(portal.providers.digid)
    expect(await portal.signIn('club', person)).toMatchObject({
      status: 410,
      body: { code: 'sign-in-invalid' },
    })
    portal.providers.club.publishKeysOf(null)
    expect((await portal.signIn('club', person)).status).toBe(201)
  })
})

describe('what did not begin here, in this browser, just now', () => {
  const refused = { status: 410, body: { code: 'sign-in-invalid' } }
  const person = { sub: 'hostile' }

  it('is refused: another browser, or none', async () => {
    const { browser, body } = await portal.goAndComeBack('digid', person)
    expect(await portal.finish('', body)).toMatchObject(refused)
    expect(await portal.finish(`openid=${'A'.repeat(43)}`, body)).toMatchObject(refused)
    // Whoever has no part in it cannot spoil it either.
    expect((await portal.finish(browser, body)).status).toBe(201)
  })

  it('is refused: a second time, and a state that is unknown or tampered with', async () => {
    const { browser, body } = await portal.goAndComeBack('digid', person)
    expect(await portal.finish(browser, { ...body, state: `${body.state?.slice(0, -1)}_` })).toMatchObject(
      refused,
    )
    expect((await portal.finish(browser, body)).status).toBe(201)
    expect(await portal.finish(browser, body)).toMatchObject(refused)
  })

  it('is refused: of the same answer twice at once exactly one signs in', async () => {
    const { browser, body } = await portal.goAndComeBack('digid', person)
    const answers = await Promise.all([1, 2, 3, 4].map(() => portal.finish(browser, body)))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 410, 410, 410])
  })

  it('is refused: too late', async () => {
    const { browser, body } = await portal.goAndComeBack('digid', person)
    portal.test.setClock('2026-11-24T09:15:01Z')
    expect(await portal.finish(browser, body)).toMatchObject(refused)
  })

  it('is refused: a code of somebody else (PKCE), tampered with, or used', async () => {
    const one = await portal.goAndComeBack('digid', { sub: 'victim' })
    const two = await portal.goAndComeBack('digid', person)
    expect(await portal.finish(two.browser, { ...two.body, code: one.body.code ?? '' })).toMatchObject(
      refused,
    )
    const three = await portal.goAndComeBack('digid', person)
    expect(await portal.finish(three.browser, { ...three.body, code: `${three.body.code}x` })).toMatchObject(
      refused,
    )
    const four = await portal.goAndComeBack('digid', person)
    const five = await portal.goAndComeBack('digid', person)
    expect((await portal.finish(four.browser, four.body)).status).toBe(201)
    expect(await portal.finish(five.browser, { ...five.body, code: four.body.code ?? '' })).toMatchObject(
      refused,
    )
  })

  it('is refused: another nonce', async () => {
    const { browser, body } = await portal.goAndComeBack('digid', person)
    await portal.test.db.sql`UPDATE openid_sign_in SET nonce = 'another'`
    expect(await portal.finish(browser, body)).toMatchObject(refused)
  })

  it('is refused: the answer of one provider to what was asked of another', async () => {
    const asked = await portal.goAndComeBack('digid', person)
    const other = await portal.goAndComeBack('school', person)
    // At the address of the other; with the code of the other; saying that it is the other.
    expect(await portal.finish(asked.browser, { ...asked.body, provider: 'school' })).toMatchObject(refused)
    const { code = '', iss = '' } = other.body
    expect(iss).toBe(portal.providers.school.issuer)
    expect(await portal.finish(asked.browser, { ...asked.body, code, iss })).toMatchObject(refused)
    const again = await portal.goAndComeBack('digid', person)
    const { iss: _, ...without } = again.body
    expect(await portal.finish(again.browser, without)).toMatchObject(refused)
  })

  it('opens no other site afterwards', async () => {
    for (const next of [
      'https://kwaad.example',
      '//kwaad.example',
      '/\\kwaad.example',
      '/\t/kwaad.example',
      'javascript:alert(1)',
    ]) {
      const begun = await portal.test.call('POST', '/openid-sign-ins', { provider: 'digid', next })
      expect(begun).toMatchObject({ status: 422, body: { errors: [{ pointer: '/next' }] } })
    }
  })

  it('asks no provider that is not in the settings', async () => {
    const begun = await portal.test.call('POST', '/openid-sign-ins', { provider: 'kwaad' })
    expect(begun).toMatchObject({ status: 422, body: { errors: [{ pointer: '/provider' }] } })
  })
})

it('is counted per network and per account, and says when to try again', async () => {
  const { test } = portal
  for (let time = 0; time < 20; time += 1) {
    expect((await portal.signIn('digid', { sub: 'steady' })).status).toBe(201)
  }
  const limited = await portal.signIn('digid', { sub: 'steady' })
  expect(limited).toMatchObject({ status: 429, body: { code: 'rate-limited' } })
  expect(sessionOf(limited)).toBeUndefined()
  let begun = await test.call('POST', '/openid-sign-ins', { provider: 'digid' })
  for (let time = 0; time < 100 && begun.status !== 429; time += 1) {
    begun = await test.call('POST', '/openid-sign-ins', { provider: 'digid' })
  }
  expect(begun.status).toBe(429)
  expect(Number(begun.headers.get('Retry-After'))).toBeGreaterThan(0)
  await test.db.sql`DELETE FROM rate_limit`
})

it('leaves nothing of what was begun and never ended', async () => {
  const { test } = portal
  const rows = async () =>
    (await test.db.sql`SELECT 1 FROM openid_sign_in UNION ALL SELECT 1 FROM passkey_challenge`).length
  await test.call('POST', '/passkey-sign-ins')
  await test.call('POST', '/openid-sign-ins', { provider: 'digid' })
  expect(await rows()).toBeGreaterThan(1)
  test.setClock('2026-11-24T10:00:00Z')
  await test.call('POST', '/openid-sign-ins', { provider: 'digid' })
  expect(await purgeExpired(test.deps)).toBeGreaterThan(1)
  expect(await rows()).toBe(1)
})

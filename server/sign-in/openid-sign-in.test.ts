import { createHmac } from 'node:crypto'
import { Writable } from 'node:stream'
import { namedId } from '@portal/db/seed/named-id.ts'
import pino from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { isLocalMailbox } from '../mail/local-mailbox.ts'
import { goThroughProvider, type Person, startOpenIdProvider } from '../testing/openid-provider.ts'
import { type Answer, createTestApp } from '../testing/test-app.ts'
import { readIdentityProviders } from './identity-provider-settings.ts'

const portal = 'http://localhost:3000'
const keys = ['school', 'club', 'team', 'digid', 'scholen2'] as const
type Key = (typeof keys)[number]

let test: Awaited<ReturnType<typeof createTestApp>>
let providers: Record<Key, Awaited<ReturnType<typeof startOpenIdProvider>>>
let logged = ''

beforeAll(async () => {
  test = await createTestApp()
  const started = await Promise.all(
    keys.map((key) =>
      startOpenIdProvider({
        redirectUris: [`${portal}/inloggen/terug/${key}`],
        moreClaims: ['brin', 'kvk', 'groups'],
      }),
    ),
  )
  providers = Object.fromEntries(keys.map((key, i) => [key, started[i]])) as typeof providers
  const more: Record<Key, Record<string, string>> = {
    school: { FOR: 'school', SCHOOL_CLAIM: 'brin' },
    scholen2: { FOR: 'school' },
    club: { FOR: 'provider', ORGANISATION_CLAIM: 'kvk' },
    team: { FOR: 'team', TEAM_CLAIM: 'groups', TEAM_VALUE: 'rijke-schooldag' },
    digid: { FOR: 'parents' },
  }
  const env: Record<string, string> = { OIDC_PROVIDERS: keys.join(',') }
  for (const key of keys) {
    const { issuer, clientId, clientSecret } = providers[key]
    const settings = {
      ISSUER: issuer,
      CLIENT_ID: clientId,
      CLIENT_SECRET: clientSecret,
      LABEL: `Log in met ${key}`,
      ...more[key],
    }
    for (const [name, value] of Object.entries(settings)) env[`OIDC_${key.toUpperCase()}_${name}`] = value
  }
  test.deps.settings.identityProviders = readIdentityProviders((name) => env[name])
  test.deps.log = pino(
    { level: 'trace' },
    new Writable({
      write(chunk, _, done) {
        logged += String(chunk)
        done()
      },
    }),
  )
})
afterAll(async () => {
  await Promise.all(Object.values(providers).map((provider) => provider.stop()))
  await test.drop()
})
beforeEach(() => test.setClock('2026-11-24T09:00:00Z'))

const cookiesOf = ({ headers }: Answer) => headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '')
const sessionOf = (answer: Answer) => cookiesOf(answer).find((cookie) => /^session=.+/.test(cookie))

/** Begins at the portal and signs in at the provider: what the browser then holds. */
async function goAndComeBack(key: Key, person: Person | null, more: object = {}, session?: string) {
  providers[key].person = person
  const begun = await test.call('POST', '/openid-sign-ins', { provider: key, ...more }, session)
  expect(begun.status).toBe(201)
  const browser = cookiesOf(begun).find((cookie) => cookie.startsWith('openid=')) ?? ''
  const back = await goThroughProvider(String(begun.body.address), portal)
  const provider = back.pathname.split('/').at(-1) ?? ''
  return { browser, body: { provider, ...Object.fromEntries(back.searchParams) } as Record<string, string> }
}

const finish = (
  browser: string,
  { error_description: _, ...body }: Record<string, string>,
  session?: string,
) => test.call('POST', '/sessions/openid', body, [browser, session].filter(Boolean).join('; '))

/** All the way. */
async function signIn(key: Key, person: Person | null, more: object = {}, session?: string): Promise<Answer> {
  const { browser, body } = await goAndComeBack(key, person, more, session)
  return finish(browser, body, session)
}

const meOf = (answer: Answer) => answer.body.me as Record<string, unknown> & { id: string; roles: string[] }
const count = async (table: string) =>
  (
    await test.db.sql<{ count: string }>`
    SELECT (xpath('/row/c/text()', query_to_xml('SELECT count(*) AS c FROM ' || quote_ident(${table}), false, true, '')))[1]::text AS count`
  )[0]?.count

describe('signing in at an identity provider', () => {
  it('makes an account the first time, and finds it again', async () => {
    const person = { sub: 'first', claims: { name: 'Nora Bakker' } }
    const one = await signIn('digid', person, { next: '/mijn-kinderen' })
    expect(one).toMatchObject({ status: 201, body: { next: '/mijn-kinderen' } })
    expect(meOf(one)).toMatchObject({ email: '', roles: ['guardian'] })
    const me = await test.call('GET', '/me', undefined, sessionOf(one))
    expect(me.body.id).toBe(meOf(one).id)
    const two = await signIn('digid', person)
    expect(meOf(two).id).toBe(meOf(one).id)
    expect(two.body.next).toBe('')
    const sessions = await test.call('GET', '/account-sessions', undefined, sessionOf(two))
    expect(sessions.body.items?.[0]).toMatchObject({ method: 'openid', isCurrent: true })
  })

  it('ends the session that the browser had, and takes the cookie of the attempt away', async () => {
    const old = await test.signIn('ouder@demo.example')
    const answer = await signIn('digid', { sub: 'ends-a-session' }, {}, old)
    expect(answer.status).toBe(201)
    expect((await test.call('GET', '/me', undefined, old)).status).toBe(401)
    expect(answer.headers.getSetCookie().join()).toMatch(/openid=;[^,]*Max-Age=0/)
  })

  it('offers what the settings name, and nothing secret', async () => {
    const list = await test.call('GET', '/identity-providers')
    expect(list.body.items).toHaveLength(keys.length)
    expect(list.body.items?.[0]).toEqual({ key: 'school', label: 'Log in met school', for: 'school' })
    expect(JSON.stringify(list.body)).not.toContain('secret')
  })

  it('asks for a code with PKCE, state and nonce, and binds them to the browser', async () => {
    const begun = await test.call('POST', '/openid-sign-ins', { provider: 'school' })
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
    const before = await count('account')
    const answer = await signIn('digid', null)
    expect(answer).toMatchObject({ status: 403, body: { code: 'identity-provider-refused' } })
    expect(sessionOf(answer)).toBeUndefined()
    expect(await count('account')).toBe(before)
  })

  it('says so when the provider does not answer, before and after', async () => {
    const { browser, body } = await goAndComeBack('scholen2', { sub: 'late' })
    providers.scholen2.setDown(true)
    expect(await finish(browser, body)).toMatchObject({
      status: 503,
      body: { code: 'identity-provider-unreachable' },
    })
    await providers.scholen2.stop()
    const stopped = test.deps.settings.identityProviders.find(({ key }) => key === 'scholen2')
    if (!stopped) throw new Error('No such provider')
    // Of this one nothing is known yet.
    test.deps.settings.identityProviders.push({ ...stopped, key: 'gone' })
    const begun = await test.call('POST', '/openid-sign-ins', { provider: 'gone' })
    expect(begun).toMatchObject({ status: 503, body: { code: 'identity-provider-unreachable' } })
    expect(begun.headers.get('Retry-After')).toBe('60')
    test.deps.settings.identityProviders.pop()
  })

  it('goes on when the provider signs with new keys, and refuses what another signed', async () => {
    const person = { sub: 'rotation' }
    expect((await signIn('club', person)).status).toBe(201)
    providers.club.rotateKeys()
    expect((await signIn('club', person)).status).toBe(201)
    providers.club.rotateKeys()
    providers.club.publishKeysOf(providers.digid)
    expect(await signIn('club', person)).toMatchObject({ status: 410, body: { code: 'sign-in-invalid' } })
    providers.club.publishKeysOf(null)
    expect((await signIn('club', person)).status).toBe(201)
  })
})

describe('what did not begin here, in this browser, just now', () => {
  const refused = { status: 410, body: { code: 'sign-in-invalid' } }
  const person = { sub: 'hostile' }

  it('is refused: another browser, or none', async () => {
    const { browser, body } = await goAndComeBack('digid', person)
    expect(await finish('', body)).toMatchObject(refused)
    expect(await finish(`openid=${'A'.repeat(43)}`, body)).toMatchObject(refused)
    // Whoever has no part in it cannot spoil it either.
    expect((await finish(browser, body)).status).toBe(201)
  })

  it('is refused: a second time, and a state that is unknown or tampered with', async () => {
    const { browser, body } = await goAndComeBack('digid', person)
    expect(await finish(browser, { ...body, state: `${body.state?.slice(0, -1)}_` })).toMatchObject(refused)
    expect((await finish(browser, body)).status).toBe(201)
    expect(await finish(browser, body)).toMatchObject(refused)
  })

  it('is refused: of the same answer twice at once exactly one signs in', async () => {
    const { browser, body } = await goAndComeBack('digid', person)
    const answers = await Promise.all([1, 2, 3, 4].map(() => finish(browser, body)))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 410, 410, 410])
  })

  it('is refused: too late', async () => {
    const { browser, body } = await goAndComeBack('digid', person)
    test.setClock('2026-11-24T09:15:01Z')
    expect(await finish(browser, body)).toMatchObject(refused)
  })

  it('is refused: a code of somebody else (PKCE), tampered with, or used', async () => {
    const one = await goAndComeBack('digid', { sub: 'victim' })
    const two = await goAndComeBack('digid', person)
    expect(await finish(two.browser, { ...two.body, code: one.body.code ?? '' })).toMatchObject(refused)
    const three = await goAndComeBack('digid', person)
    expect(await finish(three.browser, { ...three.body, code: `${three.body.code}x` })).toMatchObject(refused)
    const four = await goAndComeBack('digid', person)
    const five = await goAndComeBack('digid', person)
    expect((await finish(four.browser, four.body)).status).toBe(201)
    expect(await finish(five.browser, { ...five.body, code: four.body.code ?? '' })).toMatchObject(refused)
  })

  it('is refused: another nonce', async () => {
    const { browser, body } = await goAndComeBack('digid', person)
    await test.db.sql`UPDATE openid_sign_in SET nonce = 'another'`
    expect(await finish(browser, body)).toMatchObject(refused)
  })

  it('is refused: the answer of one provider to what was asked of another', async () => {
    const asked = await goAndComeBack('digid', person)
    const other = await goAndComeBack('school', person)
    // At the address of the other; with the code of the other; saying that it is the other.
    expect(await finish(asked.browser, { ...asked.body, provider: 'school' })).toMatchObject(refused)
    const { code = '', iss = '' } = other.body
    expect(iss).toBe(providers.school.issuer)
    expect(await finish(asked.browser, { ...asked.body, code, iss })).toMatchObject(refused)
    const again = await goAndComeBack('digid', person)
    const { iss: _, ...without } = again.body
    expect(await finish(again.browser, without)).toMatchObject(refused)
  })

  it('opens no other site afterwards', async () => {
    for (const next of [
      'https://kwaad.example',
      '//kwaad.example',
      '/\\kwaad.example',
      '/\t/kwaad.example',
      'javascript:alert(1)',
    ]) {
      const begun = await test.call('POST', '/openid-sign-ins', { provider: 'digid', next })
      expect(begun).toMatchObject({ status: 422, body: { errors: [{ pointer: '/next' }] } })
    }
  })

  it('asks no provider that is not in the settings', async () => {
    const begun = await test.call('POST', '/openid-sign-ins', { provider: 'kwaad' })
    expect(begun).toMatchObject({ status: 422, body: { errors: [{ pointer: '/provider' }] } })
  })
})

describe('whose account it is', () => {
  it('is that of the mail address, in whatever case, when a provider for staff verified it', async () => {
    const claims = { email: 'SCHOOL@Demo.Example', email_verified: true }
    expect(meOf(await signIn('school', { sub: 'mail-1', claims })).id).toBe(
      namedId('account', 'school@demo.example'),
    )
  })

  it('is a new one when the address is not verified, or the provider is for parents', async () => {
    for (const [key, sub, email_verified] of [
      ['school', 'mail-2', false],
      ['school', 'mail-3', 'true'],
      ['digid', 'mail-4', true],
    ] as const) {
      const me = meOf(await signIn(key, { sub, claims: { email: 'ouder@demo.example', email_verified } }))
      expect(me.id).not.toBe(namedId('account', 'ouder@demo.example'))
      expect(me.email).toBe('')
    }
  })

  it('is never one of the team by the word of a provider for others', async () => {
    const claims = { email: 'team@demo.example', email_verified: true }
    const me = meOf(await signIn('school', { sub: 'mail-5', claims }))
    expect(me).toMatchObject({ email: '', roles: ['guardian'] })
    const team = meOf(await signIn('team', { sub: 'mail-6', claims }))
    expect(team).toMatchObject({ id: namedId('account', 'team@demo.example'), email: 'team@demo.example' })
  })

  it('is one, when two browsers sign in for the first time at once', async () => {
    const claims = { email: 'tegelijk@voorbeeld.nl', email_verified: true }
    const both = []
    for (const sub of ['twin', 'twin']) both.push(await goAndComeBack('school', { sub, claims }))
    const answers = await Promise.all(both.map(({ browser, body }) => finish(browser, body)))
    expect(answers.map(({ status }) => status)).toEqual([201, 201])
    expect(new Set(answers.map((answer) => meOf(answer).id)).size).toBe(1)
  })

  it('is the one that asked for it, when an identity is added while signed in', async () => {
    const session = await test.signIn('ouder2@demo.example')
    const person = { sub: 'linked' }
    const added = await signIn('digid', person, { link: true }, session)
    expect(added).toMatchObject({ status: 201, body: { me: { email: 'ouder2@demo.example' } } })
    expect(sessionOf(added)).toBeUndefined()
    expect((await test.call('GET', '/me', undefined, session)).status).toBe(200)
    expect(meOf(await signIn('digid', person)).email).toBe('ouder2@demo.example')

    const other = await test.signIn('ouder@demo.example')
    expect(await signIn('digid', person, { link: true }, other)).toMatchObject({
      status: 409,
      body: { code: 'identity-taken' },
    })
    expect(await test.call('POST', '/openid-sign-ins', { provider: 'digid', link: true })).toMatchObject({
      status: 401,
    })
    // Begun by one, ended while another is signed in on the same machine.
    const { browser, body } = await goAndComeBack('digid', { sub: 'shared' }, { link: true }, session)
    expect(await finish(browser, body, other)).toMatchObject({ status: 410 })

    const list = await test.call('GET', '/external-identities', undefined, session)
    expect(list.body.items).toEqual([
      expect.objectContaining({ label: 'Log in met digid', createdAt: '2026-11-24T09:00:00.000Z' }),
    ])
    const id = list.body.items?.[0]?.id
    expect((await test.call('DELETE', `/external-identities/${id}`, undefined, session)).status).toBe(204)
  })

  it('keeps its last way in', async () => {
    const answer = await signIn('digid', { sub: 'only-way' })
    const session = sessionOf(answer)
    const list = await test.call('GET', '/external-identities', undefined, session)
    const path = `/external-identities/${list.body.items?.[0]?.id}`
    expect(await test.call('DELETE', path, undefined, session)).toMatchObject({
      status: 409,
      body: { code: 'last-way-in' },
    })
  })

  it('is found with an older key too, and is kept under the newest from then on', async () => {
    const person = { sub: 'older-key' }
    const before = meOf(await signIn('digid', person)).id
    const old = test.deps.settings.secretKeys
    const newest = 'another key of the tests, newer than the other'
    test.deps.settings.secretKeys = [newest, ...old]
    expect(meOf(await signIn('digid', person)).id).toBe(before)
    test.deps.settings.secretKeys = [newest]
    expect(meOf(await signIn('digid', person)).id).toBe(before)
    test.deps.settings.secretKeys = old
  })
})

describe('what a provider says of somebody’s work', () => {
  const school = async (claims: object, sub: string) => signIn('school', { sub, claims: { ...claims } })

  it.each([
    ['13WW00', 'brin-1'],
    ['13ww 00', 'brin-2'],
    [['99ZZ00', '13WW'], 'brin-3'],
  ])('makes a colleague of a school of %s', async (brin, sub) => {
    const answer = await school({ brin }, sub)
    expect(meOf(answer)).toMatchObject({
      roles: ['guardian', 'school'],
      schools: [{ name: 'Kindcentrum Westerbreedte', isOwner: false }],
    })
    const again = await school({ brin }, sub)
    expect(meOf(again).schools).toHaveLength(1)
    const log = await test.db.sql`
      SELECT after FROM change_log WHERE subject_kind = 'membership' AND by_account = ${meOf(answer).id}`
    expect(log).toHaveLength(1)
  })

  it('makes nobody of a school that it does not know, and says so', async () => {
    const before = await count('account')
    for (const brin of ['99ZZ00', '13WW99', '123456782', ['99ZZ']]) {
      expect(await school({ brin }, 'stranger')).toMatchObject({
        status: 403,
        body: { code: 'claimed-school-unknown' },
      })
    }
    expect(await count('account')).toBe(before)
    expect(meOf(await school({}, 'no-school')).roles).toEqual(['guardian'])
  })

  it('lets an owner be an owner', async () => {
    const claims = { email: 'school@demo.example', email_verified: true, brin: '13WW00' }
    expect(meOf(await school(claims, 'owner')).roles).toContain('school-owner')
  })

  it('makes a colleague of an organisation by its number, without sight of participants', async () => {
    await test.db.sql`UPDATE provider SET chamber_number = '12345678' WHERE id = ${namedId('provider', 0)}`
    const answer = await signIn('club', { sub: 'kvk', claims: { kvk: 12345678 } })
    expect(meOf(answer)).toMatchObject({
      roles: ['guardian', 'provider'],
      providers: [{ id: namedId('provider', 0), isOwner: false, maySeeParticipants: false }],
    })
    const byId = await signIn('club', { sub: 'by-id', claims: { kvk: namedId('provider', 1).toUpperCase() } })
    expect(meOf(byId).roles).toContain('provider')
    await test.db.sql`UPDATE provider SET status = 'rejected' WHERE id = ${namedId('provider', 0)}`
    expect(await signIn('club', { sub: 'kvk-2', claims: { kvk: '12345678' } })).toMatchObject({
      status: 403,
      body: { code: 'claimed-organisation-unknown' },
    })
  })

  it('makes somebody of the team by one value, and not by a part of it', async () => {
    const team = await signIn('team', { sub: 'group', claims: { groups: ['a', 'rijke-schooldag'] } })
    expect(meOf(team).roles).toEqual(['guardian', 'team'])
    const other = await signIn('team', { sub: 'other-group', claims: { groups: 'rijke-schooldag-lezers' } })
    expect(meOf(other).roles).toEqual(['guardian'])
  })

  it('does not make a member of the team of whom a school names so', async () => {
    const answer = await school({ groups: ['rijke-schooldag'] }, 'sly')
    expect(meOf(answer).roles).toEqual(['guardian'])
  })
})

it('keeps no citizen number that a broker gives for a subject: not in the database, the log, a letter or an answer', async () => {
  const bsn = '123456782'
  const answers: string[] = []
  const keep = async (answer: Answer) => answers.push(JSON.stringify([answer.body, [...answer.headers]]))
  const claims = { name: 'Iemand', bsn, brin: bsn, kvk: bsn }
  const first = await signIn('digid', { sub: bsn, claims })
  await keep(first)
  await keep(await signIn('digid', { sub: bsn, claims }))
  await keep(await signIn('school', { sub: bsn, claims }))
  await keep(await signIn('club', { sub: bsn, claims }))
  // Where things go wrong after the provider has said it.
  const { browser, body } = await goAndComeBack('digid', { sub: bsn, claims })
  await test.db.sql`UPDATE openid_sign_in SET nonce = 'another'`
  await keep(await finish(browser, body))
  providers.digid.rotateKeys()
  providers.digid.publishKeysOf(providers.team)
  await keep(await signIn('digid', { sub: bsn, claims }))
  providers.digid.publishKeysOf(null)
  await keep(await test.call('GET', '/external-identities', undefined, sessionOf(first)))
  await keep(await test.call('POST', '/email-changes', { email: 'iemand@voorbeeld.nl' }, sessionOf(first)))

  const tables = await test.db.sql<{ name: string; rows: string }>`
    SELECT table_name AS name, query_to_xml('SELECT * FROM ' || quote_ident(table_name), true, false, '')::text AS rows
    FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`
  expect(tables.find(({ name }) => name === 'external_identity')?.rows).toContain(providers.digid.issuer)
  // Nor as it would look as bytes, or hashed without a key.
  const looks = [
    bsn,
    Buffer.from(bsn).toString('base64'),
    Buffer.from(bsn).toString('base64url'),
    Buffer.from(bsn).toString('hex'),
    createHmac('sha256', '').update(bsn).digest('base64'),
  ]
  const letters = isLocalMailbox(test.deps.mailer) ? test.deps.mailer.letters() : []
  expect(letters.length).toBeGreaterThan(0)
  expect(logged).toContain('openid-sign-in-failed')
  const places = {
    database: JSON.stringify(tables),
    log: logged,
    letters: JSON.stringify(letters),
    answers: answers.join(),
  }
  for (const look of looks) {
    for (const [place, text] of Object.entries(places))
      expect(text.includes(look), `${look} in the ${place}`).toBe(false)
  }
})

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { isLocalMailbox } from '../mail/local-mailbox.ts'
import { createTestApp } from '../testing/test-app.ts'

let test: Awaited<ReturnType<typeof createTestApp>>
beforeAll(async () => {
  test = await createTestApp()
})
afterAll(() => test.drop())
beforeEach(async () => {
  test.setClock('2026-11-24T09:00:00Z')
  await test.db.sql`DELETE FROM rate_limit`
})

const letters = () => (isLocalMailbox(test.deps.mailer) ? test.deps.mailer.letters() : [])

async function tokenFor(cookie: string, email: string): Promise<string> {
  expect((await test.call('POST', '/email-changes', { email }, cookie)).status).toBe(202)
  expect(letters()[0]?.to).toBe(email)
  const link = new URL(letters()[0]?.links[0] ?? '')
  expect(link.pathname).toBe('/account/adres')
  return link.searchParams.get('token') ?? ''
}
const confirm = (cookie: string, token: string) =>
  test.call('POST', '/email-changes/confirmations', { token }, cookie)
const invalid = { status: 410, body: { code: 'link-invalid' } }

describe('the own name', () => {
  it('can be changed, also to none, and every change is logged once', async () => {
    const cookie = await test.signIn('ouder@demo.example')
    for (const name of ['Fatıma de Wit-Özdemir 🌷', 'Fatıma de Wit-Özdemir 🌷', '']) {
      expect(await test.call('PATCH', '/me', { name }, cookie)).toMatchObject({ status: 200, body: { name } })
    }
    const log = await test.db
      .sql`SELECT before, after FROM change_log WHERE verb = 'change-self' ORDER BY number`
    expect(log).toEqual([
      { before: { name: 'Fatima de Wit' }, after: { name: 'Fatıma de Wit-Özdemir 🌷' } },
      { before: { name: 'Fatıma de Wit-Özdemir 🌷' }, after: { name: '' } },
    ])
    expect((await test.call('PATCH', '/me', { name: 'x'.repeat(500) }, cookie)).status).toBe(422)
  })
})

describe('the own mail address', () => {
  it('changes by a link that is mailed to the new one, and the old one hears of it', async () => {
    const cookie = await test.signIn('ouder2@demo.example')
    const elsewhere = await test.signIn('ouder2@demo.example')
    const token = await tokenFor(cookie, 'nieuw@voorbeeld.nl')
    await test.call('POST', '/sign-in-links', { email: 'ouder2@demo.example' })
    const signInToken = new URL(letters()[0]?.links[0] ?? '').searchParams.get('token')
    expect(await confirm(cookie, token)).toMatchObject({ status: 201, body: { email: 'nieuw@voorbeeld.nl' } })
    expect(letters()[0]).toMatchObject({ to: 'ouder2@demo.example', links: [] })
    // What was under way to the old address is of no use any more.
    expect((await test.call('POST', '/sessions', { token: signInToken })).status).toBe(410)
    // Nor is a browser that was signed in with it.
    expect((await test.call('GET', '/me', undefined, elsewhere)).status).toBe(401)
    expect((await test.call('GET', '/me', undefined, cookie)).status).toBe(200)
    // Once.
    expect(await confirm(cookie, token)).toMatchObject(invalid)
  })

  it('does not change for anybody else, too late, or by a token that was made or changed elsewhere', async () => {
    const cookie = await test.signIn('vo@demo.example')
    const token = await tokenFor(cookie, 'ander@voorbeeld.nl')
    expect(await confirm(await test.signIn('school@demo.example'), token)).toMatchObject(invalid)
    expect((await confirm('', token)).status).toBe(401)
    const [payload = '', signature = ''] = token.split('.')
    const sealed = Buffer.from(payload, 'base64url').toString()
    expect(sealed).toContain('ander@voorbeeld.nl')
    const other = Buffer.from(sealed.replace('ander@', 'kwaad@')).toString('base64url')
    for (const wrong of [
      `${other}.${signature}`,
      payload,
      `${payload}.`,
      `.${signature}`,
      '..',
      `${token}x`,
    ]) {
      expect(await confirm(cookie, wrong)).toMatchObject(invalid)
    }
    const keys = test.deps.settings.secretKeys
    test.deps.settings.secretKeys = ['another key, of somebody who is not this portal']
    expect(await confirm(cookie, token)).toMatchObject(invalid)
    test.deps.settings.secretKeys = keys
    test.setClock('2026-11-24T10:00:01Z')
    expect(await confirm(cookie, token)).toMatchObject(invalid)
    test.setClock('2026-11-24T09:30:00Z')
    expect((await confirm(cookie, token)).status).toBe(201)
  })

  it('does not become that of another account, in whatever case, and that is told only to whoever reads its mail', async () => {
    const cookie = await test.signIn('aanbieder@demo.example')
    const token = await tokenFor(cookie, 'TEAM@demo.example')
    expect(await confirm(cookie, token)).toMatchObject({ status: 409, body: { code: 'email-taken' } })
    expect((await test.call('GET', '/me', undefined, cookie)).body.email).toBe('aanbieder@demo.example')
  })

  it('becomes that of one, when two want the same at once', async () => {
    const cookies = await Promise.all(
      ['team@demo.example', 'aanbieder@demo.example'].map((email) => test.signIn(email)),
    )
    const tokens: string[] = []
    for (const cookie of cookies) tokens.push(await tokenFor(cookie, 'gewild@voorbeeld.nl'))
    const answers = await Promise.all(cookies.map((cookie, i) => confirm(cookie, tokens[i] ?? '')))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('email-taken')
    await test.db
      .sql`UPDATE account SET email = 'team@demo.example' WHERE email = 'gewild@voorbeeld.nl' AND name = 'Anne Vermeulen'`
  })

  it('may change its case', async () => {
    const cookie = await test.signIn('school@demo.example')
    const before = letters().length
    expect((await confirm(cookie, await tokenFor(cookie, 'School@demo.example'))).status).toBe(201)
    expect(letters().length).toBe(before + 1)
  })

  it('is asked for no more than a few times an hour', async () => {
    const cookie = await test.signIn('team@demo.example')
    const ask = (email: string) => test.call('POST', '/email-changes', { email }, cookie)
    for (let time = 0; time < 5; time += 1) expect((await ask('steeds@voorbeeld.nl')).status).toBe(202)
    const limited = await ask('STEEDS@voorbeeld.nl')
    expect(limited).toMatchObject({ status: 429, body: { code: 'rate-limited' } })
    expect(Number(limited.headers.get('Retry-After'))).toBeGreaterThan(0)
  })
})

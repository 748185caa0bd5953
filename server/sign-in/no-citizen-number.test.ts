import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { isLocalMailbox } from '../mail/local-mailbox.ts'
import { createOpenIdPortal, sessionOf } from '../testing/openid-portal.ts'
import type { Answer } from '../testing/test-app.ts'

let portal: Awaited<ReturnType<typeof createOpenIdPortal>>
beforeAll(async () => {
  portal = await createOpenIdPortal()
})
afterAll(() => portal.stop())
beforeEach(() => portal.test.setClock('2026-11-24T09:00:00Z'))

it('keeps no citizen number that a broker gives for a subject: not in the database, the log, a letter or an answer', async () => {
  const bsn = '123456782'
  const answers: string[] = []
  const keep = async (answer: Answer) => answers.push(JSON.stringify([answer.body, [...answer.headers]]))
  const claims = { name: 'Iemand', bsn, brin: bsn, kvk: bsn }
  const first = await portal.signIn('digid', { sub: bsn, claims })
  await keep(first)
  await keep(await portal.signIn('digid', { sub: bsn, claims }))
  await keep(await portal.signIn('school', { sub: bsn, claims }))
  await keep(await portal.signIn('club', { sub: bsn, claims }))
  // Where things go wrong after the provider has said it.
  const { browser, body } = await portal.goAndComeBack('digid', { sub: bsn, claims })
  await portal.test.db.sql`UPDATE openid_sign_in SET nonce = 'another'`
  await keep(await portal.finish(browser, body))
  portal.providers.digid.rotateKeys()
  portal.providers.digid.publishKeysOf(portal.providers.team)
  await keep(await portal.signIn('digid', { sub: bsn, claims }))
  portal.providers.digid.publishKeysOf(null)
  await keep(await portal.test.call('GET', '/external-identities', undefined, sessionOf(first)))
  await keep(
    await portal.test.call('POST', '/email-changes', { email: 'iemand@voorbeeld.nl' }, sessionOf(first)),
  )

  const tables = await portal.test.db.sql<{ name: string; rows: string }>`
    SELECT table_name AS name, query_to_xml('SELECT * FROM ' || quote_ident(table_name), true, false, '')::text AS rows
    FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`
  expect(tables.find(({ name }) => name === 'external_identity')?.rows).toContain(
    portal.providers.digid.issuer,
  )
  // Nor as it would look as bytes, or hashed without a key.
  const looks = [
    bsn,
    Buffer.from(bsn).toString('base64'),
    Buffer.from(bsn).toString('base64url'),
    Buffer.from(bsn).toString('hex'),
    createHmac('sha256', '').update(bsn).digest('base64'),
  ]
  const letters = isLocalMailbox(portal.test.deps.mailer) ? portal.test.deps.mailer.letters() : []
  expect(letters.length).toBeGreaterThan(0)
  expect(portal.logged()).toContain('openid-sign-in-failed')
  const places = {
    database: JSON.stringify(tables),
    log: portal.logged(),
    letters: JSON.stringify(letters),
    answers: answers.join(),
  }
  for (const look of looks) {
    for (const [place, text] of Object.entries(places))
      expect(text.includes(look), `${look} in the ${place}`).toBe(false)
  }
})

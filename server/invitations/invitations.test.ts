import { namedId } from '@portal/db/seed/named-id.ts'
import { municipalityId } from '@portal/db/seed/reference/load-reference.ts'
import { newId } from '@portal/shared/ids.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hashOfToken, newToken } from '../http/session.ts'
import { lettersTo, newestToken } from '../testing/read-letters.ts'
import { createTestApp } from '../testing/test-app.ts'

let test: Awaited<ReturnType<typeof createTestApp>>
let mother: string
let sara: string
let amir: string
beforeAll(async () => {
  test = await createTestApp()
  test.deps.settings.rateLimits = false
  mother = await test.signIn('ouder@demo.example')
  const children = (await test.call('GET', '/children', undefined, mother)).body.items ?? []
  const idOf = (name: string) => String(children.find((child) => child.firstName === name)?.id)
  sara = idOf('Sara')
  amir = idOf('Amir')
})
afterAll(() => test.drop())

const invite = (childId: string, email: string, as = 'guardian', cookie = mother) =>
  test.call('POST', `/children/${childId}/invitations`, { email, as }, cookie)
const accept = (token: string, cookie?: string) =>
  test.call('POST', '/invitations/acceptances', { token }, cookie)
const preview = (token: string, cookie?: string) =>
  test.call('POST', '/invitations/previews', { token }, cookie)
const cookieOf = (answer: { headers: Headers }) => answer.headers.get('Set-Cookie')?.split(';')[0] ?? ''
const openOnes = async (childId: string, cookie = mother) =>
  (await test.call('GET', `/children/${childId}/invitations`, undefined, cookie)).body.items ?? []

/** What everybody gets whose link does not work, whatever the reason. */
const invalid = { status: 410, body: { code: 'invitation-invalid' } }

async function aSchoolOwner() {
  const email = `directeur-${newId()}@demo.example`
  const id = newId()
  const [school] = await test.db.sql<{ id: string }>`
    SELECT school_id AS id FROM membership WHERE account_id = ${namedId('account', 'school@demo.example')}`
  const schoolId = school?.id ?? ''
  await test.db.sql`
    INSERT INTO account (municipality_id, id, email, created_at) VALUES (${municipalityId}, ${id}, ${email}, now())`
  await test.db.sql`
    INSERT INTO membership (municipality_id, id, account_id, role, school_id, is_owner)
    VALUES (${municipalityId}, ${newId()}, ${id}, 'school', ${schoolId}, true)`
  return { email, schoolId, cookie: await test.signIn(email) }
}

describe('an invitation', () => {
  it('signs in a parent without an account, who then sees the child', async () => {
    const made = await invite(sara, 'vader@voorbeeld.nl')
    expect(made).toMatchObject({ status: 201, body: { kind: 'guardian', isExpired: false } })
    const token = newestToken(test, 'vader@voorbeeld.nl')
    expect(await preview(token)).toMatchObject({
      status: 200,
      body: { kind: 'guardian', about: 'Sara', email: 'v…@voorbeeld.nl', reader: 'nobody' },
    })
    const accepted = await accept(token)
    expect(accepted).toMatchObject({ status: 201, body: { kind: 'guardian', childId: sara } })
    expect(accepted.body.me).toMatchObject({ email: 'vader@voorbeeld.nl', childCount: 1 })
    const seen = await test.call('GET', `/children/${sara}`, undefined, cookieOf(accepted))
    expect(seen).toMatchObject({ status: 200, body: { firstName: 'Sara' } })
    const [session] = await test.db.sql`
      SELECT s.method FROM sign_in_session s JOIN account a ON a.id = s.account_id WHERE a.email = 'vader@voorbeeld.nl'`
    expect(session).toEqual({ method: 'invitation' })
    expect(await openOnes(sara)).toEqual([])
  })

  it('works once, and not when it is unknown, tampered with, taken back, replaced or sent again', async () => {
    await invite(sara, 'eens@voorbeeld.nl')
    const used = newestToken(test, 'eens@voorbeeld.nl')
    expect((await accept(used)).status).toBe(201)
    await invite(sara, 'oma@voorbeeld.nl')
    const replaced = newestToken(test, 'oma@voorbeeld.nl')
    const second = await invite(sara, 'oma@voorbeeld.nl')
    const old = newestToken(test, 'oma@voorbeeld.nl')
    const renewal = await test.call(
      'POST',
      `/children/${sara}/invitations/${second.body.id}/renewal`,
      undefined,
      mother,
    )
    expect(renewal.status).toBe(200)
    const good = newestToken(test, 'oma@voorbeeld.nl')
    const tampered = `${good[0] === 'A' ? 'B' : 'A'}${good.slice(1)}`
    for (const token of [used, replaced, old, tampered, newToken(), 'x', `${good}x`]) {
      expect(await preview(token), token).toMatchObject(invalid)
      const answer = await accept(token)
      expect(answer, token).toMatchObject(invalid)
      expect(answer.headers.get('Set-Cookie')).toBe(null)
    }
    expect((await openOnes(sara)).map((each) => each.id)).toEqual([second.body.id])
    const back = await test.call(
      'DELETE',
      `/children/${sara}/invitations/${second.body.id}`,
      undefined,
      mother,
    )
    expect(back.status).toBe(204)
    expect(await accept(good)).toMatchObject(invalid)
    expect(await openOnes(sara)).toEqual([])
    // Nothing was made of it: not even an account.
    expect(await test.db.sql`SELECT 1 FROM account WHERE email = 'oma@voorbeeld.nl'`).toEqual([])
  })

  it('is no other kind of link, and no other municipality’s', async () => {
    await invite(sara, 'soort@voorbeeld.nl')
    const token = newestToken(test, 'soort@voorbeeld.nl')
    expect(await test.call('POST', '/sessions', { token })).toMatchObject({ status: 410 })
    await test.call('POST', '/sign-in-links', { email: 'soort@voorbeeld.nl' })
    expect(await accept(newestToken(test, 'soort@voorbeeld.nl'))).toMatchObject(invalid)
    expect((await preview(token)).status).toBe(200)
    const [foreign, account] = [newToken(), newId()]
    await test.db.sql`
      INSERT INTO municipality (id, name, time_zone, holiday_region, cycling_kmh) VALUES ('GM9999', 'Elders', 'Europe/Amsterdam', 'zuid', 12)`
    await test.db.sql`
      INSERT INTO account (municipality_id, id, email, created_at) VALUES ('GM9999', ${account}, 'team@elders.example', now())`
    await test.db.sql`
      INSERT INTO membership (municipality_id, id, account_id, role) VALUES ('GM9999', ${newId()}, ${account}, 'team')`
    await test.db.sql`
      INSERT INTO invitation (municipality_id, id, token_hash, kind, email, invited_by, created_at, expires_at)
      VALUES ('GM9999', ${newId()}, ${hashOfToken(foreign)}, 'team', 'soort@voorbeeld.nl', ${account}, '2026-11-24T08:00:00Z',
        '2026-12-01T08:00:00Z')`
    expect(await preview(foreign)).toMatchObject(invalid)
    expect(await accept(foreign)).toMatchObject(invalid)
    expect((await accept(token)).status).toBe(201)
  })

  it('ends after seven days, and can then be sent again', async () => {
    const { body } = await invite(sara, 'laat@voorbeeld.nl')
    const token = newestToken(test, 'laat@voorbeeld.nl')
    test.setClock('2026-12-01T08:59:59Z')
    expect((await preview(token)).status).toBe(200)
    test.setClock('2026-12-01T09:00:00Z')
    expect(await accept(token)).toMatchObject(invalid)
    expect(await openOnes(sara)).toMatchObject([{ id: body.id, isExpired: true }])
    const again = await test.call(
      'POST',
      `/children/${sara}/invitations/${body.id}/renewal`,
      undefined,
      mother,
    )
    expect(again).toMatchObject({ status: 200, body: { isExpired: false } })
    expect((await accept(newestToken(test, 'laat@voorbeeld.nl'))).status).toBe(201)
    test.setClock('2026-11-24T09:00:00Z')
  })

  it('is for its own address only: somebody else who is signed in is told so, and nothing is used up', async () => {
    await invite(sara, 'ouder2@demo.example')
    const token = newestToken(test, 'ouder2@demo.example')
    const stranger = await test.signIn('school@demo.example')
    expect(await preview(token, stranger)).toMatchObject({ body: { reader: 'somebody-else' } })
    expect(await accept(token, stranger)).toMatchObject({
      status: 409,
      body: { code: 'invitation-for-other-address' },
    })
    const reader = await test.signIn('ouder2@demo.example')
    expect(await preview(token, reader)).toMatchObject({ body: { reader: 'invited' } })
    const accepted = await accept(token, reader)
    expect(accepted.status).toBe(201)
    // They were signed in already.
    expect(accepted.headers.get('Set-Cookie')).toBe(null)
    expect(await accept(token, reader)).toMatchObject(invalid)
  })

  it('knows one address however its letters are written', async () => {
    await invite(sara, 'Tante.Els@Voorbeeld.NL')
    const first = newestToken(test, 'tante.els@voorbeeld.nl')
    await invite(sara, 'tante.els@voorbeeld.nl')
    expect(await openOnes(sara)).toHaveLength(1)
    expect(await accept(first)).toMatchObject(invalid)
    await accept(newestToken(test, 'tante.els@voorbeeld.nl'))
    expect(await invite(sara, 'TANTE.ELS@VOORBEELD.NL')).toMatchObject({
      status: 409,
      body: { code: 'already-member' },
    })
    await invite(amir, 'TANTE.ELS@VOORBEELD.NL')
    const reader = await test.signIn('tante.els@voorbeeld.nl')
    expect((await accept(newestToken(test, 'tante.els@voorbeeld.nl'), reader)).status).toBe(201)
    const accounts = await test.db.sql`SELECT 1 FROM account WHERE email = 'tante.els@voorbeeld.nl'`
    expect(accounts).toHaveLength(1)
  })

  it('that is accepted twice at the same time makes one of it', async () => {
    await invite(amir, 'dubbel@voorbeeld.nl')
    const token = newestToken(test, 'dubbel@voorbeeld.nl')
    const answers = await Promise.all(Array.from({ length: 6 }, () => accept(token)))
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 410, 410, 410, 410, 410])
    const [made] = await test.db.sql`
      SELECT count(DISTINCT a.id)::integer AS accounts, count(DISTINCT s.token_hash)::integer AS sessions
      FROM account a JOIN sign_in_session s ON s.account_id = a.id WHERE a.email = 'dubbel@voorbeeld.nl'`
    expect(made).toEqual({ accounts: 1, sessions: 1 })
  })

  it('tells nobody whether an address is known', async () => {
    const [known, unknown] = [
      await invite(amir, 'gezin1@demo.example'),
      await invite(amir, 'niemand@demo.example'),
    ]
    const shape = ({ status, body }: typeof known) => ({ status, keys: Object.keys(body).sort() })
    expect(shape(known)).toEqual(shape(unknown))
    expect(lettersTo(test, 'gezin1@demo.example')[0]?.subject).toBe(
      lettersTo(test, 'niemand@demo.example')[0]?.subject,
    )
  })

  it('leaves no token and no hash of it in the log, and its token nowhere', async () => {
    await invite(amir, 'spoor@voorbeeld.nl')
    const token = newestToken(test, 'spoor@voorbeeld.nl')
    await accept(token)
    const rows = await test.db.sql<{ text: string }>`
      SELECT l::text AS text FROM change_log l WHERE verb IN ('invite-guardian', 'accept-invitation') AND subject_id = ${amir}`
    expect(rows.length).toBeGreaterThan(1)
    const [kept] = await test.db.sql<{ hash: string }>`
      SELECT encode(token_hash, 'hex') AS hash FROM invitation WHERE email = 'spoor@voorbeeld.nl'`
    for (const { text } of rows) {
      expect(text).not.toContain(token)
      expect(text).not.toContain(kept?.hash)
      expect(text).not.toContain('spoor@')
    }
  })
})

describe('whoever invites', () => {
  it('brings nobody in after having been removed, not even when they come back later', async () => {
    const owner = await aSchoolOwner()
    const other = await aSchoolOwner()
    const made = await test.call(
      'POST',
      `/schools/${owner.schoolId}/invitations`,
      { email: 'juf@voorbeeld.nl', isOwner: true },
      owner.cookie,
    )
    expect(made.status).toBe(201)
    const token = newestToken(test, 'juf@voorbeeld.nl')
    const staff = await test.call('GET', `/schools/${owner.schoolId}/staff`, undefined, other.cookie)
    const member = staff.body.items?.find((each) => each.email === owner.email)
    const path = `/schools/${owner.schoolId}/staff/${member?.id}`
    expect((await test.call('PATCH', path, { isOwner: false }, other.cookie)).status).toBe(200)
    expect(await accept(token)).toMatchObject(invalid)
    await test.call('PATCH', path, { isOwner: true }, other.cookie)
    expect(await accept(token)).toMatchObject(invalid)
    const open = await test.call('GET', `/schools/${owner.schoolId}/invitations`, undefined, other.cookie)
    expect(open.body.items).toEqual([])
  })

  it('sends at most five letters a day from one place to one address, and is told when to try again', async () => {
    test.deps.settings.rateLimits = true
    const statuses: number[] = []
    for (let turn = 0; turn < 6; turn += 1) {
      const email = turn % 2 ? 'druk@voorbeeld.nl' : 'DRUK@voorbeeld.nl'
      const answer = await invite(amir, email)
      statuses.push(answer.status)
      if (answer.status === 429) expect(Number(answer.headers.get('Retry-After'))).toBeGreaterThan(0)
    }
    expect(statuses).toEqual([201, 201, 201, 201, 201, 429])
    // Neither that nor a stranger without the right keeps others from inviting that address.
    const stranger = await test.signIn('gezin2@demo.example')
    for (let turn = 0; turn < 6; turn += 1)
      expect((await invite(sara, 'druk@voorbeeld.nl', 'guardian', stranger)).status).toBe(404)
    expect((await invite(sara, 'druk@voorbeeld.nl')).status).toBe(201)
    test.deps.settings.rateLimits = false
  })

  it('cannot end or resend an invitation to a place of somebody else by way of their own', async () => {
    const { body } = await invite(sara, 'vreemd@voorbeeld.nl')
    const father = await test.signIn('gezin2@demo.example')
    const own = (await test.call('GET', '/children', undefined, father)).body.items?.[0]?.id
    for (const [method, path] of [
      ['DELETE', ''],
      ['POST', '/renewal'],
    ] as const) {
      const answer = await test.call(
        method,
        `/children/${own}/invitations/${body.id}${path}`,
        undefined,
        father,
      )
      expect(answer.status).toBe(404)
    }
    expect((await openOnes(sara)).map((each) => each.id)).toContain(body.id)
  })
})

describe('a young person', () => {
  /** A child of the mother, born so many years before the day of the test. */
  async function aChild(age: number) {
    const born = `${2026 - age}-11-24`
    const child = { firstName: 'Puck', lastName: 'Proef', birthDate: born, postcode: '5223AB' }
    return String((await test.call('POST', '/children', child, mother)).body.id)
  }

  it('is invited from 12 on, and sees only their own week', async () => {
    const young = await aChild(11)
    expect(await invite(young, 'te.jong@voorbeeld.nl', 'young')).toMatchObject({
      status: 422,
      body: { code: 'too-young-for-account', facts: { ageMin: 12 } },
    })
    const child = await aChild(12)
    expect((await invite(child, 'puck@voorbeeld.nl', 'young')).status).toBe(201)
    const accepted = await accept(newestToken(test, 'puck@voorbeeld.nl'))
    expect(accepted.body.me).toMatchObject({ ownChildId: child, childCount: 0 })
    const list = await test.call('GET', '/children', undefined, cookieOf(accepted))
    expect(list.body.items?.map((each) => each.id)).toEqual([child])
    // One account per child, and one child per account.
    expect(await invite(child, 'nog.een@voorbeeld.nl', 'young')).toMatchObject({
      status: 409,
      body: { code: 'has-own-account' },
    })
    const sibling = await aChild(14)
    await invite(sibling, 'puck@voorbeeld.nl', 'young')
    const token = newestToken(test, 'puck@voorbeeld.nl')
    expect(await accept(token)).toMatchObject({ status: 409, body: { code: 'is-another-young-person' } })
    // The refusal used nothing up.
    expect((await preview(token)).status).toBe(200)
  })

  it('of 16 has nobody brought in by a letter that a guardian sent before their birthday', async () => {
    const child = await aChild(15)
    await invite(child, 'bijna16@voorbeeld.nl', 'young')
    expect((await accept(newestToken(test, 'bijna16@voorbeeld.nl'))).status).toBe(201)
    test.setClock('2027-11-23T09:00:00Z')
    mother = await test.signIn('ouder@demo.example')
    // A day before they turn 16 their mother still invites.
    await test.db.sql`UPDATE child SET birth_date = '2011-11-24' WHERE id = ${child}`
    expect((await invite(child, 'op.het.laatst@voorbeeld.nl')).status).toBe(201)
    const token = newestToken(test, 'op.het.laatst@voorbeeld.nl')
    expect((await preview(token)).status).toBe(200)
    test.setClock('2027-11-24T09:00:00Z')
    expect((await preview(token)).status).toBe(410)
    expect(await accept(token)).toMatchObject({ status: 410, body: { code: 'invitation-invalid' } })
    test.setClock('2026-11-24T09:00:00Z')
    mother = await test.signIn('ouder@demo.example')
  })

  it('is not their own guardian, nor is a guardian the child', async () => {
    const child = await aChild(13)
    await invite(child, 'zelf@voorbeeld.nl', 'young')
    const asYoung = newestToken(test, 'zelf@voorbeeld.nl')
    await test.db.sql`
      INSERT INTO account (municipality_id, id, email, created_at) VALUES (${municipalityId}, ${newId()}, 'zelf@voorbeeld.nl', now())`
    await test.db.sql`
      INSERT INTO guardianship (municipality_id, account_id, child_id, created_at)
      SELECT municipality_id, id, ${child}, now() FROM account WHERE email = 'zelf@voorbeeld.nl'`
    expect(await accept(asYoung)).toMatchObject({ status: 409, body: { code: 'already-member' } })
  })

  it('that two letters made at the same time is one of the two', async () => {
    const child = await aChild(15)
    await invite(child, 'een@voorbeeld.nl', 'young')
    await invite(child, 'twee@voorbeeld.nl', 'young')
    const answers = await Promise.all(
      ['een@voorbeeld.nl', 'twee@voorbeeld.nl'].map((email) => accept(newestToken(test, email))),
    )
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409])
  })
})

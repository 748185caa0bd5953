import { namedId } from '@portal/db/seed/named-id.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createOpenIdPortal, meOf, sessionOf } from '../testing/openid-portal.ts'

let portal: Awaited<ReturnType<typeof createOpenIdPortal>>
beforeAll(async () => {
  portal = await createOpenIdPortal()
})
afterAll(() => portal.stop())
beforeEach(() => portal.test.setClock('2026-11-24T09:00:00Z'))

describe('whose account it is', () => {
  it('is that of the mail address, in whatever case, when a provider for staff verified it', async () => {
    const claims = { email: 'SCHOOL@Demo.Example', email_verified: true }
    expect(meOf(await portal.signIn('school', { sub: 'mail-1', claims })).id).toBe(
      namedId('account', 'school@demo.example'),
    )
  })

  it('is a new one when the address is not verified, or the provider is for parents', async () => {
    for (const [key, sub, email_verified] of [
      ['school', 'mail-2', false],
      ['school', 'mail-3', 'true'],
      ['digid', 'mail-4', true],
    ] as const) {
      const me = meOf(
        await portal.signIn(key, { sub, claims: { email: 'ouder@demo.example', email_verified } }),
      )
      expect(me.id).not.toBe(namedId('account', 'ouder@demo.example'))
      expect(me.email).toBe('')
    }
  })

  it('is never one of the team by the word of a provider for others', async () => {
    const claims = { email: 'team@demo.example', email_verified: true }
    const me = meOf(await portal.signIn('school', { sub: 'mail-5', claims }))
    expect(me).toMatchObject({ email: '', roles: ['guardian'] })
    const team = meOf(await portal.signIn('team', { sub: 'mail-6', claims }))
    expect(team).toMatchObject({ id: namedId('account', 'team@demo.example'), email: 'team@demo.example' })
  })

  it('is never a parent’s by the word of a provider for staff', async () => {
    const parent = await portal.test.signIn('ouder@demo.example')
    expect((await portal.test.call('GET', '/me', undefined, parent)).body.childCount).not.toBe(0)
    const claims = { email: 'ouder@demo.example', email_verified: true }
    const me = meOf(await portal.signIn('school', { sub: 'mail-7', claims }))
    expect(me).toMatchObject({ email: '', childCount: 0 })
    expect(me.id).not.toBe(namedId('account', 'ouder@demo.example'))
  })

  it.each([
    ['the same identity', 'twin', 'twin'],
    ['two of one address', 'sister', 'brother'],
  ])('is one, when two browsers sign in for the first time at once: %s', async (_, one, other) => {
    const claims = { email: `tegelijk-${one}@voorbeeld.nl`, email_verified: true }
    const both = []
    for (const sub of [one, other]) both.push(await portal.goAndComeBack('school', { sub, claims }))
    const answers = await Promise.all(both.map(({ browser, body }) => portal.finish(browser, body)))
    expect(answers.map(({ status }) => status)).toEqual([201, 201])
    expect(new Set(answers.map((answer) => meOf(answer).id)).size).toBe(1)
  })

  it('is the one that asked for it, when an identity is added while signed in', async () => {
    const session = await portal.test.signIn('ouder2@demo.example')
    const person = { sub: 'linked' }
    const added = await portal.signIn('digid', person, { link: true }, session)
    expect(added).toMatchObject({ status: 201, body: { me: { email: 'ouder2@demo.example' } } })
    expect(sessionOf(added)).toBeUndefined()
    expect((await portal.test.call('GET', '/me', undefined, session)).status).toBe(200)
    expect(meOf(await portal.signIn('digid', person)).email).toBe('ouder2@demo.example')

    const other = await portal.test.signIn('ouder@demo.example')
    expect(await portal.signIn('digid', person, { link: true }, other)).toMatchObject({
      status: 409,
      body: { code: 'identity-taken' },
    })
    expect(
      await portal.test.call('POST', '/openid-sign-ins', { provider: 'digid', link: true }),
    ).toMatchObject({
      status: 401,
    })
    // Begun by one, ended while another is signed in on the same machine.
    const { browser, body } = await portal.goAndComeBack('digid', { sub: 'shared' }, { link: true }, session)
    expect(await portal.finish(browser, body, other)).toMatchObject({ status: 410 })

    const list = await portal.test.call('GET', '/external-identities', undefined, session)
    expect(list.body.items).toEqual([
      expect.objectContaining({ label: 'Inloggen met digid', createdAt: '2026-11-24T09:00:00.000Z' }),
    ])
    const id = list.body.items?.[0]?.id
    expect((await portal.test.call('DELETE', `/external-identities/${id}`, undefined, session)).status).toBe(
      204,
    )
  })

  it('keeps its last way in', async () => {
    const answer = await portal.signIn('digid', { sub: 'only-way' })
    const session = sessionOf(answer)
    const list = await portal.test.call('GET', '/external-identities', undefined, session)
    const path = `/external-identities/${list.body.items?.[0]?.id}`
    expect(await portal.test.call('DELETE', path, undefined, session)).toMatchObject({
      status: 409,
      body: { code: 'last-way-in' },
    })
  })

  it('is found with an older key too, and is kept under the newest from then on', async () => {
    const person = { sub: 'older-key' }
    const before = meOf(await portal.signIn('digid', person)).id
    const old = portal.test.deps.settings.secretKeys
    const newest = 'another key of the tests, newer than the other'
    portal.test.deps.settings.secretKeys = [newest, ...old]
    expect(meOf(await portal.signIn('digid', person)).id).toBe(before)
    portal.test.deps.settings.secretKeys = [newest]
    expect(meOf(await portal.signIn('digid', person)).id).toBe(before)
    portal.test.deps.settings.secretKeys = old
  })
})

describe('what a provider says of somebody’s work', () => {
  const school = async (claims: object, sub: string) =>
    portal.signIn('school', { sub, claims: { ...claims } })

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
    const log = await portal.test.db.sql`
      SELECT after FROM change_log WHERE subject_kind = 'membership' AND by_account = ${meOf(answer).id}`
    expect(log).toHaveLength(1)
  })

  it('makes nobody of a school that it does not know, and says so', async () => {
    const before = await portal.countAccounts()
    for (const brin of ['99ZZ00', '13WW99', '123456782', ['99ZZ']]) {
      expect(await school({ brin }, 'stranger')).toMatchObject({
        status: 403,
        body: { code: 'claimed-school-unknown' },
      })
    }
    expect(await portal.countAccounts()).toBe(before)
    expect(meOf(await school({}, 'no-school')).roles).toEqual(['guardian'])
  })

  it('lets an owner be an owner', async () => {
    const claims = { email: 'school@demo.example', email_verified: true, brin: '13WW00' }
    expect(meOf(await school(claims, 'owner')).roles).toContain('school-owner')
  })

  it('makes a colleague of an organisation by its number, without sight of participants', async () => {
    await portal.test.db
      .sql`UPDATE provider SET chamber_number = '12345678' WHERE id = ${namedId('provider', 0)}`
    const answer = await portal.signIn('club', { sub: 'kvk', claims: { kvk: 12345678 } })
    expect(meOf(answer)).toMatchObject({
      roles: ['guardian', 'provider'],
      providers: [{ id: namedId('provider', 0), isOwner: false, maySeeParticipants: false }],
    })
    const byId = await portal.signIn('club', {
      sub: 'by-id',
      claims: { kvk: namedId('provider', 1).toUpperCase() },
    })
    expect(meOf(byId).roles).toContain('provider')
    await portal.test.db.sql`UPDATE provider SET status = 'rejected' WHERE id = ${namedId('provider', 0)}`
    expect(await portal.signIn('club', { sub: 'kvk-2', claims: { kvk: '12345678' } })).toMatchObject({
      status: 403,
      body: { code: 'claimed-organisation-unknown' },
    })
  })

  it('makes somebody of the team by one value, and not by a part of it', async () => {
    const team = await portal.signIn('team', { sub: 'group', claims: { groups: ['a', 'rijke-schooldag'] } })
    expect(meOf(team).roles).toEqual(['guardian', 'team'])
    const other = await portal.signIn('team', {
      sub: 'other-group',
      claims: { groups: 'rijke-schooldag-lezers' },
    })
    expect(meOf(other).roles).toEqual(['guardian'])
  })

  it('does not make a member of the team of whom a school names so', async () => {
    const answer = await school({ groups: ['rijke-schooldag'] }, 'sly')
    expect(meOf(answer).roles).toEqual(['guardian'])
  })
})

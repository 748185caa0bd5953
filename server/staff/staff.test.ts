import { namedId } from '@portal/db/seed/named-id.ts'
import { municipalityId } from '@portal/db/seed/reference/load-reference.ts'
import { newId } from '@portal/shared/ids.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newestToken } from '../testing/read-letters.ts'
import { createTestApp } from '../testing/test-app.ts'

let test: Awaited<ReturnType<typeof createTestApp>>
const providerId = namedId('provider', 0)
let owner: string
beforeAll(async () => {
  test = await createTestApp()
  test.deps.settings.rateLimits = false
  owner = await test.signIn('aanbieder@demo.example')
})
afterAll(() => test.drop())

const staffOf = async (cookie = owner, path = `/providers/${providerId}/staff`) =>
  (await test.call('GET', path, undefined, cookie)).body.items ?? []

/** Somebody who was invited by the owner and accepted. */
async function aColleague(rights: { isOwner?: boolean; maySeeParticipants?: boolean }) {
  const email = `collega-${newId()}@demo.example`
  const path = `/providers/${providerId}/invitations`
  expect((await test.call('POST', path, { email, ...rights }, owner)).status).toBe(201)
  const accepted = await test.call('POST', '/invitations/acceptances', { token: newestToken(test, email) })
  expect(accepted).toMatchObject({ status: 201, body: { kind: 'provider', providerId } })
  const member = (await staffOf()).find((each) => each.email === email)
  return { email, id: String(member?.id), cookie: await test.signIn(email) }
}

const participants = async (cookie: string) => {
  const [row] = await test.db.sql<{ id: string }>`
    SELECT o.id FROM offering o JOIN activity a ON a.id = o.activity_id WHERE a.provider_id = ${providerId} ORDER BY o.id LIMIT 1`
  return (await test.call('GET', `/offerings/${row?.id}/participants`, undefined, cookie)).status
}

describe('a colleague', () => {
  it('sees the participants only with that right, and loses it at once', async () => {
    const coach = await aColleague({ maySeeParticipants: true })
    const office = await aColleague({})
    expect(await participants(coach.cookie)).toBe(200)
    expect(await participants(office.cookie)).toBe(403)
    const path = `/providers/${providerId}/staff/${coach.id}`
    expect(await test.call('PATCH', path, { maySeeParticipants: false }, owner)).toMatchObject({
      status: 200,
      body: { maySeeParticipants: false, isOwner: false },
    })
    expect(await participants(coach.cookie)).toBe(403)
    await test.call('PATCH', path, { isOwner: true }, owner)
    expect(await participants(coach.cookie)).toBe(200)
    expect((await test.call('DELETE', path, undefined, owner)).status).toBe(204)
    expect(await participants(coach.cookie)).toBe(403)
    expect((await test.call('DELETE', path, undefined, owner)).status).toBe(404)
  })

  it('leaves without asking, and cannot remove, change or invite anybody', async () => {
    const [leaver, other] = [await aColleague({}), await aColleague({})]
    const path = `/providers/${providerId}/staff`
    for (const [method, address, body] of [
      ['DELETE', `${path}/${other.id}`, undefined],
      ['PATCH', `${path}/${leaver.id}`, { isOwner: true }],
      ['POST', `/providers/${providerId}/invitations`, { email: 'x@voorbeeld.nl' }],
    ] as const) {
      expect((await test.call(method, address, body, leaver.cookie)).status).toBe(403)
    }
    expect((await test.call('GET', path, undefined, leaver.cookie)).status).toBe(200)
    expect(
      (await test.call('DELETE', `${path.replace('/staff', '/own-membership')}`, undefined, leaver.cookie))
        .status,
    ).toBe(204)
    expect((await test.call('GET', path, undefined, leaver.cookie)).status).toBe(403)
    const [row] = await test.db.sql`
      SELECT verb, before FROM change_log WHERE subject_id = ${leaver.id} ORDER BY number DESC LIMIT 1`
    expect(row).toMatchObject({ verb: 'leave-staff', before: { role: 'provider', of: providerId } })
  })

  it('of one provider is nobody at another', async () => {
    const coach = await aColleague({ isOwner: true })
    const foreign = `/providers/${namedId('provider', 1)}/staff`
    expect((await test.call('GET', foreign, undefined, coach.cookie)).status).toBe(404)
    expect((await test.call('DELETE', `${foreign}/me`, undefined, coach.cookie)).status).toBe(404)
    // Nor can a member of one place be changed by way of another.
    const team = await test.signIn('team@demo.example')
    const answer = await test.call('PATCH', `${foreign}/${coach.id}`, { isOwner: false }, team)
    expect(answer.status).toBe(404)
  })
})

describe('the last owner', () => {
  /** Leaves the provider with these owners and nobody else. */
  async function onlyOwners(...ids: string[]) {
    await test.db.sql`
      DELETE FROM membership WHERE provider_id = ${providerId} AND NOT id = ANY (${ids}::uuid[])
        AND account_id <> ${namedId('account', 'aanbieder@demo.example')}`
  }

  it('cannot leave, be removed or stop owning, not even by the team', async () => {
    await onlyOwners()
    const [me] = await staffOf()
    const team = await test.signIn('team@demo.example')
    const path = `/providers/${providerId}/staff`
    const refused = { status: 409, body: { code: 'last-owner' } }
    for (const cookie of [owner, team]) {
      expect(await test.call('DELETE', `${path}/${me?.id}`, undefined, cookie)).toMatchObject(refused)
      expect(await test.call('PATCH', `${path}/${me?.id}`, { isOwner: false }, cookie)).toMatchObject(refused)
    }
    expect(
      await test.call('DELETE', `${path.replace('/staff', '/own-membership')}`, undefined, owner),
    ).toMatchObject(refused)
  })

  it('remains when two owners remove each other, leave or stop at the same time', async () => {
    const acts = [
      (path: string, id: string, by: string) => test.call('DELETE', `${path}/${id}`, undefined, by),
      (path: string, id: string, by: string) => test.call('PATCH', `${path}/${id}`, { isOwner: false }, by),
      (path: string, _: string, by: string) =>
        test.call('DELETE', `${path.replace('/staff', '/own-membership')}`, undefined, by),
    ]
    for (let turn = 0; turn < 9; turn += 1) {
      const other = await aColleague({ isOwner: true })
      const me = (await staffOf()).find((each) => each.email === 'aanbieder@demo.example')
      await onlyOwners(other.id)
      const act = acts[turn % acts.length]
      const path = `/providers/${providerId}/staff`
      const answers = await Promise.all([
        act?.(path, other.id, owner),
        act?.(path, String(me?.id), other.cookie),
      ])
      expect(answers.filter((answer) => (answer?.status ?? 500) < 300)).toHaveLength(1)
      for (const answer of answers) expect([200, 204, 404, 409]).toContain(answer?.status)
      const [left] = await test.db.sql`
        SELECT count(*)::integer AS count FROM membership WHERE provider_id = ${providerId} AND is_owner`
      expect(left).toEqual({ count: 1 })
      await test.db.sql`DELETE FROM membership WHERE provider_id = ${providerId}`
      await test.db.sql`
        INSERT INTO membership (municipality_id, id, account_id, role, provider_id, is_owner)
        VALUES (${municipalityId}, ${newId()}, ${namedId('account', 'aanbieder@demo.example')}, 'provider', ${providerId}, true)`
    }
  })
})

describe('the programme team', () => {
  it('invites the first owner of a school, who invites colleagues', async () => {
    const team = await test.signIn('team@demo.example')
    const [school] = await test.db.sql<{ id: string; name: string }>`
      SELECT id, name FROM school s WHERE NOT EXISTS (SELECT 1 FROM membership b WHERE b.school_id = s.id) ORDER BY id LIMIT 1`
    const path = `/schools/${school?.id}`
    const directeur = 'directeur@voorbeeld.nl'
    await test.call('POST', `${path}/invitations`, { email: directeur, isOwner: true }, team)
    const token = newestToken(test, directeur)
    const preview = await test.call('POST', '/invitations/previews', { token })
    expect(preview.body).toMatchObject({ kind: 'school', about: school?.name, isOwner: true })
    await test.call('POST', '/invitations/acceptances', { token })
    const cookie = await test.signIn(directeur)
    expect(await staffOf(cookie, `${path}/staff`)).toMatchObject([
      { email: directeur, isOwner: true, isMe: true },
    ])
    const answer = await test.call('POST', `${path}/invitations`, { email: 'leraar@voorbeeld.nl' }, cookie)
    expect(answer).toMatchObject({ status: 201, body: { kind: 'school', isOwner: false } })
  })

  it('keeps one member, also when two remove each other at the same time', async () => {
    const team = await test.signIn('team@demo.example')
    const memberId = async (email: string) =>
      String((await staffOf(team, '/team-members')).find((each) => each.email === email)?.id)
    const own = await memberId('team@demo.example')
    expect(await test.call('DELETE', `/team-members/${own}`, undefined, team)).toMatchObject({
      status: 409,
      body: { code: 'last-team-member' },
    })
    for (let turn = 0; turn < 6; turn += 1) {
      const email = `teamlid-${turn}@demo.example`
      await test.call('POST', '/team-invitations', { email }, team)
      await test.call('POST', '/invitations/acceptances', { token: newestToken(test, email) })
      const [first, second] = [await memberId('team@demo.example'), await memberId(email)]
      const answers = await Promise.all([
        test.call('DELETE', `/team-members/${second}`, undefined, team),
        test.call('DELETE', `/team-members/${first}`, undefined, await test.signIn(email)),
      ])
      expect(answers.filter(({ status }) => status === 204)).toHaveLength(1)
      const [left] = await test.db.sql`SELECT count(*)::integer AS count FROM membership WHERE role = 'team'`
      expect(left).toEqual({ count: 1 })
      await test.db
        .sql`UPDATE membership SET account_id = ${namedId('account', 'team@demo.example')} WHERE role = 'team'`
    }
  })
})

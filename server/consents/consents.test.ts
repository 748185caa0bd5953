import { namedId } from '@portal/db/seed/named-id.ts'
import { municipalityId } from '@portal/db/seed/reference/load-reference.ts'
import { newId } from '@portal/shared/ids.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Letter } from '../mail/mailer.ts'
import { addGuardian, publishOffering, tablesWith } from '../testing/family.ts'
import { findBrokenPromises } from '../testing/find-broken-promises.ts'
import { lettersTo, newestToken } from '../testing/read-letters.ts'
import { guardianOf, makeClass, type SchoolClass } from '../testing/school-class.ts'
import { createTestApp } from '../testing/test-app.ts'
import { consentToken } from './consent-token.ts'
import { sendConsentLetters } from './send-consent-letters.ts'

let test: Awaited<ReturnType<typeof createTestApp>>
let school: string
let group: SchoolClass
let offeringId: string
let childId: string
let guardian: string
beforeEach(async () => {
  test = await createTestApp()
  test.deps.settings.rateLimits = false
  school = await test.signIn('school@demo.example')
  group = await makeClass(test.db, 2)
  childId = group.childIds[0] ?? ''
  guardian = guardianOf(group.groupId, 0)
  offeringId = await publishOffering(test, { title: 'Turnen', neighbourhoods: ['WK079611'], capacity: 5 })
})
afterEach(() => test.drop())

/** Letters leave by themselves, beside the answer. */
async function lettersSent() {
  await sendConsentLetters(test.deps)
  const unsent = () => test.db.sql`SELECT 1 FROM consent_request WHERE sent_at IS NULL`
  for (let tries = 0; (await unsent()).length > 0 && tries < 100; tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 20))
}
async function enrol(child = childId): Promise<string> {
  const answer = await test.call('POST', '/enrolments', { childId: child, offeringId }, school)
  expect(answer).toMatchObject({ status: 201, body: { status: 'awaiting_consent' } })
  await lettersSent()
  return String(answer.body.id)
}
const answer = (token: string, said: string) => test.call('POST', '/consents', { token, answer: said })
const preview = (token: string) => test.call('POST', '/consents/previews', { token })
const statusOf = async (id: string) =>
  (
    await test.db.sql<{ status: string; until: Date | null }>`
    SELECT status, consent_until AS until FROM enrolment WHERE id = ${id}`
  )[0]

describe('a letter to every guardian', () => {
  it('is answered without signing in; looking uses nothing up, and a yes makes the place firm, once', async () => {
    await addGuardian(test, childId, 'ouder2@demo.example')
    const id = await enrol()
    expect(lettersTo(test, 'ouder2@demo.example')).toHaveLength(1)
    const [letter] = lettersTo(test, guardian)
    expect(letter?.subject).not.toContain('Kind0')
    expect(letter?.text).toContain('heeft Kind0 ingeschreven voor Turnen')
    expect(letter?.text).toContain('voor dinsdag 1 december om 10.00 uur')
    const token = newestToken(test, guardian)
    for (let times = 0; times < 2; times += 1)
      expect(await preview(token)).toMatchObject({
        status: 200,
        body: {
          child: { firstName: 'Kind0' },
          offering: { title: 'Turnen', startTime: '10:00' },
          until: '2026-12-01T09:00:00.000Z',
        },
      })
    expect((await preview(token)).body.child).toEqual({ firstName: 'Kind0' })
    expect((await statusOf(id))?.status).toBe('awaiting_consent')
    expect(await answer(token, 'yes')).toMatchObject({ status: 201, body: { status: 'placed' } })
    expect(await statusOf(id)).toEqual({ status: 'placed', until: null })
    for (const said of ['yes', 'no', 'yes-always'])
      expect(await answer(token, said)).toMatchObject({ status: 410, body: { code: 'consent-answered' } })
    // Nor can the other parent any more, by a letter of their own.
    const other = newestToken(test, 'ouder2@demo.example')
    expect(await answer(other, 'no')).toMatchObject({ status: 410, body: { code: 'consent-answered' } })
    const [event] = await test.db.sql<{ by: string; reason: string }>`
      SELECT by_account AS by, reason FROM enrolment_event WHERE enrolment_id = ${id} ORDER BY number DESC LIMIT 1`
    expect(event).toEqual({ by: group.guardianIds[0], reason: 'guardian consented' })
    expect(await tablesWith(test, token)).toEqual([])
    expect(await findBrokenPromises(test.db)).toEqual([])
  })

  it('with a no gives the place to whoever waits', async () => {
    await test.db.sql`UPDATE offering SET capacity = 1 WHERE id = ${offeringId}`
    const id = await enrol()
    const [second = ''] = group.childIds.slice(1)
    const waits = await test.call('POST', '/enrolments', { childId: second, offeringId }, school)
    expect(waits.body).toMatchObject({ status: 'waitlisted', position: 1 })
    expect((await answer(newestToken(test, guardian), 'no')).body).toMatchObject({ status: 'declined' })
    expect((await statusOf(id))?.status).toBe('declined')
    expect((await statusOf(String(waits.body.id)))?.status).toBe('offered')
    // The guardian’s yes to the offer is the consent.
    const parent = await test.signIn(guardianOf(group.groupId, 1))
    expect(
      (await test.call('POST', `/enrolments/${waits.body.id}/acceptance`, undefined, parent)).status,
    ).toBe(200)
    expect((await statusOf(String(waits.body.id)))?.status).toBe('placed')
    expect(await findBrokenPromises(test.db)).toEqual([])
  })

  it('says of each link that does not work why: cut off, of nobody here, too late, or withdrawn meanwhile', async () => {
    const id = await enrol()
    const token = newestToken(test, guardian)
    const turned = `${token.slice(0, 30)}${token[30] === 'a' ? 'b' : 'a'}${token.slice(31)}`
    const foreign = consentToken(test.deps.settings, newId())
    const stranger = consentToken({ secretKeys: ['a key of another portal, long enough to sign'] }, newId())
    const says = async (what: string, code: string) => {
      for (const ask of [preview(what), answer(what, 'yes')])
        expect(await ask).toMatchObject({ status: 410, body: { code } })
    }
    await says(token.slice(0, -5), 'consent-link-invalid')
    await says(turned, 'consent-link-invalid')
    await says(stranger, 'consent-link-invalid')
    await says(foreign, 'consent-link-foreign')
    test.setClock('2026-12-01T09:00:00Z')
    await says(token, 'consent-expired')
    test.setClock('2026-11-24T09:00:00Z')
    await addGuardian(test, childId, 'ouder2@demo.example')
    await test.db
      .sql`DELETE FROM guardianship WHERE child_id = ${childId} AND account_id = ${group.guardianIds[0] ?? ''}`
    await says(token, 'consent-link-foreign')
    await addGuardian(test, childId, 'ouder@demo.example')
    await test.db.sql`
      INSERT INTO guardianship (municipality_id, account_id, child_id, created_at)
      VALUES (${municipalityId}, ${group.guardianIds[0] ?? ''}, ${childId}, now())`
    expect((await test.call('POST', `/enrolments/${id}/withdrawal`, undefined, school)).status).toBe(200)
    await says(token, 'consent-ended')
    expect(await statusOf(id)).toEqual({ status: 'withdrawn', until: null })
  })

  it('is won by one of two parents who answer at the same moment', async () => {
    await addGuardian(test, childId, 'ouder2@demo.example')
    const id = await enrol()
    const tokens = [newestToken(test, guardian), newestToken(test, 'ouder2@demo.example')]
    const answers = await Promise.all(tokens.map((token, index) => answer(token, index ? 'no' : 'yes')))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 410])
    const won = answers.find(({ status }) => status === 201)?.body.status
    expect((await statusOf(id))?.status).toBe(won)
    expect(await findBrokenPromises(test.db)).toEqual([])
  })

  it('is not lost when it could not be sent, nor sent twice by two processes at once', async () => {
    const sent: Letter[] = []
    let isDown = true
    const mailer = {
      ...test.deps.mailer,
      send: (letter: Letter) => {
        if (isDown) return Promise.reject(new Error('no mail server'))
        sent.push(letter)
        return new Promise<void>((resolve) => setTimeout(resolve, 300))
      },
    }
    const deps = { ...test.deps, mailer }
    const id = newId()
    await test.db.sql`
      INSERT INTO enrolment (municipality_id, id, child_id, offering_id, status, joined_at, busy, consent_until, changed_at, change_reason)
      SELECT ${municipalityId}, ${id}, ${childId}, id, 'awaiting_consent', now(), busy, '2026-12-01T09:00:00Z', now(), 'enrolled by school'
      FROM offering WHERE id = ${offeringId}`
    const ask = async (number: number) => {
      const account = newId()
      await test.db.sql`
        INSERT INTO account (municipality_id, id, email, created_at) VALUES (${municipalityId}, ${account}, ${`g${number}@voorbeeld.nl`}, now())`
      await test.db.sql`
        INSERT INTO guardianship (municipality_id, account_id, child_id, created_at) VALUES (${municipalityId}, ${account}, ${childId}, now())`
      await test.db.sql`
        INSERT INTO consent_request (municipality_id, id, enrolment_id, account_id, token_hash, created_at, try_at)
        VALUES (${municipalityId}, ${newId()}, ${id}, ${account}, decode(md5(${account}::text) || md5('x' || ${account}::text), 'hex'),
          ${test.deps.clock()}, ${test.deps.clock()})`
    }
    for (let number = 0; number < 35; number += 1) await ask(number)
    await sendConsentLetters(deps)
    expect(await test.db.sql`SELECT 1 FROM consent_request WHERE sent_at IS NULL AND tries = 1`).toHaveLength(
      35,
    )
    isDown = false
    const open = async () =>
      (
        await test.db.sql`
          SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'`
      ).length
    // Not at once again: the mail server gets a minute.
    await sendConsentLetters(deps)
    expect(sent).toHaveLength(0)
    test.setClock('2026-11-24T09:01:00Z')
    const rounds = Promise.all([1, 2, 3].map(() => sendConsentLetters(deps)))
    // However long the mail server takes, no transaction waits for it.
    await expect.poll(() => sent.length).toBeGreaterThan(0)
    expect(await open()).toBe(0)
    await rounds
    await sendConsentLetters(deps)
    expect(new Set(sent.map(({ to }) => to)).size).toBe(35)
    expect(sent).toHaveLength(35)
  })
})

describe('an answer of who is signed in', () => {
  it('is for the family only, the same again changes nothing, and another one comes too late', async () => {
    const id = await enrol()
    const parent = await test.signIn(guardian)
    const path = `/enrolments/${id}/consents`
    const shown = await test.call('GET', `/enrolments/${id}`, undefined, parent)
    expect(shown.body).toMatchObject({ status: 'awaiting_consent', consentUntil: '2026-12-01T09:00:00.000Z' })
    expect((await test.call('POST', path, { answer: 'yes' }, school)).status).toBe(404)
    expect(
      (await test.call('POST', path, { answer: 'yes' }, await test.signIn('ouder@demo.example'))).status,
    ).toBe(404)
    for (let times = 0; times < 2; times += 1)
      expect(await test.call('POST', path, { answer: 'yes' }, parent)).toMatchObject({
        status: 200,
        body: { status: 'placed' },
      })
    expect(await test.call('POST', path, { answer: 'no' }, parent)).toMatchObject({
      status: 410,
      body: { code: 'consent-answered' },
    })
    const changes = await test.call('GET', `/children/${childId}/changes`, undefined, parent)
    expect(changes.body.items).toMatchObject([
      { verb: 'enrolment', status: 'placed', by: { role: 'you' } },
      { verb: 'enrolment', status: 'awaiting_consent', by: { role: 'school', name: 'Marieke Smits' } },
    ])
  })

  it('can come from the parent who claims the child later, by the code of the school', async () => {
    const lone = await makeClass(test.db, 1, { families: false })
    const [child = ''] = lone.childIds
    const id = await enrol(child)
    const codes = await test.call(
      'POST',
      `/schools/${lone.schoolId}/claim-codes`,
      { childIds: [child] },
      school,
    )
    const { code } = codes.body.items?.[0] ?? {}
    const parent = await test.signIn('ouder2@demo.example')
    expect((await test.call('POST', '/claims', { code }, parent)).status).toBe(201)
    expect(await test.call('POST', `/enrolments/${id}/consents`, { answer: 'yes' }, parent)).toMatchObject({
      status: 200,
      body: { status: 'placed' },
    })
  })

  it('goes on standing when it was for good, until it is taken back', async () => {
    await enrol()
    expect((await answer(newestToken(test, guardian), 'yes-always')).status).toBe(201)
    const parent = await test.signIn(guardian)
    const standing = () => test.call('GET', `/children/${childId}/school-consent`, undefined, parent)
    expect((await standing()).body).toMatchObject({
      isNeeded: true,
      school: { id: group.schoolId },
      given: { byYou: true },
    })
    const other = await publishOffering(test, {
      title: 'Judo',
      neighbourhoods: ['WK079611'],
      date: '2027-01-23',
    })
    const again = await test.call('POST', '/enrolments', { childId, offeringId: other }, school)
    expect(again.body.status).toBe('placed')
    expect((await test.call('DELETE', `/children/${childId}/school-consent`, undefined, parent)).status).toBe(
      204,
    )
    expect((await standing()).body.given).toBe(null)
    // What stands stays; what comes is asked.
    expect((await statusOf(String(again.body.id)))?.status).toBe('placed')
    const third = await publishOffering(test, {
      title: 'Dans',
      neighbourhoods: ['WK079611'],
      date: '2027-01-30',
    })
    const asked = await test.call('POST', '/enrolments', { childId, offeringId: third }, school)
    expect(asked.body.status).toBe('awaiting_consent')
    const put = (schoolId: string) =>
      test.call('PUT', `/children/${childId}/school-consent`, { schoolId }, parent)
    expect(await put(newId())).toMatchObject({ status: 409, body: { code: 'changed-meanwhile' } })
    expect((await put(group.schoolId)).body).toMatchObject({ given: { byYou: true } })
    // It goes with who gave it.
    await addGuardian(test, childId, 'ouder2@demo.example')
    const me = group.guardianIds[0] ?? ''
    expect(
      (await test.call('DELETE', `/children/${childId}/guardians/${me}`, undefined, parent)).status,
    ).toBe(204)
    expect(await test.db.sql`SELECT 1 FROM school_consent WHERE child_id = ${childId}`).toEqual([])
  })
})

it('asks nobody about the demonstration pupils, whose guardians said yes for good', async () => {
  const [sara] = await test.db.sql<{ id: string }>`
    SELECT c.id FROM child c JOIN guardianship u ON u.child_id = c.id
    WHERE u.account_id = ${namedId('account', 'ouder@demo.example')} AND c.first_name = 'Sara'`
  const made = await test.call('POST', '/enrolments', { childId: sara?.id, offeringId }, school)
  expect(made).toMatchObject({ status: 201, body: { status: 'placed' } })
})

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  activity as anActivity,
  application as anApplication,
  approval,
  decide,
  lettersTo,
  logOf,
  newcomer,
} from '../testing/organisation-cases.ts'
import { createTestApp } from '../testing/test-app.ts'

let test: Awaited<ReturnType<typeof createTestApp>>
let applicant: string
let team: string
let id: unknown
let number = 0
/** Each test has an organisation, a person and a day of its own in the one city. */
let application: typeof anApplication
let owner: string
const activity = (over: object = {}) =>
  anActivity({
    sessions: [{ date: `2027-05-${10 + number}`, startTime: '18:00', endTime: '19:00' }],
    ...over,
  })

beforeAll(async () => {
  test = await createTestApp()
})
afterAll(() => test.drop())
beforeEach(async () => {
  number += 1
  test.setClock('2026-11-24T09:00:00Z')
  const chamberNumber = `${12_345_600 + number}`
  application = {
    ...anApplication,
    name: `Judoclub De Band ${number}`,
    email: `info${number}@deband.example`,
    chamberNumber: `${chamberNumber.slice(0, 4)} ${chamberNumber.slice(4)}`,
  }
  owner = `noor${number}@deband.example`
  applicant = await newcomer(test, owner)
  team = await test.signIn('team@demo.example')
  const answer = await test.call('POST', '/providers', application, applicant)
  expect(answer).toMatchObject({ status: 201, body: { status: 'applied', chamberNumber } })
  id = answer.body.id
})

const publish = (cookie = applicant) =>
  test.call('POST', '/offerings', activity({ status: 'published' }), cookie)
const inCatalogue = async (offeringId: unknown) =>
  (await test.call('GET', '/offerings?q=judo&from=2027-05-01&pageSize=100')).body.items?.some(
    (each) => each.id === offeringId,
  )

describe('who applies', () => {
  it('owns the organisation from then on, is told by mail that it is in, and leaves a trace', async () => {
    const me = await test.call('GET', '/me', undefined, applicant)
    expect(me.body.providers).toEqual([
      { id, name: application.name, status: 'applied', isOwner: true, maySeeParticipants: true },
    ])
    expect(await logOf(test, id)).toMatchObject([
      {
        verb: 'apply-as-provider',
        before: null,
        after: { name: application.name, agreesToSafetyCode: true },
      },
    ])
    for (const address of [owner, application.email])
      expect(lettersTo(test, address)[0]?.subject).toBe('Uw aanmelding is binnen')
  })

  it('puts no line or link of its own into the letter to an address that nobody has proven', async () => {
    const name = 'Klik op http://nep.example/inloggen of nep.example'
    const sent = {
      ...application,
      name,
      email: `slachtoffer${number}@x.example`,
      chamberNumber: `876543${number + 10}`,
    }
    const cookie = await newcomer(test, `nep${number}@x.example`)
    expect(await test.call('POST', '/providers', sent, cookie)).toMatchObject({ status: 201 })
    const [letter] = lettersTo(test, sent.email)
    expect(letter?.text).not.toContain('nep.example')
    expect(letter?.links).toEqual([new URL('/aanbieder/gegevens', test.deps.settings.publicUrl).href])
    for (let more = 1; more <= 20; more += 1) {
      const other = { ...sent, chamberNumber: String(87_000_000 + more) }
      const answer = await test.call(
        'POST',
        '/providers',
        other,
        await newcomer(test, `nep${number}-${more}@x.example`),
      )
      expect(answer.status).toBe(more <= 19 ? 201 : 429)
    }
  })

  it('is refused with a chamber number that is in use, also when two apply at once, and keeps nothing', async () => {
    const again = await test.call(
      'POST',
      '/providers',
      application,
      await newcomer(test, `b${number}@x.example`),
    )
    expect(again).toMatchObject({ status: 409, body: { code: 'chamber-number-in-use' } })
    const both = await Promise.all(
      ['c@x.example', 'd@x.example'].map(async (email) => {
        const cookie = await newcomer(test, email)
        return test.call('POST', '/providers', { ...application, chamberNumber: '87654321' }, cookie)
      }),
    )
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409])
    const [kept] = await test.db
      .sql`SELECT count(*)::integer AS count FROM provider WHERE name = ${application.name}`
    expect(kept).toEqual({ count: 2 })
  })

  it('has to agree with the code for the safety of children, and is told all that is wrong at once', async () => {
    const wrong = { ...application, agreesToSafetyCode: false, chamberNumber: '12', phone: 'x' }
    const answer = await test.call('POST', '/providers', wrong, applicant)
    expect(answer.status).toBe(422)
    expect((answer.body.errors as { pointer: string }[]).map(({ pointer }) => pointer).sort()).toEqual([
      '/agreesToSafetyCode',
      '/chamberNumber',
      '/phone',
    ])
  })

  it('prepares drafts, and publishes nothing before approval, by no way', async () => {
    const draft = await test.call('POST', '/offerings', activity(), applicant)
    expect(draft).toMatchObject({ status: 201, body: { status: 'draft', provider: { id } } })
    expect(await publish()).toMatchObject({ status: 409, body: { code: 'provider-not-approved' } })
    const shown = await test.call('PATCH', `/offerings/${draft.body.id}`, { status: 'published' }, applicant)
    expect(shown).toMatchObject({ status: 409, body: { code: 'provider-not-approved' } })
    expect((await test.call('GET', `/offerings/${draft.body.id}`)).status).toBe(404)

    expect(await decide(test, id, { ...approval, conditions: 'Altijd twee begeleiders.' })).toMatchObject({
      status: 200,
      body: { status: 'approved', conditions: 'Altijd twee begeleiders.', vogState: 'valid' },
    })
    const now = await test.call('PATCH', `/offerings/${draft.body.id}`, { status: 'published' }, applicant)
    expect(now).toMatchObject({ status: 200, body: { status: 'published' } })
    expect(await inCatalogue(draft.body.id)).toBe(true)
  })

  it('stops being let in after ten applications on a day', async () => {
    for (let number = 1; number < 10; number += 1) {
      const one = { ...application, chamberNumber: String(20_000_000 + number) }
      expect((await test.call('POST', '/providers', one, applicant)).status).toBe(201)
    }
    const answer = await test.call(
      'POST',
      '/providers',
      { ...application, chamberNumber: '30000000' },
      applicant,
    )
    expect(answer).toMatchObject({ status: 429, body: { code: 'rate-limited' } })
  })
})

describe('the team', () => {
  it('finds who waits first, by status and by text', async () => {
    const all = await test.call('GET', '/providers?pageSize=100', undefined, team)
    const statuses = all.body.items?.map((each) => each.status) ?? []
    expect(all.body.waiting).toBeGreaterThan(1)
    expect(statuses.lastIndexOf('applied')).toBe(Number(all.body.waiting) - 1)
    const found = await test.call('GET', `/providers?status=applied&q=dé bánd ${number}`, undefined, team)
    expect(found.body.items?.map((each) => each.id)).toEqual([id])
    expect((await test.call('GET', '/providers?q=%25', undefined, team)).body.total).toBe(0)
    expect(
      (await test.call('GET', `/providers?q=${application.chamberNumber.replace(' ', '')}`, undefined, team))
        .body.total,
    ).toBe(1)
  })

  it('sees all that an organisation gave, its staff and its offerings', async () => {
    await test.call('POST', '/offerings', activity(), applicant)
    const seen = await test.call('GET', `/providers/${id}`, undefined, team)
    expect(seen.body).toMatchObject({
      name: application.name,
      phone: application.phone,
      offers: application.offers,
      offerings: [{ title: 'Judo', status: 'draft', taken: 0 }],
      staff: [{ email: owner, isOwner: true }],
      children: { placed: 0, waiting: 0 },
    })
  })

  it('gives a reason for a no, and what it needs to know for a yes', async () => {
    const pointers = async (decision: object) => {
      const answer = await decide(test, id, decision)
      expect(answer.status).toBe(422)
      return (answer.body.errors as { pointer: string }[]).map(({ pointer }) => pointer)
    }
    expect(await pointers({ decision: 'reject' })).toEqual(['/reason'])
    expect(await pointers({ decision: 'reject', reason: 'nee' })).toEqual(['/reason'])
    expect((await pointers({ decision: 'approve' })).sort()).toEqual(['/hasSafetyCode', '/vogValidUntil'])
    expect(await pointers({ ...approval, vogValidUntil: '2026-11-23' })).toEqual(['/vogValidUntil'])
    expect(await decide(test, id, { decision: 'suspend', reason: 'Klachten van ouders.' })).toMatchObject({
      status: 409,
      body: { code: 'status-does-not-allow' },
    })
  })

  it('of two members who decide at once lets one, and the other look again', async () => {
    const seen = await test.call('GET', `/providers/${id}`, undefined, team)
    const at = { version: seen.body.version }
    const answers = await Promise.all([
      test.call('POST', `/providers/${id}/decisions`, { ...at, ...approval }, team),
      test.call(
        'POST',
        `/providers/${id}/decisions`,
        { ...at, decision: 'reject', reason: 'Onvolledig ingevuld.' },
        team,
      ),
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('changed-meanwhile')
    expect((await logOf(test, id)).length).toBe(2)
    expect(lettersTo(test, application.email).length).toBe(2)
  })

  it('writes to the organisation what was decided and why, in plain Dutch', async () => {
    await decide(test, id, { decision: 'reject', reason: 'Wij missen een tweede begeleider.' })
    expect(lettersTo(test, owner)[0]).toMatchObject({
      subject: 'Uw aanmelding is niet goedgekeurd',
      text: expect.stringContaining('Wij missen een tweede begeleider.'),
    })
    await decide(test, id, { ...approval, conditions: 'Altijd twee begeleiders.' })
    const [letter] = lettersTo(test, owner)
    expect(letter?.text).toContain('tot en met 24 november 2027')
    expect(letter?.text).toContain('Altijd twee begeleiders.')
    expect(letter?.text).not.toContain('tweede begeleider.\n\nDe reden')
    expect(letter?.links[0]).toMatch(/\/aanbieder$/)
  })

  it('cannot approve an old application whose chamber number somebody else has now', async () => {
    await decide(test, id, { decision: 'reject', reason: 'Onvolledig ingevuld.' })
    const other = await newcomer(test, 'ander@x.example')
    expect((await test.call('POST', '/providers', application, other)).status).toBe(201)
    expect(await decide(test, id, approval)).toMatchObject({
      status: 409,
      body: { code: 'chamber-number-in-use' },
    })
  })
})

describe('suspending', () => {
  let offeringId: unknown
  let parent: string
  let childId: unknown
  beforeEach(async () => {
    await decide(test, id, approval)
    offeringId = (await publish()).body.id
    parent = await test.signIn('ouder@demo.example')
    const children = await test.call('GET', '/children', undefined, parent)
    childId = children.body.items?.find((each) => each.firstName === 'Sara')?.id
    const enrolled = await test.call('POST', '/enrolments', { childId, offeringId }, parent)
    expect(enrolled).toMatchObject({ status: 201, body: { status: 'placed' } })
    const seen = await test.call('GET', `/providers/${id}`, undefined, team)
    // What the team is told beforehand.
    expect(seen.body.children).toEqual({ placed: 1, waiting: 0 })
    const answer = await decide(test, id, { decision: 'suspend', reason: 'Klachten van ouders.' })
    expect(answer).toMatchObject({ status: 200, body: { status: 'suspended' } })
  })

  it('hides what was public at once: for the public it is not there, its own people read why, families keep their place', async () => {
    expect((await test.call('GET', `/offerings/${offeringId}`)).status).toBe(404)
    expect(await inCatalogue(offeringId)).toBe(false)
    const stranger = await test.signIn('ouder2@demo.example')
    expect((await test.call('GET', `/offerings/${offeringId}`, undefined, stranger)).status).toBe(404)
    for (const cookie of [applicant, team, parent])
      expect(await test.call('GET', `/offerings/${offeringId}`, undefined, cookie)).toMatchObject({
        status: 200,
        body: { status: 'hidden', hiddenBecause: 'provider-not-approved', taken: 1 },
      })
    const enrolments = await test.call('GET', '/enrolments?pageSize=100', undefined, parent)
    const own = enrolments.body.items?.find((each) => (each.offering as { id: string }).id === offeringId)
    expect(own?.status).toBe('placed')
    expect(await logOf(test, offeringId)).toMatchObject([
      { verb: 'create-offering' },
      { verb: 'hide-offering', before: { status: 'published' }, after: { because: 'provider-not-approved' } },
    ])
    expect(lettersTo(test, application.email)[0]?.text).toContain('Klachten van ouders.')
  })

  it('shows its people who has a place, no longer who waits; and nobody once it is rejected', async () => {
    const seen = async () => {
      const answer = await test.call('GET', `/offerings/${offeringId}/participants`, undefined, applicant)
      return answer.status === 200 ? answer.body.items?.map((each) => each.status) : answer.status
    }
    await decide(test, id, { decision: 'reinstate' })
    await test.call('PATCH', `/offerings/${offeringId}`, { capacity: 1 }, applicant)
    const other = await test.signIn('ouder2@demo.example')
    const lotte = (await test.call('GET', '/children', undefined, other)).body.items?.[0]?.id
    await test.call('POST', '/enrolments', { childId: lotte, offeringId }, other)
    expect(await seen()).toEqual(['placed', 'waitlisted'])
    await decide(test, id, { decision: 'suspend', reason: 'Klachten van ouders.' })
    expect(await seen()).toEqual(['placed'])
    await decide(test, id, { decision: 'reject', reason: 'Klachten van ouders.' })
    expect(await seen()).toBe(404)
    const path = `/offerings/${offeringId}/participants?reason=Een%20ouder%20vraagt%20om%20hulp`
    expect((await test.call('GET', path, undefined, team)).body.total).toBe(2)
  })

  it('lets nobody enrol, and its own people not show it again', async () => {
    const other = await test.signIn('ouder2@demo.example')
    const children = await test.call('GET', '/children', undefined, other)
    const lotte = children.body.items?.[0]?.id
    expect(await test.call('POST', '/enrolments', { childId: lotte, offeringId }, other)).toMatchObject({
      status: 409,
      body: { code: 'offering-not-published' },
    })
    // The same click twice still gives the same answer.
    expect((await test.call('POST', '/enrolments', { childId, offeringId }, parent)).status).toBe(200)
    const shown = await test.call('PATCH', `/offerings/${offeringId}`, { status: 'published' }, applicant)
    expect(shown.body.code).toBe('provider-not-approved')
    const hidden = await test.call('PATCH', `/offerings/${offeringId}`, { status: 'hidden' }, applicant)
    expect(hidden.status).toBe(422)
  })

  it('is taken back, and everything is as it was', async () => {
    expect(await decide(test, id, { decision: 'reinstate' })).toMatchObject({
      body: { status: 'approved', decisionReason: '' },
    })
    expect((await test.call('GET', `/offerings/${offeringId}`)).body).toMatchObject({
      status: 'published',
      hiddenBecause: null,
      taken: 1,
    })
    expect(await inCatalogue(offeringId)).toBe(true)
    const draft = await test.call('POST', '/offerings', activity({ title: 'Concept' }), applicant)
    expect(draft.body.status).toBe('draft')
  })

  it('offers what came free meanwhile to who waits, as soon as it is shown again', async () => {
    await decide(test, id, { decision: 'reinstate' })
    await test.call('PATCH', `/offerings/${offeringId}`, { capacity: 1 }, applicant)
    const other = await test.signIn('ouder2@demo.example')
    const lotte = (await test.call('GET', '/children', undefined, other)).body.items?.[0]?.id
    const waits = await test.call('POST', '/enrolments', { childId: lotte, offeringId }, other)
    expect(waits.body.status).toBe('waitlisted')
    await decide(test, id, { decision: 'suspend', reason: 'Klachten van ouders.' })
    const list = await test.call('GET', '/enrolments?pageSize=100', undefined, parent)
    const own = list.body.items?.find((each) => (each.offering as { id: string }).id === offeringId)
    await test.call('POST', `/enrolments/${own?.id}/withdrawal`, undefined, parent)
    const statusOfLotte = async () =>
      (
        await test.db.sql<{ status: string }>`
          SELECT status FROM enrolment WHERE child_id = ${lotte}::uuid AND offering_id = ${offeringId}::uuid`
      )[0]?.status
    expect(await statusOfLotte()).toBe('waitlisted')
    await decide(test, id, { decision: 'reinstate' })
    expect(await statusOfLotte()).toBe('offered')
  })
})

describe('the own organisation', () => {
  it('is changed by its owner, and the team sees that the name is another after it was approved', async () => {
    await decide(test, id, approval)
    const offering = await publish()
    test.setClock('2026-11-25T09:00:00Z')
    const changed = await test.call(
      'PATCH',
      `/providers/${id}`,
      { name: 'Judoschool Yuko', version: 2 },
      applicant,
    )
    expect(changed).toMatchObject({ status: 200, body: { name: 'Judoschool Yuko', version: 3 } })
    expect((await logOf(test, id)).at(-1)).toMatchObject({
      verb: 'change-provider',
      before: { name: application.name },
      after: { name: 'Judoschool Yuko' },
    })
    const seen = await test.call('GET', '/providers?q=yuko&pageSize=100', undefined, team)
    expect(seen.body.items?.[0]?.identityChangedAt).toBe('2026-11-25T09:00:00.000Z')
    // Found by the new name.
    const found = await test.call('GET', '/offerings?q=yuko&from=2027-05-01')
    expect(found.body.items?.map((each) => each.id)).toEqual([offering.body.id])
    test.setClock('2026-11-26T09:00:00Z')
    await decide(test, id, { decision: 'amend', conditions: 'Gezien.' })
    const after = await test.call('GET', `/providers/${id}`, undefined, team)
    expect(after.body.identityChangedAt).toBeNull()
  })

  it('is not changed on an older version, nor to a number that is in use, nor by who is no owner', async () => {
    const stale = await test.call('PATCH', `/providers/${id}`, { phone: '0731112223', version: 9 }, applicant)
    expect(stale.body.code).toBe('changed-meanwhile')
    const taken = await test.call('PATCH', `/providers/${id}`, { chamberNumber: '90000003' }, applicant)
    expect(taken.body.code).toBe('chamber-number-in-use')
    const other = await test.signIn('aanbieder@demo.example')
    expect((await test.call('PATCH', `/providers/${id}`, { phone: '0731112223' }, other)).status).toBe(404)
    expect((await test.call('GET', `/providers/${id}`, undefined, other)).status).toBe(404)
    expect((await test.call('PATCH', `/providers/${id}`, { phone: '0731112223' }, team)).status).toBe(403)
  })
})

describe('somebody of several organisations', () => {
  it('makes an offering for the one that is named; else for one that is approved; never for another’s', async () => {
    await decide(test, id, approval)
    const second = await test.call(
      'POST',
      '/providers',
      { ...application, name: 'Tweede', chamberNumber: '22222222' },
      applicant,
    )
    const madeFor = async (over: object) =>
      ((await test.call('POST', '/offerings', activity(over), applicant)).body.provider as { id: string }).id
    expect(await madeFor({ providerId: second.body.id })).toBe(second.body.id)
    expect(await madeFor({})).toBe(id)
    const [foreign] = await test.db.sql<{
      id: string
    }>`SELECT id FROM provider WHERE chamber_number = '90000003'`
    const refused = await test.call(
      'POST',
      '/offerings',
      activity({ providerId: foreign?.id, place: { name: 'Dojo', postcode: '1011AB' } }),
      applicant,
    )
    expect(refused.status).toBe(422)
    expect((refused.body.errors as { pointer: string }[]).map(({ pointer }) => pointer).sort()).toEqual([
      '/place/postcode',
      '/providerId',
    ])
  })
})

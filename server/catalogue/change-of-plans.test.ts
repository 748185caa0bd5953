import { namedId } from '@portal/db/seed/named-id.ts'
import { municipalityId } from '@portal/db/seed/reference/load-reference.ts'
import type { Offering } from '@portal/shared/catalogue/offering.ts'
import type { Facts } from '@portal/shared/problem.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { publishOffering } from '../testing/family.ts'
import { createTestApp } from '../testing/test-app.ts'

let test: Awaited<ReturnType<typeof createTestApp>>
let parent: string
let other: string
let provider: string
let sara: string
let lotte: string

const childOf = async (cookie: string, firstName: string) => {
  const children = await test.call('GET', '/children', undefined, cookie)
  return String(children.body.items?.find((child) => child.firstName === firstName)?.id)
}

beforeAll(async () => {
  test = await createTestApp()
  parent = await test.signIn('ouder@demo.example')
  other = await test.signIn('ouder2@demo.example')
  provider = await test.signIn('aanbieder@demo.example')
  sara = await childOf(parent, 'Sara')
  lotte = await childOf(other, 'Lotte')
  await test.db.sql`
    INSERT INTO account (municipality_id, id, email, created_at)
    VALUES (${municipalityId}, ${namedId('account', 'kantoor@demo.example')}, 'kantoor@demo.example', now())`
  await test.db.sql`
    INSERT INTO membership (municipality_id, id, account_id, role, provider_id, is_owner, may_see_participants)
    VALUES (${municipalityId}, ${namedId('membership', 'kantoor')}, ${namedId('account', 'kantoor@demo.example')}, 'provider',
      ${namedId('provider', 0)}, false, false)`
})
afterAll(() => test.drop())

let week = 0
/** An offering on Saturdays of its own, so that no test stands in the way of another. */
const offer = async (
  over: { title: string; capacity?: number; sessions?: number } & Record<string, unknown>,
) => {
  const { sessions: count = 2, ...rest } = over
  const dates = Array.from({ length: count }, () => saturday(week++))
  const id = await publishOffering(test, {
    neighbourhoods: ['WK079611'],
    sessions: dates.map((date) => ({ date, startTime: '10:00', endTime: '11:00' })),
    ...rest,
  })
  return { id, dates, sessions: await sessionsOf(id) }
}
const saturday = (weeks: number) =>
  new Date(Date.parse('2027-01-16') + weeks * 7 * 86_400_000).toISOString().slice(0, 10)
const offeringNow = async (id: string) =>
  (await test.call('GET', `/offerings/${id}`, undefined, provider)).body as unknown as Offering
const sessionsOf = async (id: string) =>
  (await offeringNow(id)).sessions.map(({ id: sessionId, date, startTime, endTime }) => ({
    id: sessionId,
    date,
    startTime,
    endTime,
  }))
const enrol = async (childId: string, offeringId: string, cookie: string) => {
  const answer = await test.call('POST', '/enrolments', { childId, offeringId }, cookie)
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return String(answer.body.id)
}
const patch = (id: string, body: unknown) => test.call('PATCH', `/offerings/${id}`, body, provider)
const preview = (id: string, body: unknown, cookie = provider) =>
  test.call('POST', `/offerings/${id}/changes/previews`, body, cookie)
const noticesOf = (offeringId: string) =>
  test.db.sql<{ kind: string; childId: string; reason: string; facts: Facts }>`
    SELECT kind, child_id AS "childId", reason, facts FROM notice WHERE offering_id = ${offeringId} ORDER BY created_at, id`
const enrolment = async (id: string) =>
  (
    await test.db.sql<{ status: string; reason: string; busy: string }>`
      SELECT status, change_reason AS reason, busy::text FROM enrolment WHERE id = ${id}`
  )[0]

describe('a change of the sessions of an offering with children', () => {
  it('keeps the moved one, cancels the one that is taken away, and tells each child once, also who waits', async () => {
    const { id, sessions } = await offer({ title: 'Judo', capacity: 1, sessions: 3 })
    const [first, second, third] = sessions
    await enrol(sara, id, parent)
    await enrol(lotte, id, other)
    const reason = 'De zaal is bezet.'
    const changed = await patch(id, {
      sessions: [
        first,
        { ...second, startTime: '13:00', endTime: '14:00' },
        { date: saturday(90), startTime: '10:00', endTime: '11:00' },
      ],
      reason,
    })
    expect(changed.status).toBe(200)
    const now = changed.body as unknown as Offering
    expect(now.sessions).toHaveLength(4)
    expect(now.sessions.find((each) => each.id === second?.id)).toMatchObject({
      startTime: '13:00',
      cancelled: false,
    })
    expect(now.sessions.find((each) => each.id === third?.id)).toMatchObject({
      date: third?.date,
      cancelled: true,
    })
    expect(now).toMatchObject({ sessionCount: 3, lastDate: saturday(90) })
    const notices = await noticesOf(id)
    expect(notices.map(({ childId }) => childId).sort()).toEqual([sara, lotte].sort())
    for (const notice of notices) {
      expect(notice).toMatchObject({
        kind: 'session-moved',
        reason,
        facts: {
          moved: 1,
          added: 1,
          cancelled: 1,
          date: second?.date,
          startTime: '10:00',
          newDate: second?.date,
          newStartTime: '13:00',
          isWaiting: notice.childId === lotte,
        },
      })
    }
  })

  it('tells nobody when nothing changes, also when the list is sent without ids', async () => {
    const { id, sessions } = await offer({ title: 'Badminton' })
    await enrol(sara, id, parent)
    expect((await patch(id, { sessions: sessions.map(({ id: _, ...rest }) => rest) })).status).toBe(200)
    expect((await sessionsOf(id)).map((each) => each.id)).toEqual(sessions.map((each) => each.id))
    expect((await patch(id, { summary: 'Anders', capacity: 12 })).status).toBe(200)
    expect(await noticesOf(id)).toEqual([])
  })

  it('goes through without a reason, for programs that know of none', async () => {
    const { id, sessions } = await offer({ title: 'Tafeltennis' })
    await enrol(sara, id, parent)
    expect((await patch(id, { sessions: sessions.slice(0, 1) })).status).toBe(200)
    expect(await noticesOf(id)).toMatchObject([
      { kind: 'session-cancelled', reason: '', facts: { cancelled: 1 } },
    ])
  })

  it('removes what nobody came for, and puts a cancelled session back by its id', async () => {
    const { id, sessions } = await offer({ title: 'Schaken' })
    await patch(id, { sessions: sessions.slice(0, 1) })
    expect(await sessionsOf(id)).toHaveLength(1)
    const full = await offer({ title: 'Dammen' })
    await enrol(sara, full.id, parent)
    await patch(full.id, { sessions: full.sessions.slice(0, 1) })
    await patch(full.id, { sessions: full.sessions })
    expect((await offeringNow(full.id)).sessions.map((each) => each.cancelled)).toEqual([false, false])
    expect((await noticesOf(full.id)).map(({ kind }) => kind).sort()).toEqual([
      'session-added',
      'session-cancelled',
    ])
  })

  it('is seen in the week of the child, struck out, and its time is free', async () => {
    const { id, sessions, dates } = await offer({ title: 'Turnclub' })
    await enrol(sara, id, parent)
    await patch(id, { sessions: sessions.slice(1) })
    const week = await test.call('GET', `/children/${sara}/week?date=${dates[0]}`, undefined, parent)
    const day = (week.body.days as { date: string }[]).find(({ date }) => date === dates[0])
    expect(day).toMatchObject({
      activities: [],
      cancelled: [{ offeringId: id, title: 'Turnclub', startTime: '10:00', endTime: '11:00' }],
    })
    const other = await publishOffering(test, {
      title: 'Op die tijd',
      neighbourhoods: ['WK079611'],
      date: dates[0] ?? '',
    })
    await enrol(sara, other, parent)
  })

  it('lets two sessions change places', async () => {
    const { id, sessions } = await offer({ title: 'Ruilen' })
    const [a, b] = sessions
    await enrol(sara, id, parent)
    const swapped = await patch(id, {
      sessions: [
        { ...b, id: a?.id },
        { ...a, id: b?.id },
      ],
    })
    expect(swapped.status).toBe(200)
    expect((await noticesOf(id))[0]).toMatchObject({ facts: { moved: 2, added: 0, cancelled: 0 } })
  })

  it('keeps a session at its local time across the change of the clock, in March and in October', async () => {
    const { id } = await offer({ title: 'Zondagochtend', sessions: 1 })
    const enrolmentId = await enrol(sara, id, parent)
    const [session] = await sessionsOf(id)
    for (const [date, start] of [
      ['2027-03-27', '2027-03-27T17:00:00.000Z'],
      ['2027-03-28', '2027-03-28T16:00:00.000Z'],
      ['2027-10-30', '2027-10-30T16:00:00.000Z'],
      ['2027-10-31', '2027-10-31T17:00:00.000Z'],
    ] as const) {
      const moved = await patch(id, {
        sessions: [{ ...session, date, startTime: '18:00', endTime: '19:00' }],
      })
      expect(moved.body.sessions, date).toMatchObject([
        { id: session?.id, date, start, startTime: '18:00', endTime: '19:00' },
      ])
      const told = (await noticesOf(id)).find(({ facts }) => facts.newDate === date)
      expect(told?.facts).toMatchObject({
        newStartTime: '18:00',
        newEndTime: '19:00',
      })
      expect((await enrolment(enrolmentId))?.busy).toContain(date)
    }
    const skipped = await patch(id, {
      sessions: [{ ...session, date: '2027-03-28', startTime: '02:30', endTime: '04:00' }],
    })
    expect(skipped).toMatchObject({ status: 422, body: { errors: [{ pointer: '/sessions/0/startTime' }] } })
  })
})

describe('a child that has another place at the new time', () => {
  it('keeps the change from being made, which says for how many, and nothing is changed', async () => {
    const one = await offer({ title: 'Zwemmen', capacity: 1, sessions: 1 })
    const two = await offer({ title: 'Zang', sessions: 1 })
    const place = await enrol(sara, one.id, parent)
    await enrol(sara, two.id, parent)
    await enrol(lotte, one.id, other)
    const sessions = [{ ...one.sessions[0], date: two.dates[0], startTime: '10:30', endTime: '11:30' }]
    const seen = await preview(one.id, { sessions })
    expect(seen).toMatchObject({
      status: 200,
      body: {
        wouldEnd: 1,
        clashing: { elsewhere: 1 },
        told: { placed: 1, waiting: 1, families: 2 },
        wantsReason: true,
      },
    })
    expect(JSON.stringify(seen.body)).not.toContain('Zang')
    expect(seen.body.children).toMatchObject([
      { childId: sara, firstName: 'Sara', clashes: [{ code: 'session-clash' }] },
    ])
    const refused = await patch(one.id, { sessions, reason: 'De zaal is bezet.' })
    expect(refused).toMatchObject({ status: 409, body: { code: 'session-clash', facts: { children: 1 } } })
    expect(await sessionsOf(one.id)).toEqual(one.sessions)
    expect(await enrolment(place)).toMatchObject({ status: 'placed' })
    expect(await noticesOf(one.id)).toEqual([])

    const ended = await patch(one.id, { sessions, reason: 'De zaal is bezet.', onClash: 'end' })
    expect(ended.status).toBe(200)
    expect(await enrolment(place)).toMatchObject({ status: 'cancelled', reason: 'De zaal is bezet.' })
    const notices = await noticesOf(one.id)
    expect(notices.find(({ childId }) => childId === sara)).toMatchObject({
      kind: 'place-ended',
      reason: 'De zaal is bezet.',
      facts: {
        date: two.dates[0],
        startTime: '10:30',
        otherTitle: 'Zang',
        otherStart: '10:00',
        otherEnd: '11:00',
      },
    })
    // The place is not left empty.
    const [waiting] = await test.db.sql<{ status: string }>`
      SELECT status FROM enrolment WHERE offering_id = ${one.id} AND child_id = ${lotte}`
    expect(waiting?.status).toBe('offered')
    expect(await offeringNow(one.id)).toMatchObject({ taken: 1, waiting: 0 })
  })

  it('loses nothing by lessons or by the way: it keeps its place, and its family is told', async () => {
    const { id, sessions } = await offer({ title: 'Tekenen', sessions: 1 })
    const place = await enrol(sara, id, parent)
    const inLessons = [{ ...sessions[0], date: '2027-01-18', startTime: '10:00', endTime: '11:00' }]
    expect((await preview(id, { sessions: inLessons })).body).toMatchObject({
      wouldEnd: 0,
      clashing: { lessons: 1, elsewhere: 0 },
      children: [{ firstName: 'Sara', clashes: [{ code: 'lesson-clash' }] }],
    })
    expect((await patch(id, { sessions: inLessons, reason: 'Kan niet anders.' })).status).toBe(200)
    expect(await enrolment(place)).toMatchObject({ status: 'placed' })
    expect(await noticesOf(id)).toMatchObject([
      { kind: 'session-moved', facts: { clash: 'lesson-clash', clashDate: '2027-01-18' } },
    ])
  })
})

describe('a preview', () => {
  it('changes nothing, and tells names only to who may see the children, which is recorded', async () => {
    const { id, sessions } = await offer({ title: 'Drama', sessions: 1 })
    await enrol(sara, id, parent)
    const before = await offeringNow(id)
    const body = {
      sessions: [{ ...sessions[0], date: '2027-01-18' }],
      place: { name: 'Elders', postcode: '5224BD' },
    }
    const looks = async () =>
      (
        await test.db.sql<{
          times: number
        }>`SELECT coalesce(sum(times), 0)::integer AS times FROM look WHERE child_id = ${sara}`
      )[0]?.times ?? 0
    const start = await looks()
    const office = await preview(id, body, await test.signIn('kantoor@demo.example'))
    expect(office.body).toMatchObject({
      children: null,
      clashing: { lessons: 1 },
      place: { from: 'Gymzaal', to: 'Elders' },
    })
    expect(await looks()).toBe(start)
    expect((await preview(id, body)).body.children).toHaveLength(1)
    expect(await looks()).toBe(start + 1)
    expect(await offeringNow(id)).toEqual(before)
    expect(await noticesOf(id)).toEqual([])
    expect(await preview(id, { sessions: [{ ...sessions[0], date: '1990-01-01' }] })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/sessions/0/date' }] },
    })
    expect((await preview(id, body, parent)).status).toBe(403)
  })

  it('says exactly what the change then does', async () => {
    const { id, sessions } = await offer({ title: 'Dans' })
    await enrol(sara, id, parent)
    const body = { sessions: [{ ...sessions[0], startTime: '09:00', endTime: '10:00' }] }
    const { body: seen } = await preview(id, body)
    expect(seen).toMatchObject({
      sessions: {
        moved: [{ id: sessions[0]?.id, from: { startTime: '10:00' }, to: { startTime: '09:00' } }],
        added: [],
        cancelled: [{ date: sessions[1]?.date }],
      },
      cancelsOffering: false,
      told: { placed: 1, waiting: 0, families: 1 },
    })
    await patch(id, { ...body, reason: 'Eerder klaar' })
    expect((await noticesOf(id))[0]?.facts).toMatchObject({ moved: 1, added: 0, cancelled: 1 })
    expect((await preview(id, body)).body).toMatchObject({ told: { placed: 0 }, wantsReason: false })
  })
})

describe('another place', () => {
  it('moves what is to come there, and tells the families from where to where', async () => {
    const { id } = await offer({ title: 'Voetbal' })
    await enrol(sara, id, parent)
    const moved = await patch(id, {
      place: { name: 'Sporthal Zuid', postcode: '5224BD' },
      reason: 'Verbouwing',
    })
    expect(moved.status).toBe(200)
    const now = moved.body as unknown as Offering
    expect(new Set(now.sessions.map((each) => each.place.name))).toEqual(new Set(['Sporthal Zuid']))
    expect(await noticesOf(id)).toMatchObject([
      {
        kind: 'location-changed',
        reason: 'Verbouwing',
        facts: { placeName: 'Gymzaal', newPlaceName: 'Sporthal Zuid' },
      },
    ])
  })
})

describe('an offering that does not go on', () => {
  it('ends every live enrolment with the reason, tells every family, and offers what else fits', async () => {
    const { id } = await offer({ title: 'Boksen', capacity: 1 })
    const [place, waiting] = [await enrol(sara, id, parent), await enrol(lotte, id, other)]
    await test.db.sql`UPDATE offering SET capacity = 2 WHERE id = ${id}`
    await test.db.sql`
      INSERT INTO enrolment (municipality_id, id, child_id, offering_id, status, joined_at, busy, consent_until, changed_at, change_reason)
      SELECT ${municipalityId}, gen_random_uuid(), c.id, ${id}, 'awaiting_consent', now(), '{}', '2027-01-01', now(), 'proef'
      FROM child c WHERE c.id NOT IN (${sara}, ${lotte}) ORDER BY c.id LIMIT 1`
    const seen = await preview(id, { status: 'cancelled' })
    expect(seen.body).toMatchObject({ cancelsOffering: true, told: { placed: 2, waiting: 1 }, wouldEnd: 0 })
    const reason = 'De trainer is ziek.'
    expect((await patch(id, { status: 'cancelled', reason })).status).toBe(200)
    for (const each of [place, waiting])
      expect(await enrolment(each)).toMatchObject({ status: 'cancelled', reason })
    const notices = await noticesOf(id)
    expect(notices).toHaveLength(3)
    for (const notice of notices) expect(notice).toMatchObject({ kind: 'offering-cancelled', reason })
    expect(await offeringNow(id)).toMatchObject({ status: 'cancelled', taken: 0, waiting: 0 })

    const again = await offer({ title: 'Boksen voor beginners' })
    const found = await test.call('GET', `/children/${sara}/alternatives?offeringId=${id}`, undefined, parent)
    expect(found.status).toBe(200)
    const items = found.body.items as unknown as Offering[]
    expect(items.length).toBeGreaterThan(0)
    expect(items.length).toBeLessThanOrEqual(10)
    expect(items[0]?.areas).toContain('sport')
    expect(items.map((each) => each.id)).toContain(again.id)
    expect(items.map((each) => each.id)).not.toContain(id)
    for (const each of items) {
      const check = await test.call('POST', `/children/${sara}/checks`, { offeringId: each.id }, parent)
      expect(check.body, each.title).toMatchObject({ outcome: 'placed' })
    }
    expect(
      (await test.call('GET', `/children/${sara}/alternatives?offeringId=${id}`, undefined, other)).status,
    ).toBe(404)
    expect((await test.call('GET', `/children/${sara}/alternatives`, undefined, parent)).status).toBe(422)
  })
})

describe('two colleagues who change the same offering', () => {
  it('the second is told who changed what, and overwrites nothing', async () => {
    const { id } = await offer({ title: 'Klimmen' })
    const seen = await test.call('GET', `/offerings/${id}`, undefined, provider)
    const etag = seen.headers.get('ETag') ?? ''
    expect(etag).toMatch(/^"[^"]+"$/)
    const first = await test.call('PATCH', `/offerings/${id}`, { summary: 'Van de een' }, provider, {
      'If-Match': etag,
    })
    expect(first.status).toBe(200)
    expect(first.headers.get('ETag')).not.toBe(etag)
    const second = await test.call('PATCH', `/offerings/${id}`, { summary: 'Van de ander' }, provider, {
      'If-Match': etag,
    })
    expect(second).toMatchObject({
      status: 412,
      body: { code: 'precondition-failed', facts: { version: first.body.version, fields: 'summary' } },
    })
    expect(second.body.facts).toHaveProperty('changedBy')
    expect((await offeringNow(id)).summary).toBe('Van de een')
    for (const header of [`"x", ${first.headers.get('ETag')}`, '*'])
      expect(
        (
          await test.call('PATCH', `/offerings/${id}`, { summary: `Ook goed ${header.length}` }, provider, {
            'If-Match': header,
          })
        ).status,
      ).toBe(200)
    const current = (await test.call('GET', `/offerings/${id}`)).headers.get('ETag')
    for (const header of [`W/${current}`, 'onzin'])
      expect(
        (await test.call('PATCH', `/offerings/${id}`, { summary: 'Nee' }, provider, { 'If-Match': header }))
          .status,
      ).toBe(412)
    const away = await test.call('PATCH', `/offerings/${sara}`, { summary: 'Nee' }, provider, {
      'If-Match': '"1"',
    })
    expect(away.status).toBe(404)
  })

  it('at the very same moment: one wins, all others are told', async () => {
    const { id, sessions } = await offer({ title: 'Tegelijk' })
    await enrol(sara, id, parent)
    const etag = (await test.call('GET', `/offerings/${id}`)).headers.get('ETag') ?? ''
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        test.call(
          'PATCH',
          `/offerings/${id}`,
          {
            sessions: sessions.map((each) => ({
              ...each,
              startTime: `1${index}:30`,
              endTime: `1${index}:45`,
            })),
          },
          provider,
          { 'If-Match': etag },
        ),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(412)])
    const winner = answers.findIndex(({ status }) => status === 200)
    expect((await sessionsOf(id)).map((each) => each.startTime)).toEqual(sessions.map(() => `1${winner}:30`))
    expect(await noticesOf(id)).toHaveLength(1)
  })

  it('a child that enrols elsewhere while the sessions move is never in two places at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const one = await offer({ title: `Race ${round} a`, sessions: 1 })
      const two = await offer({ title: `Race ${round} b`, sessions: 1 })
      await enrol(sara, one.id, parent)
      const [moved, enrolled] = await Promise.all([
        patch(one.id, {
          sessions: [{ ...one.sessions[0], date: two.dates[0] }],
          onClash: round % 2 ? 'end' : 'refuse',
        }),
        test.call('POST', '/enrolments', { childId: sara, offeringId: two.id }, parent),
      ])
      expect([200, 409]).toContain(moved.status)
      expect([201, 409]).toContain(enrolled.status)
      const held = await test.db.sql`
        SELECT 1 FROM enrolment a JOIN enrolment b ON b.child_id = a.child_id AND b.id > a.id AND a.busy && b.busy
        WHERE a.child_id = ${sara} AND a.status = 'placed' AND b.status = 'placed'`
      expect(held).toEqual([])
    }
  })
})

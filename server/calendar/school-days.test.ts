import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeCalendarCity } from '../testing/calendar-city.ts'
import { createTestApp } from '../testing/test-app.ts'
import { serveWaitingLists } from '../waiting-list/serve-waiting-lists.ts'

let test: Awaited<ReturnType<typeof createTestApp>>
let city: Awaited<ReturnType<typeof makeCalendarCity>>
beforeEach(async () => {
  test = await createTestApp()
  city = await makeCalendarCity(test)
})
afterEach(() => test.drop())

const reason = 'De school krijgt een langere middag.'

describe('a new timetable', () => {
  it('tells each family once what clashes, on what day and by how many minutes, and drops nobody', async () => {
    await city.enrol(
      city.childId,
      await city.offer('Schaken', {
        sessions: [{ date: '2027-01-13', startTime: '15:00', endTime: '16:00' }],
      }),
    )
    await city.publish('2027-01-01', '15:15', { reason })
    expect(await city.notices()).toEqual([
      {
        kind: 'lessons-changed',
        childId: city.childId,
        reason,
        facts: expect.objectContaining({
          activity: 'Judo',
          code: 'lesson-clash',
          date: '2027-01-12',
          minutes: 15,
          lessonsEnd: '15:15',
          sessions: 3,
          more: 1,
        }),
      },
    ])
    expect(await city.statusOf()).toBe('placed')
  })

  it('tells nothing again when it is published once more, and only what gets worse', async () => {
    await city.publish('2027-01-01', '15:15')
    await city.publish('2027-01-01', '15:15')
    await city.publish('2027-01-01', '15:10')
    expect(await city.notices()).toHaveLength(1)
    await city.publish('2027-01-01', '15:30')
    expect((await city.notices()).map(({ facts }) => facts.minutes)).toEqual([15, 30])
  })

  it('tells nothing as long as it is a draft, nor of sessions that are over', async () => {
    await city.publish('2027-01-01', '15:15', { status: 'draft' })
    expect(await city.notices()).toEqual([])
    await test.db.sql`UPDATE sign_in_session SET expires_at = '2028-01-01'`
    test.setClock('2027-02-01T09:00:00Z')
    await city.publish('2027-01-01', '15:15')
    expect(await city.notices()).toEqual([])
    expect(await city.clashes()).toEqual([])
  })

  it('tells a pupil without a guardian too: whoever claims the child reads it', async () => {
    const pupil = await test.call(
      'POST',
      `/schools/${city.schoolId}/pupils`,
      { firstName: 'Zon', lastName: 'der', birthDate: '2018-05-01' },
      city.school,
    )
    await city.enrol(String(pupil.body.id), city.judo, city.school)
    await city.publish('2027-01-01', '15:15')
    const told = (await city.notices()).filter(({ kind }) => kind === 'lessons-changed')
    expect(told.map(({ childId }) => childId).sort()).toEqual([city.childId, String(pupil.body.id)].sort())
  })

  it('stands in the list of the school until it is solved, also for a child that waits', async () => {
    const full = await city.offer('Vol', {
      capacity: 1,
      sessions: [{ date: '2027-01-14', startTime: '15:00', endTime: '16:00' }],
    })
    const other = await city.addChild({ firstName: 'Wim' })
    await city.enrol(city.childId, full)
    expect(await city.enrol(other, full)).toMatchObject({ status: 'waitlisted' })
    expect(await city.clashes()).toEqual([])
    await city.publish('2027-01-01', '15:15')
    expect(
      (await city.clashes()).map(({ child, offering, status, refusals }) => [
        child.firstName,
        offering.title,
        status,
        refusals[0]?.facts.minutes,
      ]),
    ).toEqual([
      ['Bo', 'Judo', 'placed', 15],
      ['Bo', 'Vol', 'placed', 15],
      ['Wim', 'Vol', 'waitlisted', 15],
    ])
    await city.publish('2027-01-01', '14:30')
    expect(await city.clashes()).toEqual([])
  })

  it('is a look at each child that the school then sees', async () => {
    await city.publish('2027-01-01', '15:15')
    await test.db.sql`DELETE FROM look`
    await city.clashes()
    const looks = await test.db.sql<{ what: string }>`SELECT what FROM look WHERE child_id = ${city.childId}`
    expect(looks).toEqual([{ what: 'timetable-clash' }])
  })

  it('makes the waiting list serve again whom it fits now', async () => {
    const late = await city.offer('Vroeg', {
      capacity: 1,
      sessions: [{ date: '2027-01-15', startTime: '14:30', endTime: '15:30' }],
    })
    const [first, second] = [
      await city.addChild({ firstName: 'Een' }),
      await city.addChild({ firstName: 'Twee' }),
    ]
    const place = await city.enrol(first, late)
    const waits = await city.enrol(second, late)
    await city.publish('2027-01-01', '15:00')
    await test.call('POST', `/enrolments/${place.id}/withdrawal`, undefined, city.parent)
    expect(await city.statusOf(waits.id)).toBe('waitlisted')
    await city.publish('2027-01-01', '14:00')
    await serveWaitingLists(test.deps)
    expect(await city.statusOf(waits.id)).toBe('offered')
  })

  it('is by the clock on the wall across both changes of the clock', async () => {
    await test.db.sql`DELETE FROM closure`
    for (const [from, before, after] of [
      ['2027-03-22', '2027-03-26', '2027-03-29'],
      ['2027-10-25', '2027-10-29', '2027-11-01'],
    ] as const) {
      const sessions = [before, after].map((date) => ({ date, startTime: '15:00', endTime: '16:00' }))
      await city.enrol(city.childId, await city.offer(`Rond ${from}`, { sessions }))
      await city.publish(from, '15:00')
      const known = (await city.notices()).length
      await city.publish(from, '15:20')
      const fresh = (await city.notices()).slice(known)
      expect(fresh.map(({ facts }) => [facts.activity, facts.date, facts.minutes, facts.sessions])).toEqual([
        [`Rond ${from}`, before, 20, 2],
      ])
      await city.publish(from, '14:00')
    }
  })
})

describe('a closure', () => {
  const day = { kind: 'study-day', name: 'Studiedag', firstDate: '2027-01-19', lastDate: '2027-01-19' }
  const closures = () => `/schools/${city.schoolId}/closures`
  const preview = async (body: object) => {
    const answer = await test.call('POST', `${closures()}/previews`, body, city.school)
    expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200 })
    return answer.body.enrolments as {
      child: { firstName: string }
      refusals: { code: string }[]
      warnings: { code: string; facts: { date: string } }[]
    }[]
  }

  it('is shown beforehand with whom it touches, and told to those families when it is added', async () => {
    expect(await preview({ closure: day })).toMatchObject([
      { child: { firstName: 'Bo' }, refusals: [], warnings: [{ facts: { date: '2027-01-19' } }] },
    ])
    expect(await city.notices()).toEqual([])
    const added = await test.call('POST', closures(), { ...day, reason }, city.school)
    expect(added.status).toBe(201)
    expect(await city.notices()).toMatchObject([
      {
        kind: 'closure-added',
        childId: city.childId,
        reason,
        facts: { activity: 'Judo', date: '2027-01-19', closure: 'Studiedag', more: 0 },
      },
    ])
    // It is no clash: the session goes on.
    expect(await city.clashes()).toEqual([])
    const logged = await test.db.sql<{ because: string }>`
      SELECT after->>'because' AS because FROM change_log WHERE verb = 'add-closure'`
    expect(logged).toEqual([{ because: reason }])
  })

  it('that moves or goes brings the lessons of its day back, which is shown and told as well', async () => {
    await city.publish('2027-01-01', '15:15')
    const { body } = await test.call('POST', closures(), day, city.school)
    await test.db.sql`DELETE FROM notice`
    expect(await preview({ closureId: body.id })).toMatchObject([{ refusals: [{ code: 'lesson-clash' }] }])
    const moved = { ...day, firstDate: '2027-01-26', lastDate: '2027-01-26' }
    expect(await preview({ closureId: body.id, closure: moved })).toMatchObject([
      {
        refusals: [{ code: 'lesson-clash', facts: { date: '2027-01-19' } }],
        warnings: [{ facts: { date: '2027-01-26' } }],
      },
    ])
    const { kind: _, name: __, ...dates } = moved
    await test.call('PATCH', `${closures()}/${body.id}`, { ...dates, reason }, city.school)
    await test.call(
      'DELETE',
      `${closures()}/${body.id}?reason=${encodeURIComponent('Toch les')}`,
      undefined,
      city.school,
    )
    expect((await city.notices()).map(({ kind, reason: said, facts }) => [kind, said, facts.date])).toEqual([
      ['lessons-changed', reason, '2027-01-19'],
      ['lessons-changed', 'Toch les', '2027-01-26'],
    ])
  })

  it('of the region that a school replaces by lessons tells whose activity now clashes', async () => {
    const region = { ...day, id: '01900000-0000-7000-8000-00000000000a' }
    await city.publish('2027-01-01', '15:15')
    await test.db.sql`DELETE FROM notice`
    await test.db.sql`
      INSERT INTO closure (municipality_id, id, kind, name, first_date, last_date)
      VALUES (${test.deps.municipality.id}, ${region.id}, 'holiday', 'Vakantie', '2027-01-18', '2027-01-22')`
    const instead = { ...day, replacesId: region.id, applies: false }
    expect(await preview({ closure: instead })).toMatchObject([
      { refusals: [{ facts: { date: '2027-01-19' } }] },
    ])
    await test.call('POST', closures(), instead, city.school)
    expect(await city.notices()).toMatchObject([{ kind: 'lessons-changed', facts: { date: '2027-01-19' } }])
  })

  it('of another school is not there to be previewed, and every wrong field is named', async () => {
    const nobody = await test.call(
      'POST',
      `${closures()}/previews`,
      { closureId: '01900000-0000-7000-8000-00000000000b' },
      city.school,
    )
    expect(nobody.status).toBe(404)
    const wrong = await test.call(
      'POST',
      `${closures()}/previews`,
      { closure: { ...day, name: '', firstDate: '1990-01-01', lastDate: '1990-01-01' } },
      city.school,
    )
    expect((wrong.body.errors as { pointer: string }[]).map(({ pointer }) => pointer)).toContain(
      '/closure/name',
    )
    expect((await test.call('POST', `${closures()}/previews`, {}, city.school)).status).toBe(422)
  })
})

describe('the list of an offering', () => {
  it('names children only to who may see participants, and tells a provider nothing of what they do elsewhere', async () => {
    await city.publish('2027-01-01', '15:15')
    const list = async (email: string) =>
      (await test.call('GET', `/offerings/${city.judo}/clashes`, undefined, await test.signIn(email))).body
        .items
    const coach = await list('aanbieder@demo.example')
    expect(coach).toMatchObject([{ child: { firstName: 'Bo' }, refusals: [{ code: 'lesson-clash' }] }])
    const looks = await test.db.sql<{
      role: string
    }>`SELECT role FROM look WHERE child_id = ${city.childId} AND role = 'provider'`
    expect(looks).toHaveLength(1)
    await test.db.sql`
      UPDATE membership SET is_owner = false, may_see_participants = false
      WHERE account_id = (SELECT id FROM account WHERE email = 'aanbieder@demo.example')`
    expect(await list('aanbieder@demo.example')).toMatchObject([{ child: null }])
  })
})

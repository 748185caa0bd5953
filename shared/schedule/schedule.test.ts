import fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import { findBusyClashes, findLessonClashes, type PlannedSession } from './find-clashes.ts'
import { addDays, fromLocal, timeOf, toLocal, weekdayOf } from './local-time.ts'
import { type ClosureFact, closuresOfSchool, schoolDay } from './school-day.ts'
import { sessionTimes } from './session.ts'
import { metresBetween, type Spot, travelMinutes } from './travel.ts'
import { weeklySessions } from './weekly-sessions.ts'

const zone = 'Europe/Amsterdam'
const here: Spot = { placeId: 'gym', schoolId: null, latitude: 51.69, longitude: 5.3 }
const away: Spot = { placeId: 'pool', schoolId: null, latitude: 51.69, longitude: 5.33 }
const plan = (date: string, start: number, end: number, spot = here): PlannedSession => {
  const at = (minutes: number) => (fromLocal(date, minutes, zone) ?? new Date(0)).getTime()
  return { id: `${date} ${start}`, date, start, end, startsAt: at(start), endsAt: at(end), spot }
}
const busy = (session: PlannedSession) => ({ ...session, offeringId: 'other', title: 'Judo' })
const dayWith =
  (...lessons: [number, number][]) =>
  () => ({
    lessons: lessons.map(([start, end]) => ({ start, end })),
    closure: null,
    isKnown: true,
  })
const school: Spot = { placeId: null, schoolId: 'school', latitude: 51.69, longitude: 5.3 }
const options = { cyclingKmh: 12, inSchoolTime: false }

describe('local time', () => {
  it('agrees with Luxon at every quarter of an hour around both clock changes and anywhere else', () => {
    const moment = fc
      .integer({ min: Date.UTC(2024, 0, 1) / 900_000, max: Date.UTC(2029, 0, 1) / 900_000 })
      .map((quarter) => quarter * 900_000)
    const around = fc
      .constantFrom(Date.UTC(2026, 9, 25, 0), Date.UTC(2027, 2, 28, 0))
      .chain((start) => fc.integer({ min: -8, max: 16 }).map((quarter) => start + quarter * 900_000))
    fc.assert(
      fc.property(fc.oneof(moment, around), (at) => {
        const local = toLocal(new Date(at), zone)
        const luxon = DateTime.fromMillis(at, { zone })
        expect(local).toEqual({ date: luxon.toISODate(), minutes: luxon.hour * 60 + luxon.minute })
        const back = fromLocal(local.date, local.minutes, zone)?.getTime() ?? 0
        expect(back === at || back === at - 3_600_000).toBe(true)
      }),
    )
  })
  it('knows no 02.30 on the night that the clock goes forward, and takes the first 02.30 when it goes back', () => {
    expect(fromLocal('2027-03-28', 150, zone)).toBeNull()
    expect(fromLocal('2026-10-25', 150, zone)?.toISOString()).toBe('2026-10-25T00:30:00.000Z')
  })
})

describe('a session', () => {
  it('is refused when it runs over midnight or at a time that the clock skips', () => {
    expect(sessionTimes({ date: '2026-12-01', startTime: '23:00', endTime: '00:30' }, zone)).toEqual({
      problem: 'order',
    })
    expect(sessionTimes({ date: '2027-03-28', startTime: '02:15', endTime: '04:00' }, zone)).toEqual({
      problem: 'no-such-time',
    })
    expect(sessionTimes({ date: '2026-07-01', startTime: '15:00', endTime: '16:00' }, zone)).toEqual({
      start: new Date('2026-07-01T13:00:00Z'),
      end: new Date('2026-07-01T14:00:00Z'),
    })
  })
})

describe('a school day', () => {
  const whole = { weekday: 2, startTime: '08:30', endTime: '14:00', year: null, groupId: null }
  const versions = [
    {
      validFrom: '2026-08-01',
      lessons: [whole, { ...whole, endTime: '15:00', year: 7 }, { ...whole, endTime: '12:00', groupId: 'g' }],
    },
    { validFrom: '2027-01-01', lessons: [{ ...whole, endTime: '14:30' }] },
  ]
  const closure = (over: Partial<ClosureFact>): ClosureFact => ({
    id: 'c',
    schoolId: null,
    replacesId: null,
    applies: true,
    kind: 'holiday',
    name: 'Vakantie',
    firstDate: '2026-12-01',
    lastDate: '2026-12-01',
    lessonsEnd: null,
    ...over,
  })
  const end = (
    date: string,
    pupil: { year: number | null; groupId: string | null },
    closures: ClosureFact[] = [],
  ) => schoolDay(date, versions, closures, pupil).lessons.map((lesson) => timeOf(lesson.end))

  it('takes the group before the year before the whole school, in the version valid on the date', () => {
    expect(end('2026-12-01', { year: 5, groupId: null })).toEqual(['14:00'])
    expect(end('2026-12-01', { year: 7, groupId: null })).toEqual(['15:00'])
    expect(end('2026-12-01', { year: 7, groupId: 'g' })).toEqual(['12:00'])
    expect(end('2027-01-05', { year: 7, groupId: 'g' })).toEqual(['14:30'])
    expect(schoolDay('2026-07-01', versions, [], { year: 5, groupId: null }).isKnown).toBe(false)
  })
  it('has no lessons on a closure, both ends included, and shorter ones on a short day', () => {
    const pupil = { year: 5, groupId: null }
    expect(end('2026-12-01', pupil, [closure({})])).toEqual([])
    expect(end('2026-12-01', pupil, [closure({ kind: 'short-day', lessonsEnd: '12:00' })])).toEqual(['12:00'])
  })
  it('lets a school replace the default of its region, or have lessons after all', () => {
    const regional = closure({ id: 'region' })
    expect(
      closuresOfSchool(
        [regional, closure({ id: 'own', schoolId: 's', replacesId: 'region', applies: false })],
        's',
      ),
    ).toEqual([])
    expect(
      closuresOfSchool([regional, closure({ id: 'own', schoolId: 's', replacesId: 'region' })], 't'),
    ).toEqual([regional])
  })
})

describe('clashes', () => {
  it('are half open: out at 14.00 and in at 14.00 at the same place is fine', () => {
    const atSchool = { ...here, schoolId: 'school' }
    expect(
      findLessonClashes([plan('2026-12-01', 840, 900, atSchool)], dayWith([510, 840]), school, options),
    ).toEqual([])
    expect(findBusyClashes([plan('2026-12-01', 900, 960)], [busy(plan('2026-12-01', 840, 900))], 12)).toEqual(
      [],
    )
  })
  it('name the session, until when lessons last, and by how many minutes', () => {
    const [clash] = findLessonClashes(
      [plan('2026-12-01', 830, 900), plan('2026-12-08', 830, 900)],
      dayWith([510, 840]),
      school,
      options,
    )
    expect(clash).toMatchObject({
      code: 'lesson-clash',
      facts: { date: '2026-12-01', lessonsEnd: '14:00', minutes: 10, sessions: 2 },
    })
  })
  it('leave lessons alone for an offering in school time', () => {
    expect(
      findLessonClashes([plan('2026-12-01', 600, 660)], dayWith([510, 840]), school, {
        ...options,
        inSchoolTime: true,
      }),
    ).toEqual([])
  })
  it('count the way, rounded up, from school and between activities', () => {
    const need = travelMinutes(here, away, 12)
    expect(need).toBe(
      Math.ceil(
        (metresBetween({ latitude: 51.69, longitude: 5.3 }, { latitude: 51.69, longitude: 5.33 }) * 1.3) /
          200,
      ),
    )
    expect(
      findLessonClashes([plan('2026-12-01', 840 + need, 960, away)], dayWith([510, 840]), school, options),
    ).toEqual([])
    expect(
      findLessonClashes(
        [plan('2026-12-01', 840 + need - 1, 960, away)],
        dayWith([510, 840]),
        school,
        options,
      ),
    ).toMatchObject([{ code: 'travel-clash', facts: { minutes: 1 } }])
    expect(
      findBusyClashes([plan('2026-12-01', 900, 960, away)], [busy(plan('2026-12-01', 800, 895))], 12),
    ).toMatchObject([{ code: 'travel-clash', facts: { gapMinutes: 5 } }])
  })
  it('are found exactly when some minute is in both', () => {
    const block = fc
      .tuple(fc.integer({ min: 480, max: 1000 }), fc.integer({ min: 1, max: 120 }))
      .map(([start, length]) => [start, start + length] as const)
    fc.assert(
      fc.property(block, block, ([start, end], [otherStart, otherEnd]) => {
        const found = findBusyClashes(
          [plan('2026-12-01', start, end)],
          [busy(plan('2026-12-01', otherStart, otherEnd))],
          12,
        )
        let shared = 0
        for (let minute = start; minute < end; minute += 1)
          if (minute >= otherStart && minute < otherEnd) shared += 1
        expect(found.map((clash) => clash.facts.minutes)).toEqual(shared > 0 ? [shared] : [])
      }),
    )
  })
})

it('a weekly series leaves out closures, and names what it left out', () => {
  const day = fc.integer({ min: 0, max: 300 }).map((offset) => addDays('2026-08-01', offset))
  fc.assert(
    fc.property(
      day,
      fc.integer({ min: 0, max: 120 }),
      fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }),
      (firstDate, length, weekdays) => {
        const closures = [{ name: 'Kerst', firstDate: '2026-12-19', lastDate: '2027-01-03' }]
        const lastDate = addDays(firstDate, length)
        const { sessions, skipped } = weeklySessions(
          { firstDate, lastDate, weekdays, startTime: '15:00', endTime: '16:00' },
          closures,
        )
        const all = Array.from({ length: length + 1 }, (_, index) => addDays(firstDate, index)).filter(
          (date) => weekdays.includes(weekdayOf(date)),
        )
        expect([...sessions, ...skipped].map((each) => each.date).sort()).toEqual(all)
        for (const { date } of sessions) expect(date < '2026-12-19' || date > '2027-01-03').toBe(true)
      },
    ),
  )
})

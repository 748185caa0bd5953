import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findLessonClashes, type PlannedSession } from './find-clashes.ts'
import { addDays, fromLocal, timeOf } from './local-time.ts'
import { findNewClosureWarnings, findNewLessonClashes, type PupilDays } from './new-clashes.ts'
import { type ClosureFact, schoolDay, type TimetableVersion } from './school-day.ts'
import type { Spot } from './travel.ts'

const zone = 'Europe/Amsterdam'
const school: Spot = { placeId: null, schoolId: 'school', latitude: 51.69, longitude: 5.3 }
const near: Spot = { placeId: 'gym', schoolId: 'school', latitude: 51.69, longitude: 5.3 }
const options = { cyclingKmh: 12, inSchoolTime: false }

const session = (date: string, start: number, end: number): PlannedSession => {
  const at = (minutes: number) => (fromLocal(date, minutes, zone) ?? new Date(0)).getTime()
  return { id: date, date, start, end, startsAt: at(start), endsAt: at(end), spot: near }
}
/** Lessons on every day from half past eight until `end`, in minutes. */
const version = (validFrom: string, end: number): TimetableVersion => ({
  validFrom,
  lessons: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
    weekday,
    startTime: '08:30',
    endTime: timeOf(end),
    year: null,
    groupId: null,
  })),
})
const days = (versions: TimetableVersion[], closures: ClosureFact[] = []): PupilDays => ({
  dayOf: (date) => schoolDay(date, versions, closures, { year: null, groupId: null }),
  school,
})
const closed = (firstDate: string, kind: ClosureFact['kind'] = 'study-day'): ClosureFact => ({
  id: firstDate,
  schoolId: 'school',
  replacesId: null,
  applies: true,
  kind,
  name: 'Studiedag',
  firstDate,
  lastDate: firstDate,
  lessonsEnd: kind === 'short-day' ? '12:00' : null,
})
const tuesdays = [0, 7, 14].map((later) => session(addDays('2027-01-12', later), 900, 960))

describe('what newly clashes with lessons', () => {
  it('names the first session that did not clash before, and by how many minutes', () => {
    const before = days([version('2026-08-01', 840)])
    const after = days([version('2026-08-01', 840), version('2027-01-18', 915)])
    expect(findNewLessonClashes(tuesdays, before, after, options)).toMatchObject([
      { code: 'lesson-clash', facts: { date: '2027-01-19', minutes: 15, lessonsEnd: '15:15', sessions: 2 } },
    ])
  })

  it('is nothing when the same clash stood before, or is less than it was', () => {
    const was = days([version('2026-08-01', 930)])
    expect(findNewLessonClashes(tuesdays, was, was, options)).toEqual([])
    expect(findNewLessonClashes(tuesdays, was, days([version('2026-08-01', 915)]), options)).toEqual([])
  })

  it('is one session that gets worse although others of the series are solved', () => {
    const was = days([version('2026-08-01', 930)])
    const closures = [closed('2027-01-12'), closed('2027-01-19')]
    expect(
      findNewLessonClashes(tuesdays, was, days([version('2026-08-01', 930)], closures), options),
    ).toEqual([])
    const later = [version('2026-08-01', 840), version('2027-01-25', 945)]
    expect(findNewLessonClashes(tuesdays, was, days(later), options)).toMatchObject([
      { facts: { date: '2027-01-26', sessions: 1 } },
    ])
  })

  it('comes back with the lessons when a closure goes', () => {
    const versions = [version('2026-08-01', 930)]
    const before = days(versions, [closed('2027-01-12')])
    expect(findNewLessonClashes(tuesdays, before, days(versions), options)).toMatchObject([
      { facts: { date: '2027-01-12', sessions: 1, minutes: 30 } },
    ])
  })

  it('is everything for a child that had no school before, and nothing for one that has none any more', () => {
    const some = days([version('2026-08-01', 930)])
    expect(findNewLessonClashes(tuesdays, null, some, options)).toMatchObject([{ facts: { sessions: 3 } }])
    expect(findNewLessonClashes(tuesdays, some, null, options)).toEqual([])
  })

  it('is by the clock on the wall, on both sides of both changes of the clock', () => {
    // The last Sundays of October 2026 and March 2027, with lessons seven days a week.
    for (const sunday of ['2026-10-25', '2027-03-28']) {
      const around = [-1, 0, 1].map((later) => session(addDays(sunday, later), 900, 960))
      const before = days([version('2026-08-01', 900)])
      const after = days([version('2026-08-01', 920)])
      expect(findNewLessonClashes(around, before, before, options)).toEqual([])
      for (const each of around) {
        expect(findNewLessonClashes([each], before, after, options)).toMatchObject([
          { facts: { date: each.date, minutes: 20, startTime: '15:00', lessonsEnd: '15:20' } },
        ])
      }
    }
  })

  it('is always among what clashes after, never a session that clashed as much before, and all of it when nothing did', () => {
    const ends = fc.integer({ min: 700, max: 1100 })
    fc.assert(
      fc.property(
        ends,
        ends,
        ends,
        fc.array(fc.tuple(fc.nat(60), fc.integer({ min: 480, max: 1000 })), { maxLength: 12 }),
        (end, next, changed, drawn) => {
          const sessions = drawn.map(([later, start]) =>
            session(addDays('2027-01-04', later), start, start + 45),
          )
          const before = days([version('2026-08-01', end), version('2027-02-01', next)])
          const after = days([version('2026-08-01', end), version('2027-02-01', changed)])
          const fresh = findNewLessonClashes(sessions, before, after, options)
          for (const each of sessions) {
            const one = (at: PupilDays) =>
              at ? Number(findLessonClashes([each], at.dayOf, school, options)[0]?.facts.minutes ?? 0) : 0
            const isNews = findNewLessonClashes([each], before, after, options).length > 0
            expect(isNews).toBe(one(after) > one(before))
          }
          const news = sessions.filter(
            (each) => findNewLessonClashes([each], before, after, options).length > 0,
          )
          expect(fresh.reduce((sum, { facts }) => sum + Number(facts.sessions), 0)).toBe(news.length)
        },
      ),
    )
  })
})

describe('what newly falls on a day without lessons', () => {
  const versions = [version('2026-08-01', 840)]
  it('is a session on a closure that was not there', () => {
    const before = days(versions, [closed('2027-01-12')])
    const after = days(versions, [closed('2027-01-12'), closed('2027-01-19')])
    expect(findNewClosureWarnings(tuesdays, before, after)).toMatchObject([
      { code: 'session-on-closure', facts: { date: '2027-01-19', name: 'Studiedag' } },
    ])
    expect(findNewClosureWarnings(tuesdays, after, after)).toEqual([])
    expect(findNewClosureWarnings(tuesdays, after, null)).toEqual([])
  })
  it('is not one on a short day', () => {
    expect(
      findNewClosureWarnings(tuesdays, days(versions), days(versions, [closed('2027-01-12', 'short-day')])),
    ).toEqual([])
  })
})

import type { Lesson } from '@portal/shared/timetables/timetable.ts'
import { describe, expect, it } from 'vitest'
import { type Target, weekOf, withWeek, wrongTimes } from './timetable-draft.ts'

const lesson = (
  weekday: number,
  startTime: string,
  endTime: string,
  whose: Partial<Lesson> = {},
): Lesson => ({
  weekday,
  startTime,
  endTime,
  year: null,
  groupId: null,
  ...whose,
})
const all = [
  lesson(1, '08:30', '12:00'),
  lesson(1, '13:00', '15:00'),
  lesson(3, '08:30', '12:30'),
  lesson(6, '09:00', '12:00'),
  lesson(1, '08:30', '14:00', { year: 5 }),
  lesson(2, '09:00', '14:00', { groupId: 'a' }),
]
const yearOf = (group: string) => (group === 'a' || group === 'b' ? 5 : null)
const sorted = (lessons: Lesson[]) => lessons.map((each) => JSON.stringify(each)).sort()

describe('the timetable as a school types it', () => {
  it.each<[Target, string]>([
    ['school', 'own'],
    ['year:5', 'own'],
    ['year:6', 'school'],
    ['group:a', 'own'],
    ['group:b', 'year'],
    ['group:c', 'school'],
  ])('shows for %s the times that hold: %s', (target, source) => {
    expect(weekOf(all, target, yearOf).source).toBe(source)
  })

  it('shows every block of a day, the afternoon too', () => {
    expect(weekOf(all, 'school', yearOf).week[1]).toEqual([
      { start: '08:30', end: '12:00' },
      { start: '13:00', end: '15:00' },
    ])
  })

  it.each<Target>(['school', 'year:5', 'group:a'])('loses nothing of what was not touched: %s', (target) => {
    expect(sorted(withWeek(all, target, weekOf(all, target, yearOf).week))).toEqual(sorted(all))
  })

  it('gives a group times of its own beside those of the others', () => {
    const week = { ...weekOf(all, 'group:b', yearOf).week, 1: [{ start: '08:30', end: '13:00' }] }
    const next = withWeek(all, 'group:b', week)
    expect(next).toContainEqual(lesson(1, '08:30', '13:00', { groupId: 'b' }))
    expect(next).toHaveLength(all.length + 1)
  })

  it('lets a year follow the school again', () => {
    const next = withWeek(all, 'year:5', null)
    expect(weekOf(next, 'year:5', yearOf).source).toBe('school')
    expect(next).toHaveLength(all.length - 1)
  })

  it.each([
    ['an end before its begin', [{ start: '14:00', end: '08:30' }], ['end-2-1']],
    ['a begin alone', [{ start: '08:30', end: '' }], ['end-2-1']],
    ['an end alone', [{ start: '', end: '14:00' }], ['end-2-1']],
    [
      'blocks that overlap',
      [
        { start: '08:30', end: '12:30' },
        { start: '12:00', end: '15:00' },
      ],
      ['end-2-2'],
    ],
    ['nothing at all', [{ start: '', end: '' }], []],
    [
      'two blocks that touch',
      [
        { start: '08:30', end: '12:00' },
        { start: '12:00', end: '15:00' },
      ],
      [],
    ],
  ])('says where %s stands', (_, blocks, expected) => {
    expect(wrongTimes({ 2: blocks })).toEqual(expected)
  })
})

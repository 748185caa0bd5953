import { describe, expect, it } from 'vitest'
import { sessionInputs, wrongSessions } from './session-draft.ts'

const session = (date: string, startTime = '15:00', endTime = '16:00') => ({ date, startTime, endTime })

describe('the sessions as a provider types them', () => {
  it('are wrong without a date, without a time, and when the end is not after the begin', () => {
    expect(
      wrongSessions([
        session('2027-01-04'),
        session(''),
        session('2027-01-05', '15:00', '15:00'),
        session('2027-01-06', '', '16:00'),
      ]),
    ).toEqual([
      { index: 1, field: 'date' },
      { index: 2, field: 'endTime' },
      { index: 3, field: 'endTime' },
    ])
  })

  it('are sent in the order of time, and stay where they stand on screen', () => {
    const typed = [session('2027-01-05'), session('2027-01-04', '16:30', '17:00'), session('2027-01-04')]
    const before = structuredClone(typed)
    expect(sessionInputs(typed).map(({ date, startTime }) => `${date} ${startTime}`)).toEqual([
      '2027-01-04 15:00',
      '2027-01-04 16:30',
      '2027-01-05 15:00',
    ])
    expect(typed).toEqual(before)
  })
})

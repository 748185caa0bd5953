import { describe, expect, it } from 'vitest'
import { emptySeries, seriesErrors, sessionsOf } from './series-draft.ts'

const series = {
  weekdays: ['3', '5'],
  firstDate: '2026-12-14',
  lastDate: '2027-01-08',
  startTime: '15:15',
  endTime: '16:15',
}
const christmas = [{ name: 'Kerstvakantie', firstDate: '2026-12-19', lastDate: '2027-01-03' }]

describe('a weekly series', () => {
  it('leaves out the holidays, and says which days fall out', () => {
    const { sessions, skipped } = sessionsOf(series, christmas, [])
    expect(sessions.map((each) => each.date)).toEqual([
      '2026-12-16',
      '2026-12-18',
      '2027-01-06',
      '2027-01-08',
    ])
    expect(skipped.map((each) => each.date)).toEqual(['2026-12-23', '2026-12-25', '2026-12-30', '2027-01-01'])
  })

  it('holds a day of a holiday that was put back, in its place', () => {
    const { sessions, skipped } = sessionsOf(series, christmas, ['2026-12-23'])
    expect(sessions[2]).toEqual({ date: '2026-12-23', startTime: '15:15', endTime: '16:15' })
    expect(skipped).toHaveLength(3)
  })

  it('tells everything that is missing at once', () => {
    expect(Object.keys(seriesErrors(emptySeries))).toHaveLength(5)
    expect(seriesErrors(series)).toEqual({})
    expect(seriesErrors({ ...series, lastDate: '2026-12-13' })).toEqual({ lastDate: 'wrong.lastDate' })
    expect(seriesErrors({ ...series, endTime: '15:15' })).toEqual({ endTime: 'wrong.endTime' })
  })
})

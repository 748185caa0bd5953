import { describe, expect, it } from 'vitest'
import { findWrongPeriod, periodOf } from './period-draft.ts'

const draft = { name: 'voorjaar', firstDate: '2027-01-01', lastDate: '2027-06-30', mostPlaces: '3' }

describe('a period that is typed', () => {
  it('is right with or without a limit', () => {
    expect(findWrongPeriod(draft)).toEqual([])
    expect(findWrongPeriod({ ...draft, mostPlaces: '' })).toEqual([])
    expect(periodOf({ ...draft, mostPlaces: '' }).mostPlaces).toBeNull()
    expect(periodOf(draft)).toEqual({ ...draft, mostPlaces: 3 })
  })
  it('tells every field that is not right at once', () => {
    expect(findWrongPeriod({ name: '', firstDate: '', lastDate: '', mostPlaces: 'veel' })).toEqual([
      'name',
      'firstDate',
      'lastDate',
      'mostPlaces',
    ])
    for (const mostPlaces of ['0', '51', '-1', '2.5', '1e1'])
      expect(findWrongPeriod({ ...draft, mostPlaces })).toEqual(['mostPlaces'])
    expect(findWrongPeriod({ ...draft, lastDate: '2026-12-31' })).toEqual(['lastDate'])
  })
})

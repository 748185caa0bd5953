import { describe, expect, it } from 'vitest'
import { draftOf, emptyHold, errorsOf, fieldOf, inputOf } from './hold-draft.ts'

const now = new Date('2026-11-24T09:00:00Z')
const sound = { ...emptyHold, schoolId: 'a', places: '3', date: '2026-12-03', time: '12:00' }

describe('held places as typed', () => {
  it('end at a time on the clock of the municipality', () => {
    expect(errorsOf(sound, now)).toEqual({})
    expect(inputOf(sound)).toEqual({
      kind: 'school',
      schoolId: 'a',
      neighbourhoodCode: null,
      places: 3,
      until: '2026-12-03T11:00:00.000Z',
    })
    const hold = {
      ...inputOf(sound),
      id: 'b',
      name: 'School',
      used: 0,
      releasedAt: null,
      createdAt: now.toISOString(),
    }
    expect(draftOf(hold)).toEqual(sound)
  })

  it('need somebody, a number and a moment that is still to come', () => {
    expect(errorsOf({ ...emptyHold, time: '' }, now)).toEqual({
      schoolId: 'wrong.schoolId',
      places: 'wrong.places',
      date: 'wrong.date',
      time: 'wrong.time',
    })
    expect(errorsOf({ ...sound, kind: 'neighbourhood' }, now)).toEqual({
      neighbourhoodCode: 'wrong.neighbourhoodCode',
    })
    expect(errorsOf({ ...sound, kind: 'invited', places: '0' }, now)).toEqual({ places: 'wrong.places' })
    expect(errorsOf({ ...sound, date: '2026-11-24', time: '10:00' }, now)).toEqual({ date: 'wrong.until' })
    // The clock skips this hour.
    expect(errorsOf({ ...sound, date: '2027-03-28', time: '02:30' }, now)).toEqual({ date: 'wrong.until' })
  })

  it('are refused beside the field that is meant', () => {
    expect(fieldOf('/until')).toEqual({ field: 'date', key: 'wrong.until' })
    expect(fieldOf('/places')).toEqual({ field: 'places', key: 'wrong.places' })
    expect(fieldOf('/elsewhere')).toEqual({ field: 'form', key: 'wrong.form' })
  })
})

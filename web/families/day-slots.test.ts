import type { WeekDay } from '@portal/shared/families/child.ts'
import { describe, expect, it } from 'vitest'
import { daySlots, hoursOfWeek } from './day-slots.ts'

const lesson = (startTime: string, endTime: string) => ({ startTime, endTime })
const activity = (startTime: string, endTime: string): WeekDay['activities'][number] => ({
  enrolmentId: 'e',
  offeringId: 'o',
  title: 'Judo',
  status: 'placed',
  startTime,
  endTime,
  start: '2026-12-07T14:00:00.000Z',
  place: 'Sportzaal',
  address: 'Straat 1',
})
const day = (parts: Partial<WeekDay>): WeekDay => ({
  date: '2026-12-07',
  closure: null,
  lessons: [],
  activities: [],
  cancelled: [],
  ...parts,
})
const hours = { from: '08:00', until: '18:00' }
const told = (of: WeekDay) => daySlots(of, hours).map((slot) => `${slot.kind} ${slot.start}-${slot.end}`)

describe('the day of a child', () => {
  it('shows free time before, between and after what is planned', () => {
    const busy = day({ lessons: [lesson('08:30', '14:00')], activities: [activity('15:15', '16:15')] })
    expect(told(busy)).toEqual([
      'free 08:00-08:30',
      'lesson 08:30-14:00',
      'free 14:00-15:15',
      'activity 15:15-16:15',
      'free 16:15-18:00',
    ])
  })

  it('is all free on a day without anything', () => {
    expect(told(day({}))).toEqual(['free 08:00-18:00'])
  })

  it('counts no free time inside what overlaps', () => {
    const clash = day({ lessons: [lesson('08:00', '15:00')], activities: [activity('14:00', '14:30')] })
    expect(told(clash)).toEqual(['lesson 08:00-15:00', 'activity 14:00-14:30', 'free 15:00-18:00'])
  })

  it('leaves no gap for what follows at once', () => {
    const full = day({ lessons: [lesson('08:00', '12:00'), lesson('12:00', '18:00')] })
    expect(told(full)).toEqual(['lesson 08:00-12:00', 'lesson 12:00-18:00'])
  })

  it('widens the hours of a week to the earliest and the latest in it', () => {
    const days = [
      day({ activities: [activity('19:00', '20:30')] }),
      day({ lessons: [lesson('07:45', '14:00')] }),
    ]
    expect(hoursOfWeek(days)).toEqual({ from: '07:45', until: '20:30' })
  })
})

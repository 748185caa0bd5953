import type { WeekDay } from '@portal/shared/families/child.ts'

/** A stretch of a child's day; local times, end exclusive; `minutes` is its length. */
export type DaySlot = { start: string; end: string; minutes: number } & (
  | { kind: 'lesson' | 'free' }
  | { kind: 'activity'; activity: WeekDay['activities'][number] }
)

const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))

/** The hours that a week shows, at least from 8 to 18: wide enough for everything in it. */
export function hoursOfWeek(days: readonly WeekDay[]): { from: string; until: string } {
  const all = days.flatMap((day) => [...day.lessons, ...day.activities])
  return {
    from: ['08:00', ...all.map((each) => each.startTime)].sort()[0] ?? '08:00',
    until: ['18:00', ...all.map((each) => each.endTime)].sort().at(-1) ?? '18:00',
  }
}

/**
 * A day as it goes: lessons, activities and the free time between them, in order, from the first hour to the last. What
 * overlaps stands one after the other; free time is never counted twice.
 */
export function daySlots(day: WeekDay, hours: { from: string; until: string }): DaySlot[] {
  const busy = [
    ...day.lessons.map((lesson) => ({ ...lesson, kind: 'lesson' as const })),
    ...day.activities.map((activity) => ({
      startTime: activity.startTime,
      endTime: activity.endTime,
      kind: 'activity' as const,
      activity,
    })),
  ].sort((a, b) => a.startTime.localeCompare(b.startTime) || a.endTime.localeCompare(b.endTime))
  const slots: DaySlot[] = []
  const free = (start: string, end: string) => {
    if (start < end) slots.push({ kind: 'free', start, end, minutes: minutesOf(end) - minutesOf(start) })
  }
  let reached = hours.from
  for (const { startTime: start, endTime: end, ...what } of busy) {
    free(reached, start)
    slots.push({ ...what, start, end, minutes: minutesOf(end) - minutesOf(start) })
    if (end > reached) reached = end
  }
  free(reached, hours.until)
  return slots
}

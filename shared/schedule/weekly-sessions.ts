import { addDays, weekdayOf } from './local-time.ts'

export type WeeklyPlan = {
  firstDate: string
  lastDate: string
  /** ISO weekdays. */
  weekdays: number[]
  startTime: string
  endTime: string
}

/**
 * Repeats a session weekly between two dates (both included), leaving out days on which a closure falls.
 * `skipped` tells which and why, so that the provider can put one back. At most 400 days are looked at.
 */
export function weeklySessions(
  plan: WeeklyPlan,
  closures: readonly { name: string; firstDate: string; lastDate: string }[],
): {
  sessions: { date: string; startTime: string; endTime: string }[]
  skipped: { date: string; name: string }[]
} {
  const sessions: { date: string; startTime: string; endTime: string }[] = []
  const skipped: { date: string; name: string }[] = []
  for (let day = 0; day < 400; day += 1) {
    const date = addDays(plan.firstDate, day)
    if (date > plan.lastDate) break
    if (!plan.weekdays.includes(weekdayOf(date))) continue
    const closure = closures.find((each) => each.firstDate <= date && date <= each.lastDate)
    if (closure) skipped.push({ date, name: closure.name })
    else sessions.push({ date, startTime: plan.startTime, endTime: plan.endTime })
  }
  return { sessions, skipped }
}

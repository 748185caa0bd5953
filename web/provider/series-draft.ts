import { type WeeklyPlan, weeklySessions } from '@portal/shared/schedule/weekly-sessions.ts'

/** A weekly series as typed. */
export type SeriesDraft = {
  weekdays: string[]
  firstDate: string
  lastDate: string
  startTime: string
  endTime: string
}

export const emptySeries: SeriesDraft = {
  weekdays: [],
  firstDate: '',
  lastDate: '',
  startTime: '',
  endTime: '',
}

export type SeriesError = 'wrong.weekdays' | 'wrong.date' | 'wrong.lastDate' | 'wrong.time' | 'wrong.endTime'

export function seriesErrors(series: SeriesDraft): Partial<Record<keyof SeriesDraft, SeriesError>> {
  const { weekdays, firstDate, lastDate, startTime, endTime } = series
  return {
    ...(weekdays.length > 0 ? {} : { weekdays: 'wrong.weekdays' as const }),
    ...(firstDate ? {} : { firstDate: 'wrong.date' as const }),
    ...(lastDate && lastDate >= firstDate ? {} : { lastDate: 'wrong.lastDate' as const }),
    ...(startTime ? {} : { startTime: 'wrong.time' as const }),
    ...(endTime > startTime ? {} : { endTime: 'wrong.endTime' as const }),
  }
}

type Closure = { name: string; firstDate: string; lastDate: string }

/** The sessions of a series, with those in a holiday that were put back, and the holidays that were left out. */
export function sessionsOf(series: SeriesDraft, closures: readonly Closure[], putBack: readonly string[]) {
  const plan: WeeklyPlan = { ...series, weekdays: series.weekdays.map(Number) }
  const { sessions, skipped } = weeklySessions(plan, closures)
  const { startTime, endTime } = series
  const back = skipped
    .filter(({ date }) => putBack.includes(date))
    .map(({ date }) => ({ date, startTime, endTime }))
  return {
    sessions: [...sessions, ...back].sort((a, b) => a.date.localeCompare(b.date)),
    skipped: skipped.filter(({ date }) => !putBack.includes(date)),
  }
}

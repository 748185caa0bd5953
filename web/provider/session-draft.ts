import type { SessionInput } from '@portal/shared/catalogue/offering.ts'

/** A session as typed: ISO date and clock times `HH:MM`, empty where nothing stands yet. */
export type SessionDraft = { id?: string; date: string; startTime: string; endTime: string }

/** The first field that is wrong of each session as typed, by its place in the list: no date, or an end not after the begin. */
export const wrongSessions = (
  sessions: readonly SessionDraft[],
): { index: number; field: 'date' | 'endTime' }[] =>
  sessions.flatMap<{ index: number; field: 'date' | 'endTime' }>(({ date, startTime, endTime }, index) => {
    if (!date) return [{ index, field: 'date' }]
    return startTime && endTime > startTime ? [] : [{ index, field: 'endTime' }]
  })

/** What the API takes: in the order of time, the list on screen left as it is. */
export const sessionInputs = (sessions: readonly SessionDraft[]): SessionInput[] =>
  sessions.toSorted((a, b) =>
    `${a.date}${a.startTime}`.localeCompare(`${b.date}${b.startTime}`),
  ) as SessionInput[]

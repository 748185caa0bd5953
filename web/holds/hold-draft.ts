import type { HoldInput, HoldKind, PlaceHold } from '@portal/shared/holds/hold.ts'
import { fromLocal, minutesOf, timeOf, toLocal } from '@portal/shared/schedule/local-time.ts'

const zone = 'Europe/Amsterdam'

/** A hold as typed; `date` and `time` on the clock of the municipality. */
export type HoldDraft = {
  kind: HoldKind
  schoolId: string
  neighbourhoodCode: string
  places: string
  date: string
  time: string
}

export const emptyHold: HoldDraft = {
  kind: 'school',
  schoolId: '',
  neighbourhoodCode: '',
  places: '',
  date: '',
  time: '12:00',
}

export function draftOf(hold: PlaceHold): HoldDraft {
  const until = toLocal(new Date(hold.until), zone)
  return {
    kind: hold.kind,
    schoolId: hold.schoolId ?? '',
    neighbourhoodCode: hold.neighbourhoodCode ?? '',
    places: String(hold.places),
    date: until.date,
    time: timeOf(until.minutes),
  }
}

/** The moment that was typed; null when there is none, or the clock skips it. */
const untilOf = ({ date, time }: HoldDraft): Date | null =>
  date && /^\d\d:\d\d$/.test(time) ? fromLocal(date, minutesOf(time), zone) : null

export type HoldField = 'schoolId' | 'neighbourhoodCode' | 'places' | 'date' | 'time'

/** What is wrong, as keys of the dictionary per field. The server has the last word. */
export function errorsOf(
  draft: HoldDraft,
  now: Date,
): Partial<Record<HoldField, `wrong.${HoldField | 'until'}`>> {
  const until = untilOf(draft)
  return {
    ...(draft.kind === 'school' && !draft.schoolId ? { schoolId: 'wrong.schoolId' as const } : {}),
    ...(draft.kind === 'neighbourhood' && !draft.neighbourhoodCode
      ? { neighbourhoodCode: 'wrong.neighbourhoodCode' as const }
      : {}),
    ...(/^[1-9]\d{0,2}$|^1000$/.test(draft.places.trim()) ? {} : { places: 'wrong.places' as const }),
    ...(draft.date ? {} : { date: 'wrong.date' as const }),
    ...(draft.time ? {} : { time: 'wrong.time' as const }),
    ...(draft.date && draft.time && (!until || until <= now) ? { date: 'wrong.until' as const } : {}),
  }
}

export const inputOf = (draft: HoldDraft): HoldInput => ({
  kind: draft.kind,
  schoolId: draft.kind === 'school' ? draft.schoolId : null,
  neighbourhoodCode: draft.kind === 'neighbourhood' ? draft.neighbourhoodCode : null,
  places: Number(draft.places),
  until: untilOf(draft)?.toISOString() ?? '',
})

/** The field of the form that a pointer of the API means; `form` for what the form does not ask. */
export function fieldOf(pointer: string): {
  field: HoldField | 'form'
  key: `wrong.${HoldField | 'until' | 'form'}`
} {
  if (pointer === '/until') return { field: 'date', key: 'wrong.until' }
  const name = pointer.slice(1)
  if (name === 'schoolId' || name === 'neighbourhoodCode' || name === 'places')
    return { field: name, key: `wrong.${name}` }
  return { field: 'form', key: 'wrong.form' }
}

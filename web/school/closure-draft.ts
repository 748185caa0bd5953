import type { Closure, ClosureInput } from '@portal/shared/timetables/closure.ts'

/** A closure as typed; `replacesId` is the holiday of the region that it stands in for. */
export type ClosureDraft = {
  kind: Closure['kind']
  name: string
  firstDate: string
  lastDate: string
  lessonsEnd: string
  replacesId: string | null
}

/** A closure that would be added, changed or removed (null), before anybody was asked why. */
export type ClosureChange = { closureId: string | null; closure: Omit<ClosureInput, 'reason'> | null }

export const emptyClosure: ClosureDraft = {
  kind: 'study-day',
  name: '',
  firstDate: '',
  lastDate: '',
  lessonsEnd: '',
  replacesId: null,
}

/** A holiday of the region is replaced, an own closure changed. */
export const draftOf = (closure: Closure): ClosureDraft => ({
  kind: closure.kind,
  name: closure.name,
  firstDate: closure.firstDate,
  lastDate: closure.lastDate,
  lessonsEnd: closure.lessonsEnd ?? '',
  replacesId: closure.isDefault ? closure.id : closure.replacesId,
})

export const inputOf = (draft: ClosureDraft): Omit<ClosureInput, 'reason'> => ({
  kind: draft.kind,
  name: draft.name.trim(),
  firstDate: draft.firstDate,
  lastDate: draft.lastDate || draft.firstDate,
  lessonsEnd: draft.kind === 'short-day' ? draft.lessonsEnd : null,
  replacesId: draft.replacesId,
  applies: true,
})

/** What is wrong, as keys of the dictionary per field. */
export function errorsOf(
  draft: ClosureDraft,
): Partial<Record<keyof ClosureDraft, 'wrongName' | 'wrongDate' | 'wrongLast' | 'wrongEnd'>> {
  return {
    ...(draft.name.trim() ? {} : { name: 'wrongName' as const }),
    ...(draft.firstDate ? {} : { firstDate: 'wrongDate' as const }),
    ...(draft.lastDate && draft.lastDate < draft.firstDate ? { lastDate: 'wrongLast' as const } : {}),
    ...(draft.kind === 'short-day' && !draft.lessonsEnd ? { lessonsEnd: 'wrongEnd' as const } : {}),
  }
}

/** The field of the form that a pointer of the API means; `form` for what the form does not ask. */
export function fieldOf(pointer: string): Exclude<keyof ClosureDraft, 'replacesId'> | 'form' {
  const name = pointer.replace('/closure', '').slice(1)
  return name !== 'replacesId' && name in emptyClosure
    ? (name as Exclude<keyof ClosureDraft, 'replacesId'>)
    : 'form'
}

import type { ClosurePreviewRequest, TouchPreview } from '@portal/shared/calendar/clash.ts'
import { type ClosureFact, closuresOfSchool } from '@portal/shared/schedule/school-day.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { findTouched } from '../calendar/find-touched.ts'
import { readStanding } from '../calendar/read-standing.ts'
import { Problem } from '../http/problem.ts'
import { recordLooks } from '../looks/record-looks.ts'
import { holdToOwnSchool } from '../schools/own-school.ts'
import { findWrongClosure, refuseClosure } from './keep-closure.ts'
import { readClosures, readSchedules } from './school-schedules.ts'

/** The closures as they would stand. @throws Problem not-found when the closure that would change is not the school's own */
function altered(
  closures: readonly ClosureFact[],
  schoolId: string,
  { closureId, closure }: ClosurePreviewRequest,
): ClosureFact[] {
  const own = closures.find((each) => each.id === closureId && each.schoolId === schoolId)
  if (closureId !== null && !own) throw new Problem('not-found')
  const replacesId = own ? own.replacesId : (closure?.replacesId ?? null)
  // Adding one for a holiday of the region takes the place of the one that was added for it before.
  const isReplaced = (each: ClosureFact) =>
    each.id === closureId ||
    (each.schoolId === schoolId && replacesId !== null && each.replacesId === replacesId)
  const rest = closures.filter((each) => !isReplaced(each))
  return closure ? [...rest, { ...closure, id: own?.id ?? '', schoolId, replacesId }] : rest
}

/**
 * Whom an own closure that is added, changed or removed would touch, with what would newly clash; nothing is changed.
 * @throws Problem not-found, invalid-input
 */
export async function previewClosure(
  deps: Dependencies,
  actor: Actor,
  schoolId: string,
  input: ClosurePreviewRequest,
): Promise<TouchPreview> {
  holdToOwnSchool(actor, schoolId)
  const { db, municipality, clock } = deps
  const errors = await findWrongClosure(deps, input.closure ?? {})
  if (errors.length > 0)
    throw refuseClosure(errors.map((each) => ({ ...each, pointer: `/closure${each.pointer}` })))
  const schedules = await readSchedules(db, municipality.id, [schoolId])
  const closures = altered(await readClosures(db, municipality.id, [schoolId]), schoolId, input)
  const schedule = schedules.get(schoolId)
  if (!schedule) throw new Problem('not-found')
  const after = { ...schedule, closures: closuresOfSchool(closures, schoolId), judged: new Map() }
  const standing = await readStanding(deps, db, { schoolId })
  const enrolments = findTouched(
    { standing, schedules },
    { standing, schedules: new Map([[schoolId, after]]) },
    municipality,
    clock(),
  )
  const seen = enrolments.map(({ child }) => child.id)
  await recordLooks(deps, db, actor, { role: 'school', schoolId, what: 'timetable-clash' }, seen)
  return { enrolments }
}

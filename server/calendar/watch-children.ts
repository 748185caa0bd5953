import type { Transaction } from '@portal/db/transaction.ts'
import type { Dependencies } from '../app-env.ts'
import { readSchedules } from '../timetables/school-schedules.ts'
import { findTouched } from './find-touched.ts'
import { type JudgedStanding, readStanding } from './read-standing.ts'
import { tellFamilies } from './tell-families.ts'

/** What stood for children before they are changed. */
export type Watch = { childIds: readonly string[]; standing: JudgedStanding[] }

/**
 * Looks at what stands for children of which home, school, group, year or birth date are about to change. The children are
 * locked: whoever enrols one of them comes before or after.
 */
export async function watchChildren(
  deps: Pick<Dependencies, 'municipality' | 'clock'>,
  tx: Transaction,
  childIds: readonly string[],
): Promise<Watch> {
  return { childIds, standing: await readStanding(deps, tx, { childIds }) }
}

/**
 * After the change: records notices for what no longer fits. Nothing is dropped. The calendar is held from here at the latest
 * (holdCalendar): the schedules of now count for before and after, so what a timetable did meanwhile is told by the timetable. `reason`: in the
 * words of the school that changed it, empty for a family.
 */
export async function tellOfChildren(
  deps: Pick<Dependencies, 'municipality' | 'clock'>,
  tx: Transaction,
  { childIds, standing }: Watch,
  reason = '',
): Promise<void> {
  if (standing.length === 0) return
  const after = await readStanding(deps, tx, { childIds })
  const schoolIds = [...standing, ...after].flatMap(({ judgement }) => judgement.facts.schoolId ?? [])
  const schedules = await readSchedules(tx, deps.municipality.id, [...new Set(schoolIds)])
  const touched = findTouched(
    { standing, schedules },
    { standing: after, schedules },
    deps.municipality,
    deps.clock(),
  )
  await tellFamilies(deps, tx, touched, 'child', reason)
}

import type { Transaction } from '@portal/db/transaction.ts'
import type { Dependencies } from '../app-env.ts'
import { readSchedules, type SchoolSchedule } from '../timetables/school-schedules.ts'
import { findTouched } from './find-touched.ts'
import { changeCalendar } from './hold-calendar.ts'
import { type JudgedStanding, readStanding } from './read-standing.ts'
import { tellFamilies } from './tell-families.ts'

/** What stands for the pupils of the school, and its schedule, after the change. */
export type ChangedDays<Result> = {
  result: Result
  standing: JudgedStanding[]
  schedule: SchoolSchedule | undefined
}

/**
 * Does something to the lessons or closures of a school with the calendar to itself, and in the same transaction records notices for
 * the families whom it touches. The first thing that its transaction does: the calendar comes before all other locks.
 */
export async function changeSchoolDays<Result>(
  deps: Dependencies,
  tx: Transaction,
  schoolId: string,
  reason: string,
  work: () => Promise<Result>,
): Promise<ChangedDays<Result>> {
  const { municipality, clock } = deps
  await changeCalendar(deps, tx)
  const standing = await readStanding(deps, tx, { schoolId })
  const before = await readSchedules(tx, municipality.id, [schoolId])
  const result = await work()
  const after = await readSchedules(tx, municipality.id, [schoolId])
  const touched = findTouched(
    { standing, schedules: before },
    { standing, schedules: after },
    municipality,
    clock(),
  )
  await tellFamilies(deps, tx, touched, 'calendar', reason)
  return { result, standing, schedule: after.get(schoolId) }
}

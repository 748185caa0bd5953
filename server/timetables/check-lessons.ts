import { addDays, toLocal } from '@portal/shared/schedule/local-time.ts'
import type { TimetableInput } from '@portal/shared/timetables/timetable.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import type { FieldError } from '../http/validate.ts'

/** What a schema cannot see: a foreign group, a year that this kind of school has not, lessons on top of each other. */
export async function findWrongLessons(
  deps: Dependencies,
  schoolId: string,
  validFrom: string,
  lessons: TimetableInput['lessons'],
): Promise<FieldError[]> {
  const { db, municipality } = deps
  const [school] = await db.sql<{ sector: string }>`
    SELECT sector FROM school WHERE municipality_id = ${municipality.id} AND id = ${schoolId}`
  if (!school) throw new Problem('not-found')
  const groups = await db.sql<{ id: string }>`
    SELECT id FROM school_group WHERE municipality_id = ${municipality.id} AND school_id = ${schoolId}`
  const known = new Set(groups.map((group) => group.id))
  const years = school.sector === 'po' || school.sector === 'so' ? 8 : 6
  const errors: FieldError[] = []
  const today = toLocal(deps.clock(), municipality.timeZone).date
  if (validFrom < addDays(today, -730) || validFrom > addDays(today, 730)) {
    errors.push({ pointer: 'validFrom', detail: 'Use a first day within two years of today.' })
  }
  for (const [index, lesson] of lessons.entries()) {
    if (lesson.groupId !== null && !known.has(lesson.groupId)) {
      errors.push({ pointer: `/lessons/${index}/groupId`, detail: 'This school has no such group.' })
    }
    if (lesson.year !== null && lesson.year > years) {
      errors.push({ pointer: `/lessons/${index}/year`, detail: `This school has years 1 to ${years}.` })
    }
    const other = lessons.findIndex(
      (each, at) =>
        at < index &&
        each.weekday === lesson.weekday &&
        each.year === lesson.year &&
        each.groupId === lesson.groupId &&
        each.startTime < lesson.endTime &&
        lesson.startTime < each.endTime,
    )
    if (other >= 0)
      errors.push({
        pointer: `/lessons/${index}/startTime`,
        detail: `These lessons overlap lessons/${other}.`,
      })
  }
  return errors
}

import type { Queryable } from '@portal/db/client.ts'
import { toLocal } from '@portal/shared/schedule/local-time.ts'
import type { Sector } from '@portal/shared/schools/school.ts'
import { schoolYearOf } from '@portal/shared/schools/school-year.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'

/** Holds somebody to the schools of which they are staff. @throws Problem not-found */
export function holdToOwnSchool(actor: Actor, schoolId: string): void {
  if (!actor.schoolIds.includes(schoolId)) throw new Problem('not-found')
}

/** The calendar year in which the school year of today begins. */
export const currentSchoolYear = ({ clock, municipality }: Pick<Dependencies, 'clock' | 'municipality'>) =>
  schoolYearOf(toLocal(clock(), municipality.timeZone).date)

export type SchoolFacts = { sector: Sector; brin: string; locationNumber: string; name: string }

/** @throws Problem not-found */
export async function findSchoolFacts(
  deps: Dependencies,
  db: Queryable,
  schoolId: string,
): Promise<SchoolFacts> {
  const [school] = await db.sql<SchoolFacts>`
    SELECT sector, brin, location_number AS "locationNumber", name FROM school
    WHERE municipality_id = ${deps.municipality.id} AND id = ${schoolId}`
  if (!school) throw new Problem('not-found')
  return school
}

import type { SchoolPage } from '@portal/shared/schools/school.ts'
import type { Timetable } from '@portal/shared/timetables/timetable.ts'
import { api } from '../api.ts'

/** The holidays of the region, as every school has them that did not change them. */
export async function loadHolidays() {
  const schools = await api<SchoolPage>('GET', '/schools?pageSize=1')
  const timetable = await api<Timetable>('GET', `/schools/${schools.items[0]?.id}/timetable`)
  return timetable.closures.filter((closure) => closure.isDefault)
}

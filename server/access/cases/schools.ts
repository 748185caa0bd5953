import { municipalityId } from '@portal/db/seed/reference/load-reference.ts'
import { newId } from '@portal/shared/ids.ts'
import { type AccessCases, ownersOf } from './case.ts'

export const schoolCases: AccessCases = {
  kinds: {
    async school(world, side) {
      const { schoolId } = ownersOf(world, side)
      return { table: 'school', id: schoolId, path: { id: schoolId, validFrom: '2027-01-04' }, schoolId }
    },
    async closure(world, side) {
      const { schoolId } = ownersOf(world, side)
      const id = newId()
      await world.test.db.sql`
        INSERT INTO closure (municipality_id, id, school_id, kind, name, first_date, last_date)
        VALUES (${municipalityId}, ${id}, ${schoolId}, 'study-day', 'Proef', '2027-01-04', '2027-01-04')`
      return { table: 'closure', id, path: { id: schoolId, closureId: id }, schoolId }
    },
  },
  about: {
    '/schools/{id}': 'school',
    '/schools/{id}/groups': 'school',
    '/schools/{id}/timetable': 'school',
    '/schools/{id}/timetables/{validFrom}': 'school',
    '/schools/{id}/timetables/{validFrom}/checks': 'school',
    '/schools/{id}/closures': 'school',
    '/schools/{id}/closures/{closureId}': 'closure',
  },
  bodies: {
    'PUT /schools/{id}/timetables/{validFrom}': () => ({ lessons: [], status: 'draft' }),
    'POST /schools/{id}/timetables/{validFrom}/checks': () => ({ lessons: [] }),
    'POST /schools/{id}/closures': () => ({
      kind: 'study-day',
      name: 'Proef',
      firstDate: '2027-01-05',
      lastDate: '2027-01-05',
    }),
    'PATCH /schools/{id}/closures/{closureId}': () => ({ name: 'Anders' }),
  },
}

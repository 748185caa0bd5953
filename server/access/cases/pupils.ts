import { namedId } from '@portal/db/seed/named-id.ts'
import { municipalityId } from '@portal/db/seed/reference/load-reference.ts'
import { newClaimCode } from '@portal/shared/claims/claim-code.ts'
import { newId } from '@portal/shared/ids.ts'
import { type AccessCases, ownersOf, type Side, type Subject, type World } from './case.ts'

/** A pupil without a family, at the school of a side. */
async function makePupil(world: World, side: Side): Promise<Subject> {
  const { schoolId } = ownersOf(world, side)
  const id = newId()
  await world.test.db.sql`
    INSERT INTO child (municipality_id, id, first_name, last_name, birth_date, school_id, created_at)
    VALUES (${municipalityId}, ${id}, 'Proef', 'Leerling', '2018-01-01', ${schoolId}, now())`
  return { table: 'child', id, path: { id: schoolId, childId: id }, schoolId }
}

export const pupilCases: AccessCases = {
  kinds: {
    pupil: makePupil,
    async group(world, side) {
      const { schoolId } = ownersOf(world, side)
      const id = newId()
      await world.test.db.sql`
        INSERT INTO school_group (municipality_id, id, school_id, school_year, name, year)
        VALUES (${municipalityId}, ${id}, ${schoolId}, 2025, ${id.slice(-12)}, 3)`
      return { table: 'school_group', id, path: { id: schoolId, groupId: id }, schoolId }
    },
    async 'pupil import'(world, side) {
      const { schoolId } = ownersOf(world, side)
      const id = newId()
      await world.test.db.sql`
        INSERT INTO pupil_import (municipality_id, id, school_id, by_account, format, status, total, started_at, ended_at)
        VALUES (${municipalityId}, ${id}, ${schoolId}, ${namedId('account', 'school@demo.example')}, 'csv', 'done', 0, now(), now())`
      return { table: 'pupil_import', id, path: { id: schoolId, importId: id }, schoolId }
    },
    async 'claim code'(world, side) {
      const pupil = await makePupil(world, side)
      const id = newId()
      await world.test.db.sql`
        INSERT INTO claim_code (municipality_id, id, code_hash, child_id, school_id, created_by, created_at, expires_at)
        VALUES (${municipalityId}, ${id}, decode(md5(${id}::text) || md5('x' || ${id}::text), 'hex'), ${pupil.id}, ${pupil.schoolId},
          ${namedId('account', 'school@demo.example')}, now(), now() + interval '1 day')`
      return {
        table: 'claim_code',
        id,
        path: { id: pupil.schoolId ?? '', codeId: id },
        schoolId: pupil.schoolId ?? '',
      }
    },
  },
  about: {
    '/schools/{id}/kept-groups': 'school',
    '/schools/{id}/groups/{groupId}': 'group',
    '/schools/{id}/next-year': 'school',
    '/schools/{id}/pupils': 'school',
    '/schools/{id}/pupils/{childId}': 'pupil',
    '/schools/{id}/pupil-imports': 'school',
    '/schools/{id}/pupil-imports/previews': 'school',
    '/schools/{id}/pupil-imports/{importId}': 'pupil import',
    '/schools/{id}/claim-codes': 'school',
    '/schools/{id}/claim-codes/{codeId}': 'claim code',
  },
  bodies: {
    'POST /schools/{id}/groups': () => ({ name: newId().slice(-12), year: 3, schoolYear: 2025 }),
    'PATCH /schools/{id}/groups/{groupId}': () => ({ year: 4 }),
    // Without a move for its groups nothing goes up.
    'POST /schools/{id}/next-year': () => ({ schoolYear: 2026, groups: [] }),
    'POST /schools/{id}/pupils': () => ({
      firstName: 'Proef',
      lastName: 'Leerling',
      birthDate: '2018-01-01',
    }),
    'PATCH /schools/{id}/pupils/{childId}': () => ({ firstName: 'Anders' }),
    'POST /schools/{id}/claim-codes': () => ({ childIds: [] }),
    'POST /claims/previews': () => ({ code: newClaimCode() }),
    'POST /claims': () => ({ code: newClaimCode() }),
  },
}

import { namedId } from '@portal/db/seed/named-id.ts'
import { municipalityId } from '@portal/db/seed/reference/load-reference.ts'
import { newId } from '@portal/shared/ids.ts'
import { type AccessCases, anOffering, makeChild, ownersOf, type Subject, type World } from './case.ts'

/** A pupil of the school that it is about, so that somebody is enrolled. */
async function classOf(world: World, subject: Subject | null) {
  const id = newId()
  await world.test.db.sql`
    INSERT INTO child (municipality_id, id, first_name, last_name, birth_date, school_id, created_at)
    VALUES (${municipalityId}, ${id}, 'Proef', 'Leerling', '2018-01-01', ${subject?.schoolId ?? null}::uuid, now())`
  return {
    offeringId: await anOffering(world, namedId('provider', 0)),
    childIds: [id],
    mode: 'all-that-can',
    mayWait: true,
  }
}

export const classCases: AccessCases = {
  kinds: {
    async 'class enrolment'(world, side) {
      const { schoolId } = ownersOf(world, side)
      const id = newId()
      await world.test.db.sql`
        INSERT INTO class_enrolment (municipality_id, id, school_id, offering_id, by_account, request_key, request_hash, mode, may_wait,
          made_at)
        VALUES (${municipalityId}, ${id}, ${schoolId}, ${await anOffering(world, namedId('provider', 0))},
          ${namedId('account', 'school@demo.example')}, ${newId()}, decode(md5(${id}::text) || md5('x' || ${id}::text), 'hex'),
          'all-that-can', true, ${world.test.deps.clock()})`
      return { table: 'class_enrolment', id, path: { id: schoolId, runId: id }, schoolId }
    },
    async 'awaited consent'(world, side) {
      const child = await makeChild(world, side)
      const id = newId()
      await world.test.db.sql`
        INSERT INTO enrolment (municipality_id, id, child_id, offering_id, status, joined_at, busy, consent_until, changed_at, change_reason)
        SELECT ${municipalityId}, ${id}, ${child.id}, id, 'awaiting_consent', now(), busy, ${new Date('2026-11-28T09:00:00Z')}, now(), 'test'
        FROM offering WHERE id = ${await anOffering(world, namedId('provider', 0))}`
      // Only the family answers.
      const { schoolId: _, ...ofFamily } = child
      return { ...ofFamily, table: 'enrolment', id, path: { id } }
    },
    async 'child with school consent'(world, side) {
      const child = await makeChild(world, side)
      await world.test.db.sql`
        INSERT INTO school_consent (municipality_id, child_id, school_id, given_by, given_at)
        VALUES (${municipalityId}, ${child.id}, ${child.schoolId}, ${namedId('account', child.guardian ?? '')}, now())`
      return child
    },
  },
  about: {
    '/schools/{id}/class-enrolments': 'school',
    '/schools/{id}/class-enrolment-previews': 'school',
    '/schools/{id}/class-enrolments/{runId}': 'class enrolment',
    '/schools/{id}/class-enrolments/{runId}/undo': 'class enrolment',
    '/enrolments/{id}/consents': 'awaited consent',
    '/children/{id}/school-consent': 'child',
    'DELETE /children/{id}/school-consent': 'child with school consent',
  },
  bodies: {
    'POST /schools/{id}/class-enrolments': classOf,
    'POST /schools/{id}/class-enrolment-previews': classOf,
    'POST /enrolments/{id}/consents': () => ({ answer: 'yes-always' }),
    'PUT /children/{id}/school-consent': (_, subject) => ({ schoolId: subject?.schoolId }),
    'POST /consents/previews': () => ({ token: 'nobody' }),
    'POST /consents': () => ({ token: 'nobody', answer: 'yes' }),
  },
}

import { namedId } from '@portal/db/seed/named-id.ts'
import { municipalityId } from '@portal/db/seed/reference/load-reference.ts'
import { newId } from '@portal/shared/ids.ts'
import { type AccessCases, anOffering, makeChild } from './case.ts'

export const enrolmentCases: AccessCases = {
  kinds: {
    async enrolment(world, side) {
      const child = await makeChild(world, side)
      const id = newId()
      await world.test.db.sql`
        INSERT INTO enrolment (municipality_id, id, child_id, offering_id, status, joined_at, busy, offered_until, changed_at, change_reason)
        SELECT ${municipalityId}, ${id}, ${child.id}, id, 'offered', now(), busy, ${new Date('2026-11-25T09:00:00Z')}, now(), 'test'
        FROM offering WHERE id = ${await anOffering(world, namedId('provider', 0))}`
      return { ...child, table: 'enrolment', id, path: { id } }
    },
  },
  about: {
    '/enrolments/{id}': 'enrolment',
    '/enrolments/{id}/withdrawal': 'enrolment',
    '/enrolments/{id}/acceptance': 'enrolment',
    '/enrolments/{id}/refusal': 'enrolment',
    'POST /enrolments': 'child',
  },
  bodies: {
    'POST /children/{id}/checks': async (world) => ({
      offeringId: await anOffering(world, namedId('provider', 0)),
    }),
    'POST /enrolments': async (world, subject) => ({
      childId: subject?.id,
      offeringId: await anOffering(world, namedId('provider', 0)),
    }),
  },
}

import { municipalityId } from '@portal/db/seed/reference/load-reference.ts'
import { newId } from '@portal/shared/ids.ts'
import { type AccessCases, anOffering, ownersOf, type Side, type World } from './case.ts'

const until = '2026-11-26T11:00:00Z'

/** A hold for the school of a side, in an offering of its provider. */
async function makeHold(world: World, side: Side) {
  const { schoolId, providerId } = ownersOf(world, side)
  const offeringId = await anOffering(world, providerId)
  const id = newId()
  await world.test.db.sql`
    INSERT INTO place_hold (municipality_id, id, offering_id, kind, school_id, places, until, created_at)
    VALUES (${municipalityId}, ${id}, ${offeringId}, 'school', ${schoolId}, 1, ${until}, now())`
  return { table: 'place_hold', id, path: { id: offeringId, holdId: id }, schoolId, providerId }
}

/** A pupil of the school of a side, invited to an offering for which more can be invited. */
async function makeInvitation(world: World, side: Side) {
  const { schoolId } = ownersOf(world, side)
  const { db } = world.test
  const id = newId()
  await db.sql`
    INSERT INTO child (municipality_id, id, first_name, last_name, birth_date, school_id, created_at)
    VALUES (${municipalityId}, ${id}, 'Proef', 'Leerling', '2018-01-01', ${schoolId}, now())`
  const offeringId = await anOffering(world, ownersOf(world, 'other').providerId)
  await db.sql`UPDATE offering SET invited_only = true WHERE id = ${offeringId}`
  await db.sql`
    INSERT INTO offering_invitation (municipality_id, offering_id, child_id) VALUES (${municipalityId}, ${offeringId}, ${id})`
  return { table: 'child', id, path: { id: schoolId, offeringId, childId: id }, schoolId }
}

export const holdCases: AccessCases = {
  kinds: { hold: makeHold, 'invited pupil': makeInvitation },
  about: {
    '/offerings/{id}/holds': 'hold',
    '/offerings/{id}/holds/{holdId}': 'hold',
    '/schools/{id}/held-places': 'school',
    '/schools/{id}/offerings/{offeringId}/invitations': 'invited pupil',
    '/schools/{id}/offerings/{offeringId}/invitations/{childId}': 'invited pupil',
  },
  bodies: {
    'POST /offerings/{id}/holds': () => ({ kind: 'invited', places: 1, until }),
    'PATCH /offerings/{id}/holds/{holdId}': () => ({ places: 2 }),
    'POST /schools/{id}/offerings/{offeringId}/invitations': async (world, subject) => {
      const childId = newId()
      await world.test.db.sql`
        INSERT INTO child (municipality_id, id, first_name, last_name, birth_date, school_id, created_at)
        VALUES (${municipalityId}, ${childId}, 'Proef', 'Leerling', '2018-01-01', ${subject?.schoolId ?? null}, now())`
      return { childIds: [childId] }
    },
  },
}

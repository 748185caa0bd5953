import { municipalityId } from '@portal/db/seed/reference/load-reference.ts'
import { newId } from '@portal/shared/ids.ts'
import { hashOfToken, newToken } from '../../http/session.ts'
import type { AccessCases, Side, World } from './case.ts'
import { enrolmentCases } from './enrolments.ts'

async function anEnrolment(world: World, side: Side) {
  const subject = await enrolmentCases.kinds.enrolment?.(world, side)
  if (!subject) throw new Error('The enrolments have no case any more.')
  return subject
}

/** An offer to the first family, with a link that was sent and not used. */
async function aLink(world: World): Promise<string> {
  const { db } = world.test
  const subject = await anEnrolment(world, 'one')
  const [offerId, token] = [newId(), newToken()]
  await db.sql`
    INSERT INTO place_offer (municipality_id, id, enrolment_id, offered_at, offered_until)
    SELECT municipality_id, ${offerId}, id, now(), offered_until FROM enrolment WHERE id = ${subject.id}`
  await db.sql`
    INSERT INTO offer_letter (municipality_id, id, offer_id, account_id, token_hash, created_at, try_at, state, sent_at)
    SELECT ${municipalityId}, ${newId()}, ${offerId}, id, ${hashOfToken(token)}, now(), now(), 'sent', now()
    FROM account WHERE email = ${subject.guardian ?? ''}`
  return token
}

export const waitingListCases: AccessCases = {
  kinds: {
    async waiting(world, side) {
      const subject = await anEnrolment(world, side)
      await world.test.db.sql`
        UPDATE enrolment SET status = 'waitlisted', offered_until = NULL, changed_at = now(), change_reason = 'test'
        WHERE id = ${subject.id}`
      return subject
    },
    async declined(world, side) {
      const subject = await anEnrolment(world, side)
      const now = world.test.deps.clock()
      await world.test.db.sql`
        INSERT INTO place_offer (municipality_id, id, enrolment_id, offered_at, offered_until, answer, answered_at)
        SELECT municipality_id, ${newId()}, id, ${now}, offered_until, 'declined', ${now} FROM enrolment WHERE id = ${subject.id}`
      await world.test.db.sql`
        UPDATE enrolment SET status = 'declined', offered_until = NULL, changed_at = now(), change_reason = 'test'
        WHERE id = ${subject.id}`
      return subject
    },
  },
  about: {
    'PATCH /enrolments/{id}': 'waiting',
    '/enrolments/{id}/refusal-undos': 'declined',
    '/offerings/{id}/waiting-list': 'offering',
    'POST /offer-links': null,
    'POST /offer-links/previews': null,
  },
  bodies: {
    'PATCH /enrolments/{id}': () => ({ autoAccept: true }),
    'POST /offer-links': async (world) => ({ token: await aLink(world), answer: 'yes' }),
    'POST /offer-links/previews': async (world) => ({ token: await aLink(world) }),
    'PUT /municipality-settings': async ({ test }) => {
      const [row] = await test.db.sql<{ version: number }>`
        SELECT settings_version AS version FROM municipality WHERE id = ${municipalityId}`
      const version = row?.version ?? 1
      return {
        offerHours: 24 + (version % 24),
        offerHoursNear: 12,
        offerNearDays: 3,
        priorityRules: ['no-place'],
        version,
      }
    },
  },
}

import { inTransaction } from '@portal/db/transaction.ts'
import type { Enrolment } from '@portal/shared/enrolments/enrolment.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { findEnrolment, lockEnrolment } from '../enrolments/queries.ts'
import { Problem } from '../http/problem.ts'
import { acceptOffer, afterOfferEnded } from './accept-offer.ts'
import { offerWhereChildWaits } from './offer-freed-place.ts'

/**
 * Says yes (`placed`) or no (`declined`) to an offered place; after a no the next on the list is offered it. A yes of one of some who
 * want a place together is kept until all said it. The same answer again changes nothing.
 * @throws Problem not-found, status-does-not-allow (not offered, or the time to answer is over)
 */
export async function answerOffer(
  deps: Dependencies,
  actor: Actor,
  id: string,
  answer: 'placed' | 'declined',
): Promise<Enrolment> {
  const childId = await inTransaction(deps.db, async (tx) => {
    const now = deps.clock()
    const enrolment = await lockEnrolment(deps, tx, actor, id, 'guardian')
    if (enrolment.status === answer) return enrolment.childId
    const isInTime = enrolment.offeredUntil !== null && enrolment.offeredUntil > now
    if (enrolment.status !== 'offered' || (answer === 'placed' && !isInTime)) {
      throw new Problem('status-does-not-allow', {
        facts: { status: enrolment.status, offeredUntil: enrolment.offeredUntil?.toISOString() ?? null },
      })
    }
    if (answer === 'placed') await acceptOffer(deps, tx, actor.accountId, enrolment, now)
    else {
      await tx.sql`
        UPDATE enrolment SET status = 'declined', offered_until = NULL, changed_at = ${now}, changed_by = ${actor.accountId},
          change_reason = 'offer declined'
        WHERE municipality_id = ${deps.municipality.id} AND id = ${id}`
      await afterOfferEnded(deps, tx, enrolment.offeringId, [id], now)
    }
    return enrolment.childId
  })
  if (answer === 'declined') await offerWhereChildWaits(deps, childId)
  return findEnrolment(deps, actor, id)
}

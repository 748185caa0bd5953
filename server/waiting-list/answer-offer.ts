import { inTransaction, type Transaction } from '@portal/db/transaction.ts'
import type { Enrolment } from '@portal/shared/enrolments/enrolment.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { findEnrolment, type LockedEnrolment, lockEnrolment } from '../enrolments/queries.ts'
import { Problem } from '../http/problem.ts'
import { acceptOffer, afterOfferEnded } from './accept-offer.ts'
import { keepAnswer } from './keep-answer.ts'
import { offerWhereChildWaits } from './offer-freed-place.ts'
import { sendOfferLettersSoon } from './send-offer-letters.ts'

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
    const enrolment = await lockEnrolment(deps, tx, actor, id, 'guardian')
    await answerLocked(deps, tx, enrolment, actor.accountId, answer)
    return enrolment.childId
  })
  await afterAnswer(deps, childId, answer)
  return findEnrolment(deps, actor, id)
}

/**
 * The same of an enrolment that is locked, for an account that may act: by the page and by the link in a letter alike.
 * @throws Problem status-does-not-allow
 */
export async function answerLocked(
  deps: Dependencies,
  tx: Transaction,
  enrolment: LockedEnrolment,
  accountId: string,
  answer: 'placed' | 'declined',
): Promise<void> {
  const now = deps.clock()
  if (enrolment.status === answer) return
  const isInTime = enrolment.offeredUntil !== null && enrolment.offeredUntil > now
  if (enrolment.status !== 'offered' || (answer === 'placed' && !isInTime)) {
    throw new Problem('status-does-not-allow', {
      facts: { status: enrolment.status, offeredUntil: enrolment.offeredUntil?.toISOString() ?? null },
    })
  }
  // First the answer: what follows from it may be a new offer.
  const kept = answer === 'placed' ? ('accepted' as const) : ('declined' as const)
  await keepAnswer(deps, tx, enrolment, { answer: kept, by: accountId, now })
  if (answer === 'placed') return acceptOffer(deps, tx, accountId, enrolment, now)
  await tx.sql`
    UPDATE enrolment SET status = 'declined', offered_until = NULL, changed_at = ${now}, changed_by = ${accountId},
      change_reason = 'offer declined'
    WHERE municipality_id = ${deps.municipality.id} AND id = ${enrolment.id}`
  await afterOfferEnded(deps, tx, enrolment.offeringId, [enrolment.id], now)
}

/** After the commit: a child that said no may be offered what else it waits for; letters go out, also about a place given in exchange. */
export async function afterAnswer(
  deps: Dependencies,
  childId: string,
  answer: 'placed' | 'declined',
): Promise<void> {
  if (answer === 'declined') await offerWhereChildWaits(deps, childId)
  sendOfferLettersSoon(deps)
}

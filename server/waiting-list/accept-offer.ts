import type { Transaction } from '@portal/db/transaction.ts'
import type { Dependencies } from '../app-env.ts'
import { logChange } from '../log/log-change.ts'
import { offerFreedPlaces } from './offer-freed-place.ts'
import { settlePairsOf } from './settle-pair.ts'

/** An offer that is still open, under the lock of its offering (lock-offerings.ts). */
export type OpenOffer = {
  id: string
  childId: string
  offeringId: string
  pairId: string | null
  givesUp: string | null
}

/**
 * Says yes to an open offer. Of a pair the yes is kept until all have said it. For a swap the old place is given up in the same
 * transaction, and only then goes to whoever waits for it: it is never lost first.
 * @param accountId who says it; null when the portal does, for a family that asked for that beforehand
 */
export async function acceptOffer(
  deps: Dependencies,
  tx: Transaction,
  accountId: string | null,
  offer: OpenOffer,
  now: Date,
): Promise<void> {
  if (offer.pairId !== null) return keepYes(deps, tx, accountId, offer, now)
  const given = offer.givesUp === null ? null : await giveUp(deps, tx, accountId, offer.givesUp, now)
  await tx.sql`
    UPDATE enrolment SET status = 'placed', offered_until = NULL, gives_up = NULL, changed_at = ${now}, changed_by = ${accountId},
      change_reason = ${given ? 'offer accepted in exchange' : 'offer accepted'}
    WHERE municipality_id = ${deps.municipality.id} AND id = ${offer.id} AND status = 'offered'`
  if (given) await offerFreedPlaces(deps, tx, given, now)
}

async function keepYes(
  deps: Dependencies,
  tx: Transaction,
  accountId: string | null,
  offer: OpenOffer,
  now: Date,
): Promise<void> {
  const kept = await tx.sql`
    UPDATE enrolment SET accepted_at = ${now}, accepted_by = ${accountId}, changed_at = ${now}, changed_by = ${accountId},
      change_reason = 'offer accepted, waits for the others'
    WHERE municipality_id = ${deps.municipality.id} AND id = ${offer.id} AND status = 'offered' AND accepted_at IS NULL
    RETURNING id`
  if (kept.length > 0) {
    await logChange(deps, tx, accountId ? { accountId } : null, {
      verb: 'accept-together',
      subjectKind: 'child',
      subjectId: offer.childId,
      after: { offeringId: offer.offeringId },
    })
  }
  const outcomes = await settlePairsOf(deps, tx, [offer.id])
  if ([...outcomes.values()].includes('broken')) await offerFreedPlaces(deps, tx, offer.offeringId, now)
}

/** Ends the place that is given in exchange, if the child still has it. Answers its offering. */
export async function giveUp(
  deps: Dependencies,
  tx: Transaction,
  accountId: string | null,
  enrolmentId: string,
  now: Date,
): Promise<string | null> {
  const [given] = await tx.sql<{ offeringId: string }>`
    UPDATE enrolment SET status = 'withdrawn', offered_until = NULL, consent_until = NULL, changed_at = ${now},
      changed_by = ${accountId}, change_reason = 'given in exchange for another place'
    WHERE municipality_id = ${deps.municipality.id} AND id = ${enrolmentId}
      AND status IN ('placed', 'offered', 'awaiting_consent', 'waitlisted')
    RETURNING offering_id AS "offeringId"`
  if (given) await settlePairsOf(deps, tx, [enrolmentId])
  return given?.offeringId ?? null
}

/**
 * After offers of one offering were declined or ran out, or enrolments of it ended: what becomes of those who wanted a place together
 * with them, and then who is offered what came free. The caller has locked the offering.
 */
export async function afterOfferEnded(
  deps: Dependencies,
  tx: Transaction,
  offeringId: string,
  enrolmentIds: readonly string[],
  now: Date,
): Promise<void> {
  await settlePairsOf(deps, tx, enrolmentIds)
  await offerFreedPlaces(deps, tx, offeringId, now)
}

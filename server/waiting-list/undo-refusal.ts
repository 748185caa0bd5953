import { inTransaction, type Transaction } from '@portal/db/transaction.ts'
import type { Enrolment } from '@portal/shared/enrolments/enrolment.ts'
import { nextOffers } from '@portal/shared/waiting-list/next-offer.ts'
import { whyNoUndo } from '@portal/shared/waiting-list/offer-state.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { findEnrolment, type LockedEnrolment, lockEnrolment } from '../enrolments/queries.ts'
import { Problem } from '../http/problem.ts'
import { type KeptOffer, newestOffer } from './keep-answer.ts'
import { offerFreedPlaces } from './offer-freed-place.ts'
import { judgeWaiting, type Offered, readOffered, type Waiting } from './read-queue.ts'
import { sendOfferLettersSoon } from './send-offer-letters.ts'

/**
 * Takes a no back, once and soon: the offer stands again, with its own deadline, when a place is still free for the child; else
 * the child waits again, at its own turn. Nobody who was offered the place meanwhile loses it. Asking again changes nothing.
 * @throws Problem not-found, status-does-not-allow, undo-used, undo-too-late, already-enrolled, offer-cancelled
 */
export async function undoRefusal(deps: Dependencies, actor: Actor, id: string): Promise<Enrolment> {
  await inTransaction(deps.db, async (tx) => {
    const enrolment = await lockEnrolment(deps, tx, actor, id, 'guardian')
    await undoLocked(deps, tx, enrolment, actor.accountId)
  })
  sendOfferLettersSoon(deps)
  return findEnrolment(deps, actor, id)
}

/** The same of an enrolment that is locked, for an account that may act. */
export async function undoLocked(
  deps: Dependencies,
  tx: Transaction,
  enrolment: LockedEnrolment,
  accountId: string,
): Promise<void> {
  const now = deps.clock()
  const offer = await newestOffer(deps, tx, enrolment.id)
  const isBack = enrolment.status === 'offered' || enrolment.status === 'waitlisted'
  if (isBack && offer?.undoneAt) return
  if (enrolment.status !== 'declined' || offer?.answer !== 'declined' || offer.answeredAt === null)
    throw new Problem('status-does-not-allow', { facts: { status: enrolment.status } })
  const refusal = whyNoUndo(
    { answeredAt: offer.answeredAt.getTime(), undoneAt: offer.undoneAt?.getTime() ?? null },
    now.getTime(),
  )
  if (refusal) throw new Problem(refusal)

  // Who waits comes first: what is free after this is free for this child.
  await offerFreedPlaces(deps, tx, enrolment.offeringId, now)
  const offering = await readOffered(deps, tx, enrolment.offeringId, now)
  if (!offering || offering.status === 'cancelled' || offering.nextStart === null)
    throw new Problem('offer-cancelled')
  const waiting = await lockAsWaiting(deps, tx, enrolment)
  const place = await placeStillFree(deps, tx, enrolment.offeringId, offering, waiting, now)
  const m = deps.municipality.id
  if (place && offering.status === 'published' && offer.offeredUntil > now) {
    await standAgain(deps, tx, enrolment, offer, { holdId: place.holdId, accountId, now })
    return
  }
  await tx.sql`
    UPDATE enrolment SET status = 'waitlisted', hold_id = NULL, changed_at = ${now}, changed_by = ${accountId},
      change_reason = 'refusal taken back, waits again'
    WHERE municipality_id = ${m} AND id = ${enrolment.id}`
  await tx.sql`UPDATE place_offer SET undone_at = ${now} WHERE municipality_id = ${m} AND id = ${offer.id}`
  await offerFreedPlaces(deps, tx, enrolment.offeringId, now)
}

/** Locks the child, and holds it to having nothing else of this offering: it may have joined the list anew. */
async function lockAsWaiting(
  deps: Dependencies,
  tx: Transaction,
  enrolment: LockedEnrolment,
): Promise<Waiting> {
  const m = deps.municipality.id
  await tx.sql`SELECT 1 FROM child WHERE municipality_id = ${m} AND id = ${enrolment.childId} FOR NO KEY UPDATE`
  const [row] = await tx.sql<
    Omit<Waiting, 'joinedNumber'> & { joinedNumber: string; isElse: boolean; pairWaits: boolean }
  >`
    SELECT e.id AS "enrolmentId", e.child_id AS "childId", e.priority_class AS "priorityClass",
      e.joined_number AS "joinedNumber", e.pair_id AS "pairId",
      EXISTS (SELECT 1 FROM enrolment x WHERE x.municipality_id = e.municipality_id AND x.child_id = e.child_id
        AND x.offering_id = e.offering_id AND x.id <> e.id
        AND x.status IN ('wished', 'placed', 'waitlisted', 'offered', 'awaiting_consent', 'completed')) AS "isElse",
      EXISTS (SELECT 1 FROM enrolment p WHERE p.municipality_id = e.municipality_id AND p.pair_id = e.pair_id
        AND p.offering_id = e.offering_id AND p.id <> e.id AND p.status = 'waitlisted') AS "pairWaits"
    FROM enrolment e WHERE e.municipality_id = ${m} AND e.id = ${enrolment.id}`
  if (!row || row.isElse) throw new Problem('already-enrolled')
  // With who it waits together it waits again, and they are offered places together.
  return { ...row, joinedNumber: Number(row.joinedNumber), pairId: row.pairWaits ? row.pairId : null }
}

async function placeStillFree(
  deps: Dependencies,
  tx: Transaction,
  offeringId: string,
  offering: Offered,
  waiting: Waiting,
  now: Date,
): Promise<{ holdId: string | null } | null> {
  if (waiting.pairId !== null) return null
  const candidates = await judgeWaiting(deps, tx, offeringId, [waiting], now)
  return nextOffers(candidates, offering.room).offered[0] ?? null
}

/** The same offer, with the same links and deadline, as if nobody had answered. */
async function standAgain(
  deps: Dependencies,
  tx: Transaction,
  enrolment: LockedEnrolment,
  offer: KeptOffer,
  { holdId, accountId, now }: { holdId: string | null; accountId: string; now: Date },
): Promise<void> {
  const m = deps.municipality.id
  await tx.sql`
    UPDATE enrolment e SET status = 'offered', offered_until = ${offer.offeredUntil}, hold_id = ${holdId}::uuid,
      busy = o.busy * tstzmultirange(tstzrange(${now}, NULL)), changed_at = ${now}, changed_by = ${accountId},
      change_reason = 'refusal taken back'
    FROM offering o
    WHERE e.municipality_id = ${m} AND e.id = ${enrolment.id} AND o.municipality_id = e.municipality_id AND o.id = e.offering_id`
  await tx.sql`
    UPDATE place_offer SET answer = NULL, answered_at = NULL, answered_by = NULL, undone_at = ${now}
    WHERE municipality_id = ${m} AND id = ${offer.id}`
}

import { inTransaction, type Transaction } from '@portal/db/transaction.ts'
import type { Enrolment } from '@portal/shared/enrolments/enrolment.ts'
import { mayBecome } from '@portal/shared/enrolments/status.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import { afterOfferEnded } from '../waiting-list/accept-offer.ts'
import { offerFreedPlaces, offerWhereChildWaits } from '../waiting-list/offer-freed-place.ts'
import { sendOfferLettersSoon } from '../waiting-list/send-offer-letters.ts'
import { settlePairsOf } from '../waiting-list/settle-pair.ts'
import { enrolledBySchool } from './enrolled-by-school.ts'
import { findEnrolment, lockEnrolment } from './queries.ts'

/**
 * Gives up an enrolment; a place that comes free is offered in the same transaction, and the child itself, whose time is
 * free again, may be offered one elsewhere. Asking again changes nothing.
 * @throws Problem not-found, status-does-not-allow
 */
export async function withdrawChild(deps: Dependencies, actor: Actor, id: string): Promise<Enrolment> {
  const childId = await inTransaction(deps.db, async (tx) => {
    const enrolment = await lockEnrolment(deps, tx, actor, id, 'guardian-or-school')
    if (enrolment.status === 'withdrawn') return enrolment.childId
    if (!mayBecome(enrolment.status, 'withdrawn')) {
      throw new Problem('status-does-not-allow', { facts: { status: enrolment.status } })
    }
    await tx.sql`
      UPDATE enrolment SET status = 'withdrawn', offered_until = NULL, changed_at = ${deps.clock()},
        changed_by = ${actor.accountId}, change_reason = 'withdrawn by family or school'
      WHERE municipality_id = ${deps.municipality.id} AND id = ${id}`
    await afterOfferEnded(deps, tx, enrolment.offeringId, [id], deps.clock())
    return enrolment.childId
  })
  await offerWhereChildWaits(deps, childId)
  sendOfferLettersSoon(deps)
  return findEnrolment(deps, actor, id)
}

/** Which enrolments of children who are removed end, and what the log says why. */
export type Withdrawal = {
  /** `not-by-school`: the child stays with the school, and so does what the school enrolled it for. */
  which: 'all' | 'not-by-school'
  reason: 'child removed by family' | 'child removed by school'
}

/** Ends live enrolments of children who are being removed, and serves the waiting lists behind them. `offerings`: what lockChildren locked. */
export async function withdrawLocked(
  deps: Dependencies,
  tx: Transaction,
  actor: Actor,
  childIds: readonly string[],
  offerings: readonly string[],
  { which, reason }: Withdrawal,
): Promise<void> {
  const gone = await tx.sql<{ id: string }>`
    UPDATE enrolment e SET status = 'withdrawn', offered_until = NULL, changed_at = ${deps.clock()},
      changed_by = ${actor.accountId}, change_reason = ${reason}
    WHERE e.municipality_id = ${deps.municipality.id} AND e.child_id = ANY (${[...childIds]}::uuid[])
      AND e.status IN ('wished', 'placed', 'waitlisted', 'offered', 'awaiting_consent')
      AND (${which === 'all'} OR NOT ${enrolledBySchool})
    RETURNING e.id`
  // Before the rows go with the child: those with whom it wanted a place are told.
  await settlePairsOf(
    deps,
    tx,
    gone.map(({ id }) => id),
  )
  for (const id of offerings) await offerFreedPlaces(deps, tx, id, deps.clock())
}

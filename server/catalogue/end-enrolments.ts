import type { Transaction } from '@portal/db/transaction.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'

/**
 * Ends live enrolments of an offering as cancelled: these, or (null) all of them, for it is cancelled itself. `reason`: in the words of
 * its provider, when it gave one.
 */
export async function endEnrolments(
  { municipality, clock }: Dependencies,
  tx: Transaction,
  actor: Actor,
  offeringId: string,
  ids: readonly string[] | null,
  { reason }: { reason: string | undefined },
): Promise<void> {
  if (ids?.length === 0) return
  const usual = ids ? 'sessions moved to where the child has another place' : 'offering cancelled by provider'
  await tx.sql`
    UPDATE enrolment SET status = 'cancelled', offered_until = NULL, consent_until = NULL, changed_at = ${clock()},
      changed_by = ${actor.accountId}, change_reason = ${reason ?? usual}
    WHERE municipality_id = ${municipality.id} AND offering_id = ${offeringId}
      AND status IN ('wished', 'placed', 'waitlisted', 'offered', 'awaiting_consent')
      AND (${ids === null} OR id = ANY (${[...(ids ?? [])]}::uuid[]))`
}

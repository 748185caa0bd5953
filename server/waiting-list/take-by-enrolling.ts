import type { Transaction } from '@portal/db/transaction.ts'
import type { Dependencies } from '../app-env.ts'

/**
 * For those who asked for a place at this very moment: whoever of them was just offered one has it, for places were free but fitted
 * nobody who stood before. Nobody is written to about an offer that was answered before it was told. The offering is locked.
 * @returns the enrolments that have a place now
 */
export async function takeByEnrolling(
  { municipality, clock }: Pick<Dependencies, 'municipality' | 'clock'>,
  tx: Transaction,
  accountId: string,
  enrolmentIds: readonly string[],
): Promise<Set<string>> {
  const m = municipality.id
  if (enrolmentIds.length === 0) return new Set()
  const taken = await tx.sql<{ id: string }>`
    UPDATE enrolment SET status = 'placed', offered_until = NULL, changed_at = ${clock()}, changed_by = ${accountId},
      change_reason = 'offer accepted by enrolling'
    WHERE municipality_id = ${m} AND id = ANY (${[...enrolmentIds]}::uuid[]) AND status = 'offered' RETURNING id`
  const ids = taken.map(({ id }) => id)
  if (ids.length === 0) return new Set()
  await tx.sql`
    UPDATE place_offer SET answer = 'accepted', answered_at = ${clock()}, answered_by = ${accountId}
    WHERE municipality_id = ${m} AND enrolment_id = ANY (${ids}::uuid[]) AND answer IS NULL`
  await tx.sql`
    DELETE FROM notice WHERE municipality_id = ${m} AND enrolment_id = ANY (${ids}::uuid[]) AND kind = 'place-offered'`
  return new Set(ids)
}

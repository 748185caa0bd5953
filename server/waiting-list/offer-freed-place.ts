import { inTransaction, type Transaction } from '@portal/db/transaction.ts'
import { nextOffers, offerDeadline } from '@portal/shared/waiting-list/next-offer.ts'
import type { Dependencies } from '../app-env.ts'
import { judge } from '../enrolments/judge-child.ts'

/** Looked at per transaction: longer lists are served from the front; nobody further back overtakes. */
const mostCandidates = 200

/**
 * Offers free places of an offering to those who wait, in order, passing over a child for whom it does not fit now (it keeps
 * its turn). The offered place is taken in count and in the child's time. Locks the offering, then the children, in the
 * order of everybody else.
 */
export async function offerFreedPlaces(
  deps: Dependencies,
  tx: Transaction,
  offeringId: string,
  now: Date,
): Promise<{ offered: string[] }> {
  const { municipality } = deps
  const [offering] = await tx.sql<{ free: number; waiting: number; status: string; nextStart: Date | null }>`
    SELECT o.capacity - o.taken AS free, o.waiting, o.status,
      (SELECT min(s.starts_at) FROM session s WHERE s.municipality_id = o.municipality_id AND s.offering_id = o.id
        AND s.cancelled_at IS NULL AND s.starts_at > ${now}) AS "nextStart"
    FROM offering o WHERE o.municipality_id = ${municipality.id} AND o.id = ${offeringId} FOR NO KEY UPDATE`
  if (!offering || offering.free <= 0 || offering.waiting === 0) return { offered: [] }
  if (offering.status !== 'published' || offering.nextStart === null) return { offered: [] }

  const waiting = await tx.sql<{ id: string; childId: string; priorityClass: number; joinedNumber: string }>`
    SELECT id, child_id AS "childId", priority_class AS "priorityClass", joined_number AS "joinedNumber"
    FROM enrolment
    WHERE municipality_id = ${municipality.id} AND offering_id = ${offeringId} AND status = 'waitlisted'
    ORDER BY priority_class, joined_number LIMIT ${mostCandidates}`
  await tx.sql`
    SELECT 1 FROM child WHERE municipality_id = ${municipality.id}
      AND id = ANY (${waiting.map((each) => each.childId)}::uuid[]) ORDER BY id FOR NO KEY UPDATE`
  const judgements = await judge(
    tx,
    municipality,
    waiting.map((each) => ({ childId: each.childId, offeringId, accountId: each.childId })),
    now,
  )
  const { offered } = nextOffers(
    waiting.map((each, index) => {
      const judgement = judgements[index]
      return {
        enrolmentId: each.id,
        priorityClass: each.priorityClass,
        joinedNumber: Number(each.joinedNumber),
        refusals: judgement ? [...judgement.eligibility, ...judgement.clashes] : [],
      }
    }),
    offering.free,
  )
  if (offered.length === 0) return { offered: [] }
  const until = new Date(offerDeadline(now.getTime(), offering.nextStart.getTime(), municipality.offerHours))
  const ids = offered.map((each) => each.enrolmentId)
  await tx.sql`
    UPDATE enrolment SET status = 'offered', offered_until = ${until}, changed_at = ${now}, changed_by = NULL,
      change_reason = 'a place came free'
    WHERE municipality_id = ${municipality.id} AND id = ANY (${ids}::uuid[])`
  return { offered: ids }
}

/** The same in a transaction of its own. */
export const offerFreedPlacesNow = (deps: Dependencies, offeringId: string) =>
  inTransaction(deps.db, (tx) => offerFreedPlaces(deps, tx, offeringId, deps.clock()))

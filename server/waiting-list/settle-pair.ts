import type { Transaction } from '@portal/db/transaction.ts'
import { type PairMember, type PairOutcome, settlePair } from '@portal/shared/enrolments/pair.ts'
import type { Dependencies } from '../app-env.ts'
import { type NewNotice, recordNotices } from '../notices/record-notices.ts'

type Row = PairMember & { pairId: string; childId: string; offeringId: string; acceptedBy: string | null }

type Change = Pick<Row, 'id'> & {
  status: 'placed' | 'waitlisted' | null
  by: string | null
  reason: string
  stays: boolean
}

const reasons = {
  placed: 'offer accepted, and nobody to wait for',
  waitlisted: 'the other of the pair stopped',
  alone: 'the other of the pair stopped',
} as const

/**
 * Settles the pairs of which these enrolments are, after one of them was answered, ran out or ended (shared/enrolments/pair.ts), and
 * records what the families of the others are to be told. The caller has locked the offering (children who want a place together
 * want it in the same one), and offers the places that came free afterwards. Again it changes nothing.
 * @returns what became of each pair, by its id
 */
export async function settlePairsOf(
  deps: Pick<Dependencies, 'municipality' | 'clock'>,
  tx: Transaction,
  enrolmentIds: readonly string[],
): Promise<Map<string, PairOutcome['outcome']>> {
  const outcomes = new Map<string, PairOutcome['outcome']>()
  const rows = await tx.sql<Row>`
    SELECT e.id, e.status, e.pair_id AS "pairId", e.child_id AS "childId", e.offering_id AS "offeringId",
      e.accepted_at IS NOT NULL AS "hasAccepted", e.accepted_by AS "acceptedBy", e.alone_too AS "aloneToo"
    FROM enrolment e
    WHERE e.municipality_id = ${deps.municipality.id} AND e.pair_id IN (
      SELECT x.pair_id FROM enrolment x WHERE x.municipality_id = e.municipality_id AND x.id = ANY (${[...enrolmentIds]}::uuid[]))
    ORDER BY e.id FOR NO KEY UPDATE OF e`
  const changes: Change[] = []
  const notices: NewNotice[] = []
  for (const [pairId, members] of Map.groupBy(rows, (row) => row.pairId)) {
    const { outcome, steps } = settlePair(members)
    outcomes.set(pairId, outcome)
    for (const { id, becomes } of steps) {
      const member = members.find((each) => each.id === id)
      if (!member) continue
      changes.push({
        id,
        status: becomes === 'alone' ? null : becomes,
        by: becomes === 'placed' ? member.acceptedBy : null,
        reason: outcome === 'together' ? 'offer accepted by all of the pair' : reasons[becomes],
        stays: outcome === 'together',
      })
      // Whoever answered sees it at once; a place that is kept, or nobody's stopping, needs no word.
      if (outcome === 'together' && enrolmentIds.includes(id)) continue
      if (member.status === 'placed' || outcome === 'alone') continue
      notices.push({
        kind: outcome === 'together' ? 'place-given' : 'pair-broken',
        childId: member.childId,
        enrolmentId: id,
        offeringId: member.offeringId,
        facts: outcome === 'together' ? {} : { status: becomes === 'alone' ? member.status : becomes },
      })
    }
  }
  if (changes.length > 0) {
    await tx.sql`
      UPDATE enrolment e SET status = coalesce(s.status, e.status), pair_id = CASE WHEN s.stays THEN e.pair_id END,
        offered_until = CASE WHEN s.status IS NULL THEN e.offered_until END,
        changed_at = ${deps.clock()}, changed_by = s.by, change_reason = s.reason
      FROM jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) AS s (id uuid, status text, by uuid, reason text, stays boolean)
      WHERE e.municipality_id = ${deps.municipality.id} AND e.id = s.id`
  }
  await recordNotices(deps, tx, notices)
  return outcomes
}

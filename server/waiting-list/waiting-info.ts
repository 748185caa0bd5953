import type { Queryable } from '@portal/db/client.ts'
import { lookBackWeeks, type WaitingInfo } from '@portal/shared/waiting-list/waiting.ts'
import type { Dependencies } from '../app-env.ts'

/** How often a place was offered to somebody on the list of an offering. A no that was taken back is no new offer. */
export async function howListMoved(
  { municipality, clock }: Pick<Dependencies, 'municipality' | 'clock'>,
  db: Queryable,
  offeringId: string,
): Promise<WaitingInfo['moved']> {
  const since = new Date(clock().getTime() - lookBackWeeks * 7 * 86_400_000)
  const [row] = await db.sql<{ lately: number; ever: number }>`
    SELECT count(*) FILTER (WHERE h.at >= ${since})::integer AS lately, count(*)::integer AS ever
    FROM enrolment e
    JOIN enrolment_history h ON h.municipality_id = e.municipality_id AND h.enrolment_id = e.id
      AND h.from_status = 'waitlisted' AND h.to_status = 'offered'
    WHERE e.municipality_id = ${municipality.id} AND e.offering_id = ${offeringId}`
  return { weeks: lookBackWeeks, lately: row?.lately ?? 0, ever: row?.ever ?? 0 }
}

/**
 * How it stands with one who waits. Who stands before it but was passed over when last there was a place does not count as ahead:
 * a position that counts them says nothing about the chance.
 */
export async function waitingInfoOf(
  deps: Dependencies,
  id: string,
  { offeringId, position }: { offeringId: string; position: number | null },
): Promise<WaitingInfo | null> {
  type Row = {
    of: number
    free: number
    ahead: number
    code: string | null
    facts: Record<string, string | number | boolean | null> | null
    since: Date | null
  }
  const [row] = await deps.db.sql<Row>`
    SELECT o.waiting AS of, greatest(0, o.capacity - o.taken) AS free, p.code, p.facts, p.since,
      (SELECT count(*)::integer FROM enrolment w
        WHERE w.municipality_id = e.municipality_id AND w.offering_id = e.offering_id AND w.status = 'waitlisted'
          AND (w.priority_class, w.joined_number) < (e.priority_class, e.joined_number)
          AND NOT EXISTS (SELECT 1 FROM passed_over x
            WHERE x.municipality_id = w.municipality_id AND x.enrolment_id = w.id)) AS ahead
    FROM enrolment e
    JOIN offering o ON o.municipality_id = e.municipality_id AND o.id = e.offering_id
    LEFT JOIN passed_over p ON p.municipality_id = e.municipality_id AND p.enrolment_id = e.id
    WHERE e.municipality_id = ${deps.municipality.id} AND e.id = ${id} AND e.status = 'waitlisted'`
  if (!row || position === null) return null
  return {
    position,
    of: row.of,
    ahead: row.ahead,
    moved: await howListMoved(deps, deps.db, offeringId),
    free: row.free,
    passedOver:
      row.code !== null && row.since !== null
        ? { code: row.code, facts: row.facts ?? {}, since: row.since.toISOString() }
        : null,
  }
}

import type { Queryable } from '@portal/db/client.ts'
import { type Hold, matchingHolds, openHolds } from '@portal/shared/holds/matching-holds.ts'
import type { FreePlaces, QueueBefore } from '@portal/shared/holds/share-out-places.ts'
import { sql } from 'drizzle-orm'
import type { Judgement } from './judge-child.ts'

/** Whether a child `c`, who goes to school `s`, matches a hold `h`: the same rule as matchingHolds, for counting in one query. */
const matchesHold = sql`CASE h.kind
  WHEN 'school' THEN c.school_id = h.school_id
  WHEN 'neighbourhood' THEN h.neighbourhood_code IN (c.neighbourhood_code, c.second_neighbourhood_code, s.neighbourhood_code)
  ELSE EXISTS (SELECT 1 FROM offering_invitation i WHERE i.municipality_id = c.municipality_id AND i.child_id = c.id
    AND i.offering_id = h.offering_id) END`

/** The open holds that are for the child of a judgement, the one to use first at the head. */
export function holdsFor({ facts, plan }: Pick<Judgement, 'facts' | 'plan'>, now: Date): Hold[] {
  if (plan.holds.length === 0) return []
  const { schoolId, homeNeighbourhood, secondNeighbourhood, schoolNeighbourhood, isInvited } = facts
  const neighbourhoods = [homeNeighbourhood, secondNeighbourhood, schoolNeighbourhood].filter(
    (code) => code !== null,
  )
  return matchingHolds({ schoolId, neighbourhoods, isInvited }, openHolds(plan.holds, now.getTime()))
}

/** What is free in an offering, and who waits there, at one moment. */
export type Room = { free: FreePlaces; queue: QueueBefore }

/**
 * The room of offerings of which these are judgements: from the facts that were read with them, and where places are held, from one
 * query for all of them.
 */
export async function roomOf(
  db: Queryable,
  municipalityId: string,
  judgements: readonly Judgement[],
): Promise<Map<string, Room>> {
  const holdIds = [...new Set(judgements.flatMap(({ plan }) => plan.holds.map(({ id }) => id)))]
  const rows =
    holdIds.length === 0
      ? []
      : await db.sql<{ id: string; left: number; waiting: number }>`
          SELECT h.id, h.places - h.used AS left, (
            SELECT count(*)::integer FROM enrolment e
            JOIN child c ON c.municipality_id = e.municipality_id AND c.id = e.child_id
            LEFT JOIN school s ON s.municipality_id = c.municipality_id AND s.id = c.school_id
            WHERE e.municipality_id = h.municipality_id AND e.offering_id = h.offering_id AND e.status = 'waitlisted'
              AND ${matchesHold}) AS waiting
          FROM place_hold h
          WHERE h.municipality_id = ${municipalityId} AND h.id = ANY (${holdIds}::uuid[]) AND h.released_at IS NULL`
  const known = new Map(rows.map((row) => [row.id, row]))
  return new Map(
    judgements.map(({ facts, plan }) => {
      const holds = plan.holds.flatMap(({ id }) => known.get(id) ?? [])
      return [
        plan.id,
        {
          free: {
            general: Math.max(0, facts.offering?.free ?? 0),
            holds: new Map(holds.map(({ id, left }) => [id, left])),
          },
          queue: {
            waiting: facts.offering?.waiting ?? 0,
            matching: new Map(holds.map(({ id, waiting }) => [id, waiting])),
          },
        },
      ]
    }),
  )
}

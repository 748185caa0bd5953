import type { PlaceHoldPage } from '@portal/shared/holds/hold.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import { offsetOf } from '../http/wire-dates.ts'
import { aroundHold, type HoldRow, holdColumns, wireHold } from './hold-columns.ts'

/**
 * Holds of an own offering (the team: of any), those that still hold first; staff of a school see those for their school.
 * @throws Problem not-found, also for a school for which nothing is or was held
 */
export async function listHolds(
  deps: Dependencies,
  actor: Actor,
  offeringId: string,
  query: { page: number; pageSize: number },
): Promise<PlaceHoldPage> {
  const m = deps.municipality.id
  const [offering] = await deps.db.sql<{ isKept: boolean }>`
    SELECT ${actor.isTeam} OR a.provider_id = ANY (${actor.providerIds}::uuid[]) AS "isKept"
    FROM offering o JOIN activity a ON a.municipality_id = o.municipality_id AND a.id = o.activity_id
    WHERE o.municipality_id = ${m} AND o.id = ${offeringId}`
  const rows = await deps.db.sql<HoldRow & { total: number }>`
    SELECT ${holdColumns}, count(*) OVER ()::integer AS total FROM ${aroundHold}
    WHERE h.municipality_id = ${m} AND h.offering_id = ${offeringId}
      AND (${offering?.isKept ?? false} OR h.school_id = ANY (${actor.schoolIds}::uuid[]))
    ORDER BY h.released_at IS NOT NULL, h.until, h.id LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}`
  if (!offering || (!offering.isKept && rows.length === 0)) throw new Problem('not-found')
  return {
    items: rows.map(({ total: _, ...row }) => wireHold(row)),
    total: rows[0]?.total ?? 0,
    page: query.page,
    pageSize: query.pageSize,
  }
}

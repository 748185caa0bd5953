import type { Queryable } from '@portal/db/client.ts'
import type { Dependencies } from '../app-env.ts'
import { judge } from '../enrolments/judge-child.ts'

/**
 * Looks through the whole database for what must never be: a count that is not that of the rows, more taken than there is,
 * a child twice in one offering or in two places at once, a change that was not logged. Answers a line for each.
 */
export async function findBrokenPromises(db: Queryable): Promise<string[]> {
  const rows = await db.sql<{ problem: string }>`
    -- Kept apart and joined by child: without statistics PostgreSQL would try every two sessions there are.
    WITH held AS MATERIALIZED (
      SELECT e.municipality_id, e.child_id, e.id, e.gives_up, s.starts_at, s.ends_at FROM enrolment e
      JOIN session s ON s.municipality_id = e.municipality_id AND s.offering_id = e.offering_id AND s.cancelled_at IS NULL
      WHERE e.status IN ('placed', 'offered', 'awaiting_consent')
    )
    SELECT 'counter of ' || o.id AS problem FROM offering o
    LEFT JOIN enrolment e ON e.municipality_id = o.municipality_id AND e.offering_id = o.id
    GROUP BY o.municipality_id, o.id
    HAVING o.taken <> count(*) FILTER (WHERE e.status IN ('placed', 'offered', 'awaiting_consent', 'completed'))
      OR o.waiting <> count(*) FILTER (WHERE e.status = 'waitlisted')
    UNION ALL
    SELECT 'overbooked ' || o.id FROM offering o
    JOIN enrolment e ON e.municipality_id = o.municipality_id AND e.offering_id = o.id
    WHERE e.status IN ('placed', 'offered', 'awaiting_consent', 'completed')
    GROUP BY o.municipality_id, o.id HAVING count(*) > o.capacity
    UNION ALL
    SELECT 'twice in one offering: ' || child_id FROM enrolment
    WHERE status IN ('wished', 'placed', 'waitlisted', 'offered', 'awaiting_consent', 'completed')
    GROUP BY municipality_id, child_id, offering_id HAVING count(*) > 1
    UNION ALL
    SELECT 'in two places at once: ' || a.child_id FROM held a
    JOIN held b USING (municipality_id, child_id)
    WHERE b.id > a.id AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at
      -- Of a swap that is offered one goes in the very act that keeps the other.
      AND a.gives_up IS DISTINCT FROM b.id AND b.gives_up IS DISTINCT FROM a.id
    UNION ALL
    SELECT 'not logged: ' || e.id FROM enrolment e
    WHERE e.status IS DISTINCT FROM (
      SELECT v.to_status FROM enrolment_event v
      WHERE v.municipality_id = e.municipality_id AND v.enrolment_id = e.id ORDER BY v.number DESC LIMIT 1)`
  return rows.map((row) => row.problem)
}

/**
 * Children who wait beside a free place although their time is free: with offerings that differ only in their hours, nothing
 * else can stand in the way.
 */
export async function findWaitingBesideFreePlace(db: Queryable): Promise<string[]> {
  const rows = await db.sql<{ childId: string }>`
    SELECT e.child_id AS "childId" FROM enrolment e
    JOIN offering o ON o.municipality_id = e.municipality_id AND o.id = e.offering_id
    WHERE e.status = 'waitlisted' AND o.status = 'published' AND o.taken < o.capacity
      AND NOT EXISTS (SELECT 1 FROM enrolment x
        WHERE x.municipality_id = e.municipality_id AND x.child_id = e.child_id AND x.id <> e.id
          AND x.status IN ('placed', 'offered', 'awaiting_consent') AND x.busy && o.busy)`
  return rows.map((row) => row.childId)
}

/** Children who wait beside a free place although the rules say that it fits them now. */
export async function findWaitingThoughItFits(deps: Dependencies): Promise<string[]> {
  const waiting = await deps.db.sql<{ childId: string; offeringId: string }>`
    SELECT e.child_id AS "childId", e.offering_id AS "offeringId" FROM enrolment e
    JOIN offering o ON o.municipality_id = e.municipality_id AND o.id = e.offering_id
    WHERE e.status = 'waitlisted' AND o.status = 'published' AND o.taken < o.capacity
      AND EXISTS (SELECT 1 FROM session s WHERE s.municipality_id = o.municipality_id AND s.offering_id = o.id
        AND s.cancelled_at IS NULL AND s.starts_at > ${deps.clock()})`
  const questions = waiting.map((each) => ({ ...each, accountId: each.childId, schoolIds: [] }))
  const judgements = await judge(deps.db, deps.municipality, questions, deps.clock())
  return waiting.flatMap(({ childId, offeringId }, index) => {
    const judgement = judgements[index]
    const fits =
      judgement && judgement.eligibility.length + judgement.clashes.length + judgement.limit.length === 0
    return fits ? [`${childId} waits for ${offeringId}`] : []
  })
}

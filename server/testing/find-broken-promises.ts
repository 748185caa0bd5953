import type { Queryable } from '@portal/db/client.ts'

/**
 * Looks through the whole database for what must never be: a count that is not that of the rows, more taken than there is,
 * a child twice in one offering or in two places at once, a change that was not logged. Answers a line for each.
 */
export async function findBrokenPromises(db: Queryable): Promise<string[]> {
  const rows = await db.sql<{ problem: string }>`
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
    SELECT 'in two places at once: ' || a.child_id FROM enrolment a
    JOIN enrolment b ON b.municipality_id = a.municipality_id AND b.child_id = a.child_id AND b.id > a.id
    JOIN session s ON s.municipality_id = a.municipality_id AND s.offering_id = a.offering_id AND s.cancelled_at IS NULL
    JOIN session t ON t.municipality_id = b.municipality_id AND t.offering_id = b.offering_id AND t.cancelled_at IS NULL
    WHERE a.status IN ('placed', 'offered', 'awaiting_consent') AND b.status IN ('placed', 'offered', 'awaiting_consent')
      AND s.starts_at < t.ends_at AND t.starts_at < s.ends_at
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

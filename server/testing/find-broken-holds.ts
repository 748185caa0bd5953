import type { Queryable } from '@portal/db/client.ts'

/**
 * Looks through the whole database for what must never be of held places: a count that is not that of the rows, more held than
 * there is room for, a place from a hold for a child that it was never for. Answers a line for each.
 */
export async function findBrokenHolds(db: Queryable): Promise<string[]> {
  const rows = await db.sql<{ problem: string }>`
    SELECT 'used of hold ' || h.id AS problem FROM place_hold h
    LEFT JOIN enrolment e ON e.municipality_id = h.municipality_id AND e.hold_id = h.id
    GROUP BY h.municipality_id, h.id
    HAVING h.used <> count(*) FILTER (WHERE e.status IN ('placed', 'offered', 'awaiting_consent', 'completed'))
    UNION ALL
    SELECT 'held of ' || o.id FROM offering o
    LEFT JOIN place_hold h ON h.municipality_id = o.municipality_id AND h.offering_id = o.id AND h.released_at IS NULL
    GROUP BY o.municipality_id, o.id HAVING o.held <> coalesce(sum(h.places - h.used), 0)
    UNION ALL
    SELECT 'more used than held: ' || id FROM place_hold WHERE used > places
    UNION ALL
    SELECT 'taken and held of ' || id FROM offering WHERE taken + held > capacity
    UNION ALL
    SELECT 'from a hold for others: ' || e.id FROM enrolment e
    JOIN place_hold h ON h.municipality_id = e.municipality_id AND h.id = e.hold_id
    JOIN child c ON c.municipality_id = e.municipality_id AND c.id = e.child_id
    LEFT JOIN school s ON s.municipality_id = c.municipality_id AND s.id = c.school_id
    WHERE e.status IN ('placed', 'offered', 'awaiting_consent') AND (h.offering_id <> e.offering_id OR CASE h.kind
      WHEN 'school' THEN c.school_id IS DISTINCT FROM h.school_id
      WHEN 'neighbourhood' THEN h.neighbourhood_code <> ALL (ARRAY[coalesce(c.neighbourhood_code, ''),
        coalesce(c.second_neighbourhood_code, ''), coalesce(s.neighbourhood_code, '')])
      ELSE NOT EXISTS (SELECT 1 FROM offering_invitation i WHERE i.municipality_id = e.municipality_id
        AND i.offering_id = e.offering_id AND i.child_id = e.child_id) END)`
  return rows.map((row) => row.problem)
}

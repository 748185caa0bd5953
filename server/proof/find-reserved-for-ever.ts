import type { Queryable } from '@portal/db/client.ts'

/** Of what is reserved until a moment: what still is although the moment has come. A line for each. */
export async function findReservedForEver(db: Queryable, now: Date): Promise<string[]> {
  const rows = await db.sql<{ problem: string }>`
    SELECT 'offered since ' || offered_until || ': ' || id AS problem FROM enrolment
    WHERE status = 'offered' AND offered_until <= ${now}
    UNION ALL
    SELECT 'consent awaited since ' || consent_until || ': ' || id FROM enrolment
    WHERE status = 'awaiting_consent' AND consent_until <= ${now}
    UNION ALL
    SELECT 'held since ' || until || ': ' || id FROM place_hold WHERE released_at IS NULL AND until <= ${now}`
  return rows.map(({ problem }) => problem)
}

import type { Queryable } from '@portal/db/client.ts'
import type { Told } from './act.ts'

/**
 * What families were told of enrolments and what the database knows: each is there with this child and offering and was once what was
 * told; and who asked twice heard of the same one, unless that had ended in between. Of a child that was removed nothing is known.
 */
export async function findBrokenAnswers(db: Queryable, told: readonly Told[]): Promise<string[]> {
  const rows = await db.sql<{ id: string; childId: string; offeringId: string; states: string[] }>`
    SELECT e.id, e.child_id AS "childId", e.offering_id AS "offeringId",
      array(SELECT v.to_status FROM enrolment_event v
        WHERE v.municipality_id = e.municipality_id AND v.enrolment_id = e.id) AS states
    FROM enrolment e`
  const enrolments = new Map(rows.map((row) => [row.id, row]))
  const children = await db.sql<{ id: string }>`SELECT id FROM child`
  const isThere = new Set(children.map(({ id }) => id))
  const ended = ['withdrawn', 'declined', 'expired', 'cancelled']
  return told.flatMap(({ enrolmentId, childId, offeringId, status, again }) => {
    if (!isThere.has(childId)) return []
    const row = enrolments.get(enrolmentId)
    if (!row || row.childId !== childId || row.offeringId !== offeringId)
      return [`told of ${enrolmentId}, which is not there`]
    if (!row.states.includes(status)) return [`told that ${enrolmentId} is ${status}, which it never was`]
    if (again !== null && again !== enrolmentId && !row.states.some((state) => ended.includes(state)))
      return [`told of ${again} after ${enrolmentId}, which goes on`]
    return []
  })
}

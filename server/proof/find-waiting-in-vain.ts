import type { Queryable } from '@portal/db/client.ts'
import { municipalityId } from '@portal/db/seed/reference/load-reference.ts'
import { judge } from '../enrolments/judge-child.ts'

type Waiting = { id: string; childId: string; offeringId: string; pairId: string | null; free: number }

/**
 * Children who wait although a place is free for everybody that fits them now, by the shared rules; of children who want one together, when
 * there is room for all of them and it fits them all. Holds for as long as it is quiet and every process has gone round.
 */
export async function findWaitingInVain(db: Queryable & object, now: Date): Promise<string[]> {
  const waiting = await db.sql<Waiting>`
    SELECT e.id, e.child_id AS "childId", e.offering_id AS "offeringId", e.pair_id AS "pairId",
      o.capacity - o.taken - o.held AS free
    FROM enrolment e JOIN offering o ON o.municipality_id = e.municipality_id AND o.id = e.offering_id
    WHERE e.status = 'waitlisted' AND o.status = 'published' AND o.taken + o.held < o.capacity
      AND EXISTS (SELECT 1 FROM session s WHERE s.municipality_id = o.municipality_id AND s.offering_id = o.id
        AND s.cancelled_at IS NULL AND s.starts_at > ${now})`
  const municipality = {
    id: municipalityId,
    name: "'s-Hertogenbosch",
    timeZone: 'Europe/Amsterdam',
    cyclingKmh: 12,
    offerHours: 48,
    theme: {},
  }
  const questions = waiting.map((each) => ({ ...each, accountId: each.childId, schoolIds: [] }))
  const judgements = await judge(db, municipality, questions, now)
  const fits = waiting.map((_, index) => {
    const judgement = judgements[index]
    return judgement
      ? judgement.eligibility.length + judgement.clashes.length + judgement.limit.length === 0
      : false
  })
  return waiting.flatMap((each, index) => {
    if (!fits[index]) return []
    const all = waiting.flatMap((other, number) =>
      each.pairId !== null && other.pairId === each.pairId ? [number] : [],
    )
    if (all.length > 1 && (all.length > each.free || !all.every((number) => fits[number]))) return []
    return [`${each.childId} waits for ${each.offeringId} (${each.id}), where ${each.free} are free`]
  })
}

import type { Queryable } from '@portal/db/client.ts'
import type { Candidate, Room } from '@portal/shared/waiting-list/next-offer.ts'
import type { OfferTimes } from '@portal/shared/waiting-list/offer-deadline.ts'
import type { PriorityRule } from '@portal/shared/waiting-list/priority-class.ts'
import type { Dependencies } from '../app-env.ts'
import { holdsFor } from '../enrolments/held-places.ts'
import { judge } from '../enrolments/judge-child.ts'

/** Looked at in one query; a longer list is gone through page by page, in order, until the free places are offered. */
const candidatesPerPage = 50

/** What is offered, to whom, and by which settings of the municipality. `room.general` is what nobody holds. */
export type Offered = {
  status: string
  room: Room
  nextStart: Date | null
  hasWaitingList: boolean
  times: OfferTimes
  rules: PriorityRule[]
}

/** Locks an offering, and says at once whether a place is free while somebody waits; null when there is no such offering. */
export async function lockOffering(
  { municipality }: Pick<Dependencies, 'municipality'>,
  tx: Queryable,
  offeringId: string,
): Promise<{ mayOffer: boolean } | null> {
  const [row] = await tx.sql<{ mayOffer: boolean }>`
    SELECT status = 'published' AND taken < capacity AND waiting > 0 AS "mayOffer" FROM offering
    WHERE municipality_id = ${municipality.id} AND id = ${offeringId} FOR NO KEY UPDATE`
  return row ?? null
}

/** Asked after the lock, in a statement of its own: what the lock waited for counts. */
export async function readOffered(
  { municipality }: Pick<Dependencies, 'municipality'>,
  db: Queryable,
  offeringId: string,
  now: Date,
): Promise<Offered | null> {
  type Row = Omit<Offered, 'room'> & { general: number; holds: Room['holds'] | null }
  const [row] = await db.sql<Row>`
    SELECT o.status, o.capacity - o.taken - o.held AS general, o.has_waiting_list AS "hasWaitingList",
      (SELECT min(s.starts_at) FROM session s WHERE s.municipality_id = o.municipality_id AND s.offering_id = o.id
        AND s.cancelled_at IS NULL AND s.starts_at > ${now}) AS "nextStart",
      (SELECT json_agg(json_build_object('id', h.id, 'left', h.places - h.used))
        FROM place_hold h WHERE h.municipality_id = o.municipality_id AND h.offering_id = o.id
          AND h.released_at IS NULL AND h.until > ${now} AND h.used < h.places) AS holds,
      json_build_object('hours', m.offer_hours, 'hoursNear', m.offer_hours_near, 'nearDays', m.offer_near_days) AS times,
      m.priority_rules AS rules
    FROM offering o JOIN municipality m ON m.id = o.municipality_id
    WHERE o.municipality_id = ${municipality.id} AND o.id = ${offeringId}`
  if (!row) return null
  const { general, holds, ...rest } = row
  return { ...rest, room: { general: Math.max(0, general), holds: holds ?? [] } }
}

/** One who waits, in order of the list. */
export type Waiting = {
  enrolmentId: string
  childId: string
  priorityClass: number
  joinedNumber: number
  pairId: string | null
}

/** Where a page of the list ended. */
export type Cursor = Pick<Waiting, 'priorityClass' | 'joinedNumber'>

/**
 * The next of those who wait, in order. Who waits together comes together, at the turn of who joined last; `last` is the turn
 * where this page ends, null when nobody comes after it.
 */
export async function readWaiting(
  { municipality }: Pick<Dependencies, 'municipality'>,
  db: Queryable,
  offeringId: string,
  after: Cursor | null,
): Promise<{ waiting: Waiting[]; last: Cursor | null }> {
  const m = municipality.id
  type Row = Omit<Waiting, 'joinedNumber'> & { joinedNumber: string }
  const wire = (rows: Row[]): Waiting[] =>
    rows.map((row) => ({ ...row, joinedNumber: Number(row.joinedNumber) }))
  const turns = wire(
    await db.sql<Row>`
      SELECT e.id AS "enrolmentId", e.child_id AS "childId", e.priority_class AS "priorityClass",
        e.joined_number AS "joinedNumber", e.pair_id AS "pairId"
      FROM enrolment e
      WHERE e.municipality_id = ${m} AND e.offering_id = ${offeringId} AND e.status = 'waitlisted'
        AND (e.priority_class, e.joined_number) > (${after?.priorityClass ?? -32_768}::smallint, ${after?.joinedNumber ?? -1}::bigint)
        AND (e.pair_id IS NULL OR NOT EXISTS (SELECT 1 FROM enrolment p
          WHERE p.municipality_id = e.municipality_id AND p.pair_id = e.pair_id AND p.offering_id = e.offering_id
            AND p.status = 'waitlisted' AND (p.priority_class, p.joined_number) > (e.priority_class, e.joined_number)))
      ORDER BY e.priority_class, e.joined_number LIMIT ${candidatesPerPage}`,
  )
  const pairs = turns.flatMap(({ pairId }) => (pairId === null ? [] : [pairId]))
  const others =
    pairs.length === 0
      ? []
      : wire(
          await db.sql<Row>`
            SELECT id AS "enrolmentId", child_id AS "childId", priority_class AS "priorityClass",
              joined_number AS "joinedNumber", pair_id AS "pairId"
            FROM enrolment
            WHERE municipality_id = ${m} AND offering_id = ${offeringId} AND status = 'waitlisted'
              AND pair_id = ANY (${pairs}::uuid[]) AND id <> ALL (${turns.map(({ enrolmentId }) => enrolmentId)}::uuid[])`,
        )
  return { waiting: [...turns, ...others], last: turns.at(-1) ?? null }
}

export type JudgedCandidate = Waiting & Candidate

/** What stands in the way of each of them now, and whose held places it may have. Children who are gone are left out. */
export async function judgeWaiting(
  deps: Dependencies,
  db: Queryable,
  offeringId: string,
  waiting: readonly Waiting[],
  now: Date,
): Promise<JudgedCandidate[]> {
  if (waiting.length === 0) return []
  const questions = waiting.map(({ childId }) => ({ childId, offeringId, accountId: childId, schoolIds: [] }))
  const judgements = await judge(db, deps.municipality, questions, now)
  return waiting.flatMap((each, index): JudgedCandidate[] => {
    const judgement = judgements[index]
    if (!judgement) return []
    // Not the decision on enrolling: doors that closed do not close on who waits already.
    const { eligibility, clashes, limit } = judgement
    return [
      {
        ...each,
        refusals: [...eligibility, ...clashes, ...limit],
        holds: holdsFor(judgement, now).map(({ id }) => id),
      },
    ]
  })
}

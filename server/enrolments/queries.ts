import type { Queryable } from '@portal/db/client.ts'
import type { Enrolment, EnrolmentPage, EnrolmentQuery } from '@portal/shared/enrolments/enrolment.ts'
import { standingStatuses } from '@portal/shared/enrolments/standing-refusals.ts'
import type { Refusal } from '@portal/shared/problem.ts'
import { timeOf, toLocal } from '@portal/shared/schedule/local-time.ts'
import { undoMinutes } from '@portal/shared/waiting-list/offer-state.ts'
import { sql } from 'drizzle-orm'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { refusalsOf } from '../calendar/read-standing.ts'
import { holdToAge, isOfFamily, type Tie, tieOf } from '../families/family-tie.ts'
import { Problem } from '../http/problem.ts'
import { offsetOf } from '../http/wire-dates.ts'
import { recordLooks } from '../looks/record-looks.ts'
import { waitingInfoOf } from '../waiting-list/waiting-info.ts'
import { judge } from './judge-child.ts'
import { lockOfferingsAround } from './lock-offerings.ts'

type Row = {
  id: string
  status: Enrolment['status']
  offeredUntil: Date | null
  consentUntil: Date | null
  childId: string
  firstName: string
  lastName: string
  schoolId: string | null
  offeringId: string
  title: string
  placeName: string
  firstDate: string | null
  lastDate: string | null
  weekdays: number[]
  nextStart: Date | null
  nextEnd: Date | null
  joinedAt: Date
  changedAt: Date
  position: number | null
  togetherWith: string[] | null
  hasAccepted: boolean
  givesUp: NonNullable<Enrolment['givesUp']> | null
  autoAccept: boolean
  declinedAt: Date | null
  total: number
}

/** Whose enrolments an actor reaches: of own children, of themselves (a young person), and of pupils of own schools. */
const ownOf = (actor: Actor) => sql`(
  ${isOfFamily(actor)}
  OR c.school_id = ANY (${sql.param(actor.schoolIds)}::uuid[]))`

/** Turn of enrolment `e` on the waiting list, from 1. Who waits together has the turn of who joined last. */
export const positionOf = sql`CASE WHEN e.status = 'waitlisted' THEN (
  SELECT count(*)::integer FROM enrolment w
  WHERE w.municipality_id = e.municipality_id AND w.offering_id = e.offering_id AND w.status = 'waitlisted'
    AND (w.priority_class, w.joined_number) <= (
      SELECT p.priority_class, p.joined_number FROM enrolment p
      WHERE p.municipality_id = e.municipality_id AND p.offering_id = e.offering_id AND p.status = 'waitlisted'
        AND (p.id = e.id OR p.pair_id = e.pair_id)
      ORDER BY p.priority_class DESC, p.joined_number DESC LIMIT 1)) END`

/** When a no to enrolment `e` was said that was not taken back yet. */
const declinedAt = sql`CASE WHEN e.status = 'declined' THEN (
  SELECT f.answered_at FROM place_offer f
  WHERE f.municipality_id = e.municipality_id AND f.enrolment_id = e.id AND f.answer = 'declined' AND f.undone_at IS NULL
  ORDER BY f.offered_at DESC LIMIT 1) END`

/** First names of the other children of the pair: for the family only, which chose them. */
const togetherWith = (actor: Actor) => sql`CASE WHEN e.pair_id IS NOT NULL AND ${isOfFamily(actor)} THEN (
  SELECT json_agg(y.first_name ORDER BY y.first_name) FROM enrolment x
  JOIN child y ON y.municipality_id = x.municipality_id AND y.id = x.child_id
  WHERE x.municipality_id = e.municipality_id AND x.pair_id = e.pair_id AND x.id <> e.id
    AND x.status IN ('placed', 'waitlisted', 'offered')) END`

const givesUp = sql`(
  SELECT json_build_object('id', x.id, 'title', y.title) FROM enrolment x
  JOIN offering p ON p.municipality_id = x.municipality_id AND p.id = x.offering_id
  JOIN activity y ON y.municipality_id = p.municipality_id AND y.id = p.activity_id
  WHERE x.municipality_id = e.municipality_id AND x.id = e.gives_up AND e.status IN ('waitlisted', 'offered'))`

async function select(
  deps: Dependencies,
  actor: Actor,
  where: ReturnType<typeof sql>,
  page: { page: number; pageSize: number },
) {
  const now = deps.clock()
  return deps.db.sql<Row>`
    SELECT e.id, e.status, e.offered_until AS "offeredUntil", e.consent_until AS "consentUntil", e.child_id AS "childId", c.first_name AS "firstName",
      c.last_name AS "lastName", c.school_id AS "schoolId", e.offering_id AS "offeringId", a.title, p.name AS "placeName",
      o.first_date AS "firstDate", o.last_date AS "lastDate", o.weekdays,
      n.starts_at AS "nextStart", n.ends_at AS "nextEnd", e.joined_at AS "joinedAt", e.changed_at AS "changedAt",
      ${positionOf} AS position, ${togetherWith(actor)} AS "togetherWith", e.accepted_at IS NOT NULL AS "hasAccepted",
      ${givesUp} AS "givesUp", e.auto_accept AS "autoAccept", ${declinedAt} AS "declinedAt",
      count(*) OVER ()::integer AS total
    FROM enrolment e
    JOIN child c ON c.municipality_id = e.municipality_id AND c.id = e.child_id
    JOIN offering o ON o.municipality_id = e.municipality_id AND o.id = e.offering_id
    JOIN activity a ON a.municipality_id = o.municipality_id AND a.id = o.activity_id
    JOIN place p ON p.municipality_id = o.municipality_id AND p.id = o.place_id
    LEFT JOIN LATERAL (
      SELECT s.starts_at, s.ends_at FROM session s
      WHERE s.municipality_id = o.municipality_id AND s.offering_id = o.id AND s.cancelled_at IS NULL
      ORDER BY s.ends_at < ${now}, s.starts_at LIMIT 1) n ON true
    WHERE e.municipality_id = ${deps.municipality.id} AND ${where}
    ORDER BY e.changed_at DESC, e.id LIMIT ${page.pageSize} OFFSET ${offsetOf(page)}`
}

function wire(row: Row, clashes: Refusal[], { municipality, clock }: Dependencies): Enrolment {
  const { timeZone } = municipality
  const undoUntil = row.declinedAt && new Date(row.declinedAt.getTime() + undoMinutes * 60_000)
  const time = (moment: Date | null) => (moment ? timeOf(toLocal(moment, timeZone).minutes) : null)
  return {
    id: row.id,
    status: row.status,
    ...(row.position === null ? {} : { position: row.position }),
    ...(row.offeredUntil ? { offeredUntil: row.offeredUntil.toISOString() } : {}),
    ...(row.togetherWith ? { togetherWith: row.togetherWith } : {}),
    ...(row.hasAccepted ? { hasAccepted: true } : {}),
    ...(row.givesUp ? { givesUp: row.givesUp } : {}),
    ...(row.status === 'waitlisted' ? { autoAccept: row.autoAccept } : {}),
    ...(undoUntil && undoUntil >= clock() ? { undoUntil: undoUntil.toISOString() } : {}),
    ...(row.consentUntil ? { consentUntil: row.consentUntil.toISOString() } : {}),
    childId: row.childId,
    offeringId: row.offeringId,
    child: { id: row.childId, firstName: row.firstName, lastName: row.lastName },
    offering: {
      id: row.offeringId,
      title: row.title,
      placeName: row.placeName,
      firstDate: row.firstDate,
      lastDate: row.lastDate,
      weekdays: row.weekdays,
      startTime: time(row.nextStart),
      endTime: time(row.nextEnd),
    },
    joinedAt: row.joinedAt.toISOString(),
    changedAt: row.changedAt.toISOString(),
    clashes,
  }
}

/** With what stands in the way now, judged in one go for all that are shown. */
async function wireAll(deps: Dependencies, rows: readonly Row[]): Promise<Enrolment[]> {
  const now = deps.clock()
  const standing = rows.filter((row) => standingStatuses.includes(row.status))
  // Nobody in particular asks.
  const questions = standing.map(({ childId, offeringId }) => ({
    childId,
    offeringId,
    accountId: childId,
    schoolIds: [],
  }))
  const judgements = questions.length > 0 ? await judge(deps.db, deps.municipality, questions, now) : []
  const judged = new Map(standing.map((row, index) => [row.id, judgements[index]]))
  return rows.map((row) => {
    const judgement = judged.get(row.id)
    const clashes = judgement ? refusalsOf(row.status, judgement, now) : []
    return wire(row, clashes, deps)
  })
}

/** Own enrolments, the newest change first. */
export async function listEnrolments(
  deps: Dependencies,
  actor: Actor,
  query: EnrolmentQuery,
): Promise<EnrolmentPage> {
  const where = sql.join(
    [
      ownOf(actor),
      ...(query.childId ? [sql`e.child_id = ${query.childId}`] : []),
      ...(query.offeringId ? [sql`e.offering_id = ${query.offeringId}`] : []),
      ...(query.status ? [sql`e.status = ANY (${sql.param(query.status)}::text[])`] : []),
    ],
    sql` AND `,
  )
  const rows = await select(deps, actor, where, query)
  await recordEnrolmentLooks(deps, actor, rows)
  return {
    items: await wireAll(deps, rows),
    total: rows[0]?.total ?? 0,
    page: query.page,
    pageSize: query.pageSize,
  }
}

/** @throws Problem not-found, also for somebody else's */
export async function findEnrolment(deps: Dependencies, actor: Actor, id: string): Promise<Enrolment> {
  const [row] = await select(deps, actor, sql`e.id = ${id} AND ${ownOf(actor)}`, { page: 1, pageSize: 1 })
  if (!row) throw new Problem('not-found')
  await recordEnrolmentLooks(deps, actor, [row])
  const [enrolment] = await wireAll(deps, [row])
  if (!enrolment) throw new Problem('not-found')
  const waiting = row.position === null ? null : await waitingInfoOf(deps, id, row)
  return { ...enrolment, ...(waiting ? { waiting } : {}) }
}

/** What a school sees of its pupils is a look; of their own family nobody is asked. */
async function recordEnrolmentLooks(deps: Dependencies, actor: Actor, rows: readonly Row[]): Promise<void> {
  for (const schoolId of actor.schoolIds) {
    const seen = rows.filter((row) => row.schoolId === schoolId).map((row) => row.childId)
    await recordLooks(deps, deps.db, actor, { role: 'school', schoolId, what: 'enrolment' }, seen)
  }
}

/** Place on the waiting list, from 1. */
export async function queuePosition(deps: Dependencies, id: string): Promise<number> {
  const [row] = await deps.db.sql<{ position: number | null }>`
    SELECT ${positionOf} AS position FROM enrolment e WHERE e.municipality_id = ${deps.municipality.id} AND e.id = ${id}`
  return row?.position ?? 1
}

/** Standing enrolments of some children in an offering, in the order of the children; a position only while waiting. */
export async function positionsOf(
  deps: Pick<Dependencies, 'municipality'>,
  db: Queryable,
  offeringId: string,
  childIds: readonly string[],
): Promise<{ id: string; childId: string; status: Enrolment['status']; position: number | null }[]> {
  return db.sql`
    SELECT e.id, e.child_id AS "childId", e.status, ${positionOf} AS position
    FROM unnest(${[...childIds]}::uuid[]) WITH ORDINALITY AS q (child_id, number)
    JOIN enrolment e ON e.municipality_id = ${deps.municipality.id} AND e.child_id = q.child_id AND e.offering_id = ${offeringId}
      AND e.status IN ('wished', 'placed', 'waitlisted', 'offered', 'awaiting_consent', 'completed')
    ORDER BY q.number`
}

/** An enrolment under the lock of its offering. */
export type LockedEnrolment = {
  id: string
  status: Enrolment['status']
  childId: string
  offeringId: string
  offeredUntil: Date | null
  pairId: string | null
  givesUp: string | null
}

/**
 * Locks the offering of an own enrolment (with those of a swap that it is part of, and `alsoOfferings`), then answers the enrolment as it is now.
 * @throws Problem not-found; guardian-acts or young-person-acts when somebody else of the family acts at this age
 */
export async function lockEnrolment(
  deps: Dependencies,
  tx: Queryable,
  actor: Actor,
  id: string,
  whose: 'guardian' | 'guardian-or-school',
  alsoOfferings: readonly string[] = [],
): Promise<LockedEnrolment> {
  const schools = whose === 'guardian' ? [] : actor.schoolIds
  await lockOfferingsAround(deps, tx, id, alsoOfferings)
  const [row] = await tx.sql<LockedEnrolment & Tie & { schoolId: string | null }>`
    SELECT e.id, e.status, e.child_id AS "childId", e.offering_id AS "offeringId", e.offered_until AS "offeredUntil",
      e.pair_id AS "pairId", e.gives_up AS "givesUp", c.school_id AS "schoolId", ${tieOf(actor)}
    FROM enrolment e JOIN child c ON c.municipality_id = e.municipality_id AND c.id = e.child_id
    WHERE e.municipality_id = ${deps.municipality.id} AND e.id = ${id}
      AND ${ownOf({ ...actor, schoolIds: schools })}
    FOR NO KEY UPDATE OF e`
  if (!row) throw new Problem('not-found')
  if (row.schoolId === null || !schools.includes(row.schoolId)) holdToAge(deps, row)
  return row
}

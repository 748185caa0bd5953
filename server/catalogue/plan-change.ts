import type { Queryable } from '@portal/db/client.ts'
import type { OfferingPatch } from '@portal/shared/catalogue/offering.ts'
import {
  type KnownSession,
  keepKnownIds,
  type SessionChanges,
  sessionChanges,
  type TimedSession,
} from '@portal/shared/catalogue/session-changes.ts'
import type { EnrolmentStatus } from '@portal/shared/enrolments/status.ts'
import type { Refusal } from '@portal/shared/problem.ts'
import { planSession } from '@portal/shared/schedule/find-clashes.ts'
import type { Spot } from '@portal/shared/schedule/travel.ts'
import type { Dependencies } from '../app-env.ts'
import type { CheckedOffering } from './check-offering.ts'
import { clashesAt } from './child-clashes.ts'

/** What of an offering a change of plans starts from. */
export type OldPlan = {
  id: string
  status: string
  place_id: string
  place_name: string
  postcode: string
  in_school_time: boolean
}

/** A live enrolment of the offering, with what would be in the child's way. */
export type Touched = {
  enrolmentId: string
  childId: string
  status: EnrolmentStatus
  holdsPlace: boolean
  clashes: Refusal[]
}

/** What a change does to who comes. `sessions` null: the list was not sent, so every session stays. */
export type PlannedChange = {
  sessions: TimedSession[] | null
  changes: SessionChanges
  /** Names of the places; null when it stays where it is. */
  place: { from: string; to: string } | null
  cancels: boolean
  /** Nobody, when nothing changes for families. */
  touched: Touched[]
}

/** Enrolments that take part in what happens to an offering. */
export const liveStatuses = ['wished', 'placed', 'waitlisted', 'offered', 'awaiting_consent'] as const
const holding: readonly EnrolmentStatus[] = ['placed', 'offered', 'awaiting_consent']

/** Who would be in two places at once: the database keeps nothing of that. */
export const cannotStay = (touched: Touched) =>
  touched.holdsPlace && touched.clashes.some((clash) => clash.code === 'session-clash')

async function spotOf(
  { municipality }: Pick<Dependencies, 'municipality'>,
  db: Queryable,
  old: OldPlan,
  place: OfferingPatch['place'],
  area: CheckedOffering['area'],
): Promise<Spot> {
  const [known] = await db.sql<Spot>`
    SELECT id AS "placeId", school_id AS "schoolId", latitude, longitude FROM place
    WHERE municipality_id = ${municipality.id} AND CASE WHEN ${place === undefined} THEN id = ${old.place_id}
      ELSE name = ${place?.name ?? ''} AND postcode = ${place?.postcode ?? ''} END
    ORDER BY id LIMIT 1`
  return (
    known ?? {
      placeId: null,
      schoolId: null,
      latitude: area?.latitude ?? null,
      longitude: area?.longitude ?? null,
    }
  )
}

async function readTouched(
  { municipality }: Pick<Dependencies, 'municipality'>,
  db: Queryable,
  id: string,
  locksChildren: boolean,
): Promise<Touched[]> {
  const m = municipality.id
  // The offering is locked, so nobody comes in between; the children in the order of ids, as whoever enrols does.
  if (locksChildren)
    await db.sql`
      SELECT 1 FROM child c WHERE c.municipality_id = ${m} AND c.id IN (
        SELECT e.child_id FROM enrolment e WHERE e.municipality_id = ${m} AND e.offering_id = ${id}
          AND e.status = ANY (${[...liveStatuses]}::text[]))
      ORDER BY c.id FOR NO KEY UPDATE`
  const rows = await db.sql<Pick<Touched, 'enrolmentId' | 'childId' | 'status'>>`
    SELECT id AS "enrolmentId", child_id AS "childId", status FROM enrolment
    WHERE municipality_id = ${m} AND offering_id = ${id} AND status = ANY (${[...liveStatuses]}::text[])
    ORDER BY child_id, id`
  return rows.map((row) => ({ ...row, holdsPlace: holding.includes(row.status), clashes: [] }))
}

/**
 * What a change of an own offering would do to its sessions, its place and its children. Only what is still to come counts: a session
 * that is over is nobody's news. With `locksChildren` nobody enrols one of the children anywhere until the transaction ends.
 */
export async function planChange(
  deps: Dependencies,
  db: Queryable & object,
  old: OldPlan,
  input: OfferingPatch,
  checked: Pick<CheckedOffering, 'sessions' | 'area'>,
  locksChildren: boolean,
): Promise<PlannedChange> {
  const now = deps.clock().getTime()
  const rows = await db.sql<{ id: string; startsAt: Date; endsAt: Date; isCancelled: boolean }>`
    SELECT id, starts_at AS "startsAt", ends_at AS "endsAt", cancelled_at IS NOT NULL AS "isCancelled" FROM session
    WHERE municipality_id = ${deps.municipality.id} AND offering_id = ${old.id} ORDER BY starts_at, id`
  const known: KnownSession[] = rows.map((row) => ({
    ...row,
    startsAt: row.startsAt.getTime(),
    endsAt: row.endsAt.getTime(),
  }))
  const sessions = checked.sessions
    ? keepKnownIds(
        known,
        checked.sessions.map(({ id, isNew, start, end }) => ({
          id,
          isNew,
          startsAt: start.getTime(),
          endsAt: end.getTime(),
        })),
      )
    : null
  const afterwards = (sessions ?? known.filter((session) => !session.isCancelled)).filter(
    ({ endsAt }) => endsAt > now,
  )
  const changes = sessions ? sessionChanges(known, sessions, now) : { moved: [], added: [], cancelled: [] }
  const isElsewhere =
    input.place !== undefined &&
    (input.place.name !== old.place_name || input.place.postcode !== old.postcode)
  const place =
    isElsewhere && afterwards.length > 0 ? { from: old.place_name, to: input.place?.name ?? '' } : null
  const cancels = input.status === 'cancelled' && old.status !== 'cancelled'
  const isNews =
    cancels || place || changes.moved.length + changes.added.length + changes.cancelled.length > 0
  const touched = isNews ? await readTouched(deps, db, old.id, locksChildren) : []
  const change = { sessions, changes, place, cancels, touched }
  if (cancels || touched.length === 0) return change
  const spot = await spotOf(deps, db, old, input.place, checked.area)
  const isNew = new Set([...changes.moved.map(({ to }) => to.id), ...changes.added.map(({ id }) => id)])
  const clashes = await clashesAt(
    deps,
    db,
    {
      id: old.id,
      inSchoolTime: input.inSchoolTime ?? old.in_school_time,
      sessions: afterwards
        .filter(({ id }) => place || isNew.has(id))
        .map(({ id, startsAt, endsAt }) =>
          planSession(
            { id, startsAt: new Date(startsAt), endsAt: new Date(endsAt), spot },
            deps.municipality.timeZone,
          ),
        ),
    },
    touched.map(({ childId }) => childId),
  )
  return {
    ...change,
    touched: touched.map((each) => ({ ...each, clashes: clashes.get(each.childId) ?? [] })),
  }
}

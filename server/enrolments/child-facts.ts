import type { Queryable } from '@portal/db/client.ts'
import type { EnrolmentStatus } from '@portal/shared/enrolments/status.ts'
import type { BusySession } from '@portal/shared/schedule/find-clashes.ts'
import { planSession } from '@portal/shared/schedule/find-clashes.ts'
import type { Sector } from '@portal/shared/schools/school.ts'
import { sql } from 'drizzle-orm'
import type { Actor } from '../access/actor.ts'
import { type ActorRow, actorColumns, actorOf, actorSource } from '../http/session.ts'

/** One question: this child, this offering, asked by this account. */
export type Question = {
  childId: string
  offeringId: string
  accountId: string
  /** Schools in whose name may be asked: for their own pupils the school asks. */
  schoolIds: readonly string[]
  /** An enrolment of the child that would go in exchange: it stands in the way of nothing. A child that waits for a swap brings its own. */
  givesUp?: string | undefined
}

/** What is known of the child and of the counters, at one moment. */
export type ChildFacts = {
  childId: string
  childVersion: number
  /** Of the lessons and closures of all schools. */
  calendarVersion: number
  /** The municipality lets some come before others on a waiting list. */
  hasPriorityRules: boolean
  isGuardian: boolean
  /** The account that asks is the young person's own. */
  isSelf: boolean
  hasOwnAccount: boolean
  schoolId: string | null
  sector: Sector | null
  schoolNeighbourhood: string | null
  homeNeighbourhood: string | null
  secondNeighbourhood: string | null
  birthDate: string
  year: number | null
  groupId: string | null
  isInvited: boolean
  /** Ids of the enrolments that claim the child's time, sorted, joined by commas: enrol_batch compares. */
  claims: string
  busy: BusySession[]
  /** Places that the child holds in the period in which the offering begins, and may hold there; `most` null: no limit. */
  places: { held: number; most: number | null; period: string | null }
  live: { id: string; status: EnrolmentStatus } | null
  /** `free`: for everybody, so without what is held. */
  offering: { version: number; free: number; waiting: number } | null
}

type Row = {
  number: number
  /** Null: there is no such child, and the other columns say nothing. */
  childId: string | null
  childVersion: number
  calendarVersion: number
  hasPriorityRules: boolean
  isGuardian: boolean
  /** The account that asks is the young person's own. */
  isSelf: boolean
  hasOwnAccount: boolean
  schoolId: string | null
  sector: Sector | null
  schoolNeighbourhood: string | null
  homeNeighbourhood: string | null
  secondNeighbourhood: string | null
  birthDate: string
  year: number | null
  groupId: string | null
  isInvited: boolean
  claims: string | null
  busy:
    | {
        id: string
        startsAt: string
        endsAt: string
        placeId: string
        schoolId: string | null
        latitude: number
        longitude: number
        offeringId: string
        title: string
      }[]
    | null
  placesHeld: number
  placesMost: number | null
  placesPeriod: string | null
  liveId: string | null
  liveStatus: EnrolmentStatus | null
  offeringVersion: number | null
  free: number
  waiting: number
}

/** The columns of the facts, over `factsSource`. */
const factsColumns = (now: Date) => sql`
  c.id AS "childId", c.version AS "childVersion",
  m.calendar_version AS "calendarVersion", m.priority_rules <> '{}' AS "hasPriorityRules", c.birth_date AS "birthDate",
  c.neighbourhood_code AS "homeNeighbourhood", c.second_neighbourhood_code AS "secondNeighbourhood",
  c.school_id AS "schoolId", c.group_id AS "groupId", s.sector, s.neighbourhood_code AS "schoolNeighbourhood", g.year,
  EXISTS (SELECT 1 FROM guardianship u WHERE u.municipality_id = c.municipality_id AND u.child_id = c.id
    AND u.account_id = q.account_id) AS "isGuardian",
  coalesce(c.account_id = q.account_id, false) AS "isSelf", c.account_id IS NOT NULL AS "hasOwnAccount",
  EXISTS (SELECT 1 FROM offering_invitation i WHERE i.municipality_id = c.municipality_id AND i.child_id = c.id
    AND i.offering_id = q.offering_id) AS "isInvited",
  mine.claims,
  (SELECT json_agg(json_build_object('id', t.id, 'startsAt', t.starts_at, 'endsAt', t.ends_at, 'placeId', p.id,
      'schoolId', p.school_id, 'latitude', p.latitude, 'longitude', p.longitude,
      'offeringId', t.offering_id, 'title', a.title))
    FROM session t
    JOIN place p ON p.municipality_id = t.municipality_id AND p.id = t.place_id
    JOIN offering b ON b.municipality_id = t.municipality_id AND b.id = t.offering_id
    JOIN activity a ON a.municipality_id = b.municipality_id AND a.id = b.activity_id
    WHERE t.municipality_id = c.municipality_id AND t.offering_id = ANY (mine.offerings) AND t.offering_id <> q.offering_id
      AND t.cancelled_at IS NULL AND t.ends_at > ${now}) AS busy,
  CASE WHEN r.id IS NULL THEN 0 ELSE (
    SELECT count(*)::integer FROM offering b
    WHERE b.municipality_id = c.municipality_id AND b.id = ANY (mine.holding)
      AND b.first_date BETWEEN r.first_date AND r.last_date) END AS "placesHeld",
  r.most_places AS "placesMost", r.name AS "placesPeriod",
  mine.live_id AS "liveId", mine.live_status AS "liveStatus",
  o.version AS "offeringVersion", o.capacity - o.taken - o.held AS free, o.waiting`

/** Questions `q` (number, child_id, offering_id, account_id, gives_up) with what is known of their children; of a child that is not there, nothing. */
const factsSource = (municipalityId: string) => sql`question q
  JOIN municipality m ON m.id = ${municipalityId}
  LEFT JOIN child c ON c.municipality_id = ${municipalityId} AND c.id = q.child_id
  LEFT JOIN school s ON s.municipality_id = c.municipality_id AND s.id = c.school_id
  LEFT JOIN school_group g ON g.municipality_id = c.municipality_id AND g.id = c.group_id
  LEFT JOIN LATERAL (
    SELECT w.gives_up AS id FROM enrolment w
    WHERE w.municipality_id = c.municipality_id AND w.child_id = c.id AND w.offering_id = q.offering_id
      AND w.gives_up IS NOT NULL AND w.status IN ('waitlisted', 'offered', 'declined')
    LIMIT 1
  ) AS given ON true
  CROSS JOIN LATERAL (
    SELECT string_agg(e.id::text, ',' ORDER BY e.id) FILTER (WHERE e.status IN ('placed', 'offered', 'awaiting_consent')) AS claims,
      array_agg(e.offering_id) FILTER (WHERE e.status IN ('placed', 'offered', 'awaiting_consent')
        AND e.id IS DISTINCT FROM coalesce(q.gives_up, given.id)
        -- Nor does an offer for which the child's place in this very offering would go.
        AND (e.gives_up IS NULL OR e.gives_up NOT IN (SELECT x.id FROM enrolment x
          WHERE x.municipality_id = e.municipality_id AND x.child_id = e.child_id AND x.offering_id = q.offering_id))) AS offerings,
      array_agg(e.offering_id) FILTER (WHERE e.status IN ('placed', 'offered', 'awaiting_consent', 'completed')
        AND e.id IS DISTINCT FROM coalesce(q.gives_up, given.id)) AS holding,
      (array_agg(e.id) FILTER (WHERE e.offering_id = q.offering_id))[1] AS live_id,
      (array_agg(e.status) FILTER (WHERE e.offering_id = q.offering_id))[1] AS live_status
    FROM enrolment e
    WHERE e.municipality_id = c.municipality_id AND e.child_id = c.id
      AND e.status IN ('wished', 'placed', 'waitlisted', 'offered', 'awaiting_consent', 'completed')
  ) AS mine
  LEFT JOIN offering o ON o.municipality_id = ${municipalityId} AND o.id = q.offering_id
  LEFT JOIN period r ON r.municipality_id = ${municipalityId} AND r.most_places IS NOT NULL
    AND o.first_date BETWEEN r.first_date AND r.last_date`

type Place = { id: string; timeZone: string }

/** Facts for many questions in one query; null where the child does not exist. */
export async function readChildFacts(
  db: Queryable,
  municipality: Place,
  questions: readonly Question[],
  now: Date,
): Promise<(ChildFacts | null)[]> {
  const rows = await db.prepared('child-facts')<Row>`
    WITH question AS (
      SELECT * FROM unnest(
        ${questions.map((each) => each.childId)}::uuid[], ${questions.map((each) => each.offeringId)}::uuid[],
        ${questions.map((each) => each.accountId)}::uuid[], ${questions.map((each) => each.givesUp ?? null)}::uuid[]
      ) WITH ORDINALITY AS q (child_id, offering_id, account_id, gives_up, number)
    )
    SELECT q.number::integer, ${factsColumns(now)} FROM ${factsSource(municipality.id)}`
  return inOrder(rows, questions, (row) => factsOf(row, municipality.timeZone))
}

/** A question of which it is not yet known who asks: `tokenHash` in hexadecimal. */
export type OpenQuestion = { childId: string; offeringId: string; tokenHash: string }

/** Who asks, and what they need to know, at one moment. `actor` is null for nobody that is signed in. */
export type Asked = { actor: Actor | null; facts: ChildFacts | null }

/** The session and the facts of many questions in one query: a rush takes one turn of the database less. */
export async function readAskersAndFacts(
  db: Queryable,
  municipality: Place,
  questions: readonly OpenQuestion[],
  now: Date,
): Promise<Asked[]> {
  const rows = await db.prepared('askers-and-facts')<Row & { [Key in keyof ActorRow]: ActorRow[Key] | null }>`
    WITH asked AS (
      SELECT a.number, a.child_id, a.offering_id, decode(a.hash, 'hex') AS hash FROM unnest(
        ${questions.map((each) => each.childId)}::uuid[], ${questions.map((each) => each.offeringId)}::uuid[],
        ${questions.map((each) => each.tokenHash)}::text[]
      ) WITH ORDINALITY AS a (child_id, offering_id, hash, number)
    ),
    question AS (
      SELECT asked.number, asked.child_id, asked.offering_id, who."accountId" AS account_id, NULL::uuid AS gives_up, who.*
      FROM asked LEFT JOIN LATERAL (
        SELECT ${actorColumns} FROM ${actorSource(now)}
        WHERE s.municipality_id = ${municipality.id} AND s.token_hash = asked.hash
      ) AS who ON true
    )
    SELECT q.number::integer, q."sessionId", q."accountId", q.email, q.name, q."schoolIds", q."ownedSchoolIds", q."providerIds",
      q."ownedProviderIds", q."coachedProviderIds", q."isTeam", q."ownChildId", ${factsColumns(now)}
    FROM ${factsSource(municipality.id)}`
  const nobody: Asked = { actor: null, facts: null }
  return inOrder(rows, questions, (row) => ({
    actor: row.accountId === null ? null : actorOf(row as ActorRow),
    facts: factsOf(row, municipality.timeZone),
  })).map((asked) => asked ?? nobody)
}

/** The answers in the order of the questions, numbered from 1; null where there is none. */
function inOrder<R extends { number: number }, Answer>(
  rows: readonly R[],
  questions: readonly unknown[],
  answerOf: (row: R) => Answer | null,
): (Answer | null)[] {
  const answers: (Answer | null)[] = questions.map(() => null)
  for (const row of rows) answers[row.number - 1] = answerOf(row)
  return answers
}

function factsOf(row: Row, timeZone: string): ChildFacts | null {
  const { childId, liveId, liveStatus, offeringVersion, free, waiting, claims, busy } = row
  if (childId === null) return null
  return {
    childId,
    childVersion: row.childVersion,
    calendarVersion: row.calendarVersion,
    hasPriorityRules: row.hasPriorityRules,
    isGuardian: row.isGuardian,
    isSelf: row.isSelf,
    hasOwnAccount: row.hasOwnAccount,
    schoolId: row.schoolId,
    sector: row.sector,
    schoolNeighbourhood: row.schoolNeighbourhood,
    homeNeighbourhood: row.homeNeighbourhood,
    secondNeighbourhood: row.secondNeighbourhood,
    birthDate: row.birthDate,
    year: row.year,
    groupId: row.groupId,
    isInvited: row.isInvited,
    claims: claims ?? '',
    busy: (busy ?? []).map((session) => ({
      ...planSession(
        {
          id: session.id,
          startsAt: new Date(session.startsAt),
          endsAt: new Date(session.endsAt),
          spot: session,
        },
        timeZone,
      ),
      offeringId: session.offeringId,
      title: session.title,
    })),
    places: { held: row.placesHeld, most: row.placesMost, period: row.placesPeriod },
    live: liveId && liveStatus ? { id: liveId, status: liveStatus } : null,
    offering: offeringVersion === null ? null : { version: offeringVersion, free, waiting },
  }
}

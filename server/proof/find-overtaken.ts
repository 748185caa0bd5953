import type { Queryable } from '@portal/db/client.ts'
import { claimsTime, type EnrolmentStatus } from '@portal/shared/enrolments/status.ts'

type Step = { number: number; to: EnrolmentStatus; from: EnrolmentStatus | null; at: number; reason: string }
type Enrolment = {
  id: string
  childId: string
  offeringId: string
  holdId: string | null
  turn: [number, number]
  dates: string[]
  steps: Step[]
}

/**
 * Moments are taken before a lock is waited for, and a beginning has no number of its own: what lies so near may have been before or after.
 */
const graceMs = 5000

async function readEnrolments(db: Queryable): Promise<Enrolment[]> {
  const rows = await db.sql<
    Omit<Enrolment, 'turn' | 'steps'> & {
      priorityClass: number
      joinedNumber: string
      steps: (Omit<Step, 'at'> & { at: string })[]
    }
  >`
    SELECT e.id, e.child_id AS "childId", e.offering_id AS "offeringId", e.hold_id AS "holdId",
      e.priority_class AS "priorityClass", e.joined_number AS "joinedNumber",
      array(SELECT DISTINCT ((s.starts_at AT TIME ZONE 'Europe/Amsterdam')::date)::text FROM session s
        WHERE s.municipality_id = e.municipality_id AND s.offering_id = e.offering_id) AS dates,
      (SELECT json_agg(json_build_object('number', v.number, 'to', v.to_status, 'from', v.from_status, 'at', v.at,
          'reason', v.reason) ORDER BY v.number)
        FROM enrolment_event v WHERE v.municipality_id = e.municipality_id AND v.enrolment_id = e.id) AS steps
    FROM enrolment e`
  return rows.map(({ priorityClass, joinedNumber, steps, ...row }) => ({
    ...row,
    turn: [priorityClass, Number(joinedNumber)],
    steps: (steps ?? []).map((step) => ({ ...step, at: Date.parse(step.at) })),
  }))
}

const isBefore = (a: Enrolment, b: Enrolment) =>
  a.turn[0] < b.turn[0] || (a.turn[0] === b.turn[0] && a.turn[1] < b.turn[1])

/** Whether an enrolment that began before was waiting at a step of the same offering, whose changes are numbered under its lock. */
function waitedAt({ steps }: Enrolment, step: Step): boolean {
  if (step.from === null) {
    const end = steps[1]
    return steps[0]?.to === 'waitlisted' && (!end || end.at > step.at + graceMs)
  }
  return steps.findLast(({ number }, index) => index === 0 || number < step.number)?.to === 'waitlisted'
}

/** Whether an enrolment may have claimed its child's time when a step was decided. */
const mayHaveClaimed = ({ steps }: Enrolment, { at }: Step) =>
  steps.some((step, index) => {
    const end = steps[index + 1]
    return claimsTime.includes(step.to) && step.at < at + graceMs && (!end || end.at > at - graceMs)
  })

/** Whoever waits for a place together with others, or did, may rightly have to wait for room for all. */
const isAlone = ({ steps }: Enrolment) => !steps.some(({ reason }) => /together|pair/.test(reason))

/**
 * Looks through the history for children who were overtaken: somebody with a later turn was given a place that was not held for them,
 * or somebody who had not waited at all, while one with an earlier turn waited for whom it fitted. That is judged only where it is
 * certain: of offerings and children of which nothing that matters was ever changed (`steady`), and a child that then had
 * no other place on any of the days, in an offering that ever changed, or given up just before.
 * @returns a line for each, and how many times it could be judged
 */
export async function findOvertaken(
  db: Queryable,
  steady: { offerings: readonly string[]; children: readonly string[] },
): Promise<{ overtaken: string[]; judged: number }> {
  const all = await readEnrolments(db)
  const byChild = Map.groupBy(all, ({ childId }) => childId)
  const overtaken: string[] = []
  let judged = 0
  const fitted = (waiting: Enrolment, step: Step) =>
    (byChild.get(waiting.childId) ?? []).every(
      (other) =>
        other.id === waiting.id ||
        !mayHaveClaimed(other, step) ||
        (steady.offerings.includes(other.offeringId) &&
          !other.dates.some((date) => waiting.dates.includes(date))),
    )
  for (const offeringId of steady.offerings) {
    const here = all.filter((each) => each.offeringId === offeringId)
    const waiters = here.filter((each) => steady.children.includes(each.childId) && isAlone(each))
    for (const winner of here.filter(({ holdId }) => holdId === null)) {
      for (const step of winner.steps) {
        const isPromoted = step.from === 'waitlisted' && step.to === 'offered'
        if (!isPromoted && !(step.from === null && step.to === 'placed')) continue
        for (const waiter of waiters) {
          // On the list before: numbers of joining are drawn under the lock of the offering.
          const cameFirst = isPromoted ? isBefore(waiter, winner) : waiter.turn[1] < winner.turn[1]
          if (waiter.id === winner.id || !cameFirst || !waitedAt(waiter, step)) continue
          // Both were offered one in the same act.
          if (waiter.steps.some(({ to, at }) => to === 'offered' && at === step.at)) continue
          if (!fitted(waiter, step)) continue
          judged += 1
          overtaken.push(`${waiter.id} waited while ${winner.id} became ${step.to}`)
        }
        judged += 1
      }
    }
  }
  return { overtaken, judged }
}

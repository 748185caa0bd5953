import type { Queryable } from '@portal/db/client.ts'
import { type EnrolmentStatus, mayBecome } from '@portal/shared/enrolments/status.ts'

/** What an enrolment may begin as. */
const beginnings: readonly (EnrolmentStatus | null)[] = ['wished', 'placed', 'waitlisted', 'awaiting_consent']

type Step = {
  enrolmentId: string
  status: EnrolmentStatus
  from: EnrolmentStatus | null
  to: EnrolmentStatus | null
  reason: string | null
}

/**
 * Every child is in a state with a reason: the history of each enrolment begins with a beginning, goes on from where it was by steps that
 * the rules of `shared` allow, gives a reason at each, and ends in the state that the enrolment has. A line for each that does not.
 */
export async function findBrokenHistories(db: Queryable): Promise<string[]> {
  const steps = await db.sql<Step>`
    SELECT e.id AS "enrolmentId", e.status, v.from_status AS "from", v.to_status AS "to", v.reason
    FROM enrolment e LEFT JOIN enrolment_event v ON v.municipality_id = e.municipality_id AND v.enrolment_id = e.id
    ORDER BY e.id, v.number`
  const broken: string[] = []
  for (const [id, path] of Map.groupBy(steps, (step) => step.enrolmentId)) {
    let before: EnrolmentStatus | null = null
    for (const { from, to, reason } of path) {
      if (to === null) {
        broken.push(`no history: ${id}`)
        continue
      }
      if (from !== before) broken.push(`gap: ${id} was ${before}, and goes on from ${from} to ${to}`)
      if (before === null ? !beginnings.includes(to) : !mayBecome(before, to))
        broken.push(`not allowed: ${id} from ${before} to ${to}`)
      if ((reason ?? '').trim() === '') broken.push(`no reason: ${id} became ${to}`)
      before = to
    }
    const status = path[0]?.status
    if (before !== null && before !== status)
      broken.push(`end: ${id} is ${status}, its history says ${before}`)
  }
  return broken
}

import type { Queryable } from '@portal/db/client.ts'
import { standingRefusals } from '@portal/shared/enrolments/standing-refusals.ts'
import type { EnrolmentStatus } from '@portal/shared/enrolments/status.ts'
import type { Refusal } from '@portal/shared/problem.ts'
import { sql } from 'drizzle-orm'
import type { Dependencies } from '../app-env.ts'
import { type Judgement, judge } from '../enrolments/judge-child.ts'

/** An enrolment that stands, with sessions to come. */
export type Standing = {
  enrolmentId: string
  status: EnrolmentStatus
  childId: string
  firstName: string
  lastName: string
  offeringId: string
  title: string
}

/** The same with what the rules say of it now. */
export type JudgedStanding = Standing & { judgement: Judgement }

/** Whose: of the pupils of a school, of these children, or of one offering. */
export type Whose =
  | { schoolId: string }
  | { childIds: readonly string[] }
  | { offeringId: string; isWaitingToo: boolean }

const conditionOf = (whose: Whose) => {
  if ('schoolId' in whose) return sql`c.school_id = ${whose.schoolId}`
  if ('childIds' in whose) return sql`c.id = ANY (${sql.param([...whose.childIds])}::uuid[])`
  return sql`e.offering_id = ${whose.offeringId} AND (e.status <> 'waitlisted' OR ${whose.isWaitingToo})`
}

/** Judged in one go; more are judged part by part, so that memory stays flat. */
const perBatch = 500

/** Enrolments that stand and have sessions to come, by name of the child, each judged by the rules of enrolling. */
export async function readStanding(
  deps: Pick<Dependencies, 'municipality' | 'clock'>,
  db: Queryable & object,
  whose: Whose,
): Promise<JudgedStanding[]> {
  const { municipality } = deps
  const now = deps.clock()
  const rows = await db.sql<Standing>`
    SELECT e.id AS "enrolmentId", e.status, c.id AS "childId", c.first_name AS "firstName", c.last_name AS "lastName",
      e.offering_id AS "offeringId", a.title
    FROM enrolment e
    JOIN child c ON c.municipality_id = e.municipality_id AND c.id = e.child_id
    JOIN offering o ON o.municipality_id = e.municipality_id AND o.id = e.offering_id
    JOIN activity a ON a.municipality_id = o.municipality_id AND a.id = o.activity_id
    WHERE e.municipality_id = ${municipality.id} AND e.status IN ('placed', 'offered', 'awaiting_consent', 'waitlisted')
      AND EXISTS (SELECT 1 FROM session s WHERE s.municipality_id = o.municipality_id AND s.offering_id = o.id
        AND s.cancelled_at IS NULL AND s.ends_at > ${now})
      AND ${conditionOf(whose)}
    ORDER BY c.last_name, c.first_name, c.id, o.first_date, e.id`
  const judged: JudgedStanding[] = []
  for (let from = 0; from < rows.length; from += perBatch) {
    const part = rows.slice(from, from + perBatch)
    const questions = part.map(({ childId, offeringId }) => ({
      childId,
      offeringId,
      // Nobody in particular asks.
      accountId: childId,
      schoolIds: [],
    }))
    const judgements = await judge(db, municipality, questions, now)
    judged.push(
      ...part.flatMap((row, index) => {
        const judgement = judgements[index]
        return judgement ? [{ ...row, judgement }] : []
      }),
    )
  }
  return judged
}

/** What stands in the way of an enrolment now. */
export function refusalsOf(
  status: EnrolmentStatus,
  { plan, eligibility, clashes }: Judgement,
  now: Date,
): Refusal[] {
  const sessionsToCome = plan.sessions.filter((session) => session.endsAt > now.getTime()).length
  return standingRefusals({ status, sessionsToCome, eligibility, clashes })
}

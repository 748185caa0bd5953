import type { ChangePreview, ChildPatch } from '@portal/shared/families/child.ts'
import type { Refusal } from '@portal/shared/problem.ts'
import type { Sector } from '@portal/shared/schools/school.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { type ChildFacts, readChildFacts } from '../enrolments/child-facts.ts'
import { type Judgement, judgeFacts } from '../enrolments/judge-child.ts'
import { type PlannedChild, planChange, readForChange } from './plan-change.ts'

type Standing = { enrolmentId: string; status: string; offeringId: string; title: string }

/** What the rules read of the child, after the change. */
async function alteredFacts(deps: Dependencies, { child, neighbourhoods }: PlannedChild) {
  const [place] = await deps.db.sql<{
    sector: Sector | null
    schoolNeighbourhood: string | null
    year: number | null
  }>`
    SELECT s.sector, s.neighbourhood_code AS "schoolNeighbourhood", g.year
    FROM municipality m
    LEFT JOIN school s ON s.municipality_id = m.id AND s.id = ${child.schoolId}::uuid
    LEFT JOIN school_group g ON g.municipality_id = m.id AND g.id = ${child.groupId}::uuid
    WHERE m.id = ${deps.municipality.id}`
  return {
    birthDate: child.birthDate,
    homeNeighbourhood: neighbourhoods[0] ?? null,
    secondNeighbourhood: neighbourhoods[1] ?? null,
    schoolId: child.schoolId,
    groupId: child.groupId,
    sector: place?.sector ?? null,
    schoolNeighbourhood: place?.schoolNeighbourhood ?? null,
    year: place?.year ?? null,
  } satisfies Partial<ChildFacts>
}

/** What stands in the way after the change and did not before. */
function newRefusals(before: Judgement, after: Judgement): Refusal[] {
  const said = ({ code, facts }: Refusal) => `${code} ${JSON.stringify(facts)}`
  const known = new Set([...before.eligibility, ...before.clashes].map(said))
  return [...after.eligibility, ...after.clashes].filter((refusal) => !known.has(said(refusal)))
}

/**
 * What a change of birth date, home, school or group would do to standing enrolments that still have sessions to come: those for
 * which the child would no longer be eligible, or that would clash. Nothing is changed, and the change itself drops none.
 * @throws Problem not-found, guardian-acts, young-person-acts, invalid-input, third-home
 */
export async function previewChange(
  deps: Dependencies,
  actor: Actor,
  id: string,
  input: ChildPatch,
): Promise<ChangePreview> {
  const { db, municipality } = deps
  const { child, reader } = await readForChange(deps, db, actor, id, false)
  const altered = await alteredFacts(deps, await planChange(deps, db, reader, child, input))
  const now = deps.clock()
  const standing = await db.sql<Standing>`
    SELECT e.id AS "enrolmentId", e.status, e.offering_id AS "offeringId", a.title
    FROM enrolment e
    JOIN offering o ON o.municipality_id = e.municipality_id AND o.id = e.offering_id
    JOIN activity a ON a.municipality_id = o.municipality_id AND a.id = o.activity_id
    WHERE e.municipality_id = ${municipality.id} AND e.child_id = ${id}
      AND e.status IN ('wished', 'placed', 'waitlisted', 'offered', 'awaiting_consent')
      AND EXISTS (SELECT 1 FROM session s WHERE s.municipality_id = o.municipality_id AND s.offering_id = o.id
        AND s.cancelled_at IS NULL AND s.ends_at > ${now})
    ORDER BY o.first_date NULLS LAST, a.title, e.id`
  const questions = standing.map(({ offeringId }) => ({
    childId: id,
    offeringId,
    accountId: actor.accountId,
    schoolIds: [],
  }))
  const facts = await readChildFacts(db, municipality, questions, now)
  const afterwards = facts.map((each) => each && { ...each, ...altered })
  const before = await judgeFacts(db, municipality, questions, facts, now)
  const after = await judgeFacts(db, municipality, questions, afterwards, now)
  return {
    enrolments: standing.flatMap(({ offeringId, title, ...enrolment }, index) => {
      const [was, becomes] = [before[index], after[index]]
      const refusals = was && becomes ? newRefusals(was, becomes) : []
      return refusals.length > 0 ? [{ ...enrolment, offering: { id: offeringId, title }, refusals }] : []
    }),
  }
}

import type { ChangePreview, ChildPatch } from '@portal/shared/families/child.ts'
import type { Sector } from '@portal/shared/schools/school.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { type Altered, previewChildren } from '../calendar/preview-children.ts'
import { type PlannedChild, planChange, readForChange } from './plan-change.ts'

/** What the rules read of the child, after the change. */
async function alteredFacts(deps: Dependencies, { child, neighbourhoods }: PlannedChild): Promise<Altered> {
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
  } satisfies Altered
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
  const { db } = deps
  const { child, reader } = await readForChange(deps, db, actor, id, false)
  const altered = await alteredFacts(deps, await planChange(deps, db, reader, child, input))
  const touched = await previewChildren(deps, new Map([[id, altered]]))
  return {
    enrolments: touched.flatMap(({ enrolmentId, status, offering, refusals }) =>
      refusals.length > 0 ? [{ enrolmentId, status, offering, refusals }] : [],
    ),
  }
}

import type { Touched } from '@portal/shared/calendar/clash.ts'
import type { Dependencies } from '../app-env.ts'
import type { ChildFacts } from '../enrolments/child-facts.ts'
import { judgeFacts } from '../enrolments/judge-child.ts'
import { readSchedules } from '../timetables/school-schedules.ts'
import { findTouched } from './find-touched.ts'
import { readStanding } from './read-standing.ts'

/** What the rules would read of a child after a change; what is not there stays. */
export type Altered = Partial<
  Pick<
    ChildFacts,
    | 'birthDate'
    | 'homeNeighbourhood'
    | 'secondNeighbourhood'
    | 'schoolId'
    | 'groupId'
    | 'sector'
    | 'schoolNeighbourhood'
    | 'year'
  >
>

/** Which enrolments would be touched if these children became others, by the rules by which families are told afterwards. Nothing is changed. */
export async function previewChildren(
  deps: Dependencies,
  altered: ReadonlyMap<string, Altered>,
): Promise<Touched[]> {
  const { db, municipality } = deps
  const now = deps.clock()
  const standing = await readStanding(deps, db, { childIds: [...altered.keys()] })
  const questions = standing.map(({ childId, offeringId }) => ({
    childId,
    offeringId,
    accountId: childId,
    schoolIds: [],
  }))
  const facts = standing.map(({ childId, judgement }) => ({ ...judgement.facts, ...altered.get(childId) }))
  const judgements = await judgeFacts(db, municipality, questions, facts, now)
  const after = standing.flatMap((each, index) => {
    const judgement = judgements[index]
    return judgement ? [{ ...each, judgement }] : []
  })
  const schoolIds = [...standing, ...after].flatMap(({ judgement }) => judgement.facts.schoolId ?? [])
  const schedules = await readSchedules(db, municipality.id, [...new Set(schoolIds)])
  return findTouched({ standing, schedules }, { standing: after, schedules }, municipality, now)
}

import type { TouchPreview } from '@portal/shared/calendar/clash.ts'
import type { NextYearInput } from '@portal/shared/schools/kept-group.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { type Altered, previewChildren } from '../calendar/preview-children.ts'
import { wrongFields } from '../families/child-fields.ts'
import { recordLooks } from '../looks/record-looks.ts'
import { findSchoolFacts, holdToOwnSchool } from '../schools/own-school.ts'
import { findWrongMoves } from './move-to-next-year.ts'
import { offSchool } from './preview-pupil.ts'
import { isClaimed } from './queries.ts'

/**
 * What going up a year would do to what pupils are enrolled for; nothing is changed. A group that is still to be made has no lessons of its own.
 * @throws Problem not-found, invalid-input
 */
export async function previewNextYearTouch(
  deps: Dependencies,
  actor: Actor,
  schoolId: string,
  input: NextYearInput,
): Promise<TouchPreview> {
  holdToOwnSchool(actor, schoolId)
  const m = deps.municipality.id
  await findSchoolFacts(deps, deps.db, schoolId)
  const errors = await findWrongMoves(deps, schoolId, input)
  if (errors.length > 0) throw wrongFields(errors)
  const members = await deps.db.sql<{ id: string; groupId: string; isClaimed: boolean }>`
    SELECT c.id, c.group_id AS "groupId", ${isClaimed} AS "isClaimed" FROM child c
    JOIN school_group g ON g.municipality_id = c.municipality_id AND g.id = c.group_id
    WHERE c.municipality_id = ${m} AND c.school_id = ${schoolId} AND g.school_year = ${input.schoolYear}`
  const next = await deps.db.sql<{ id: string; name: string }>`
    SELECT id, name FROM school_group
    WHERE municipality_id = ${m} AND school_id = ${schoolId} AND school_year = ${input.schoolYear + 1}`
  const ids = new Map(next.map(({ id, name }) => [name.toLowerCase(), id]))
  const moves = new Map(input.groups.map((move) => [move.groupId, move.to]))
  const altered = new Map<string, Altered>()
  for (const { id, groupId, isClaimed: hasFamily } of members) {
    const to = moves.get(groupId)
    // Of who leaves without a family nothing stays that could clash.
    if (to === null && hasFamily) altered.set(id, offSchool)
    else if (to) altered.set(id, { groupId: ids.get(to.name.toLowerCase()) ?? null, year: to.year })
  }
  const enrolments = await previewChildren(deps, altered)
  const seen = enrolments.map(({ child }) => child.id)
  await recordLooks(deps, deps.db, actor, { role: 'school', schoolId, what: 'timetable-clash' }, seen)
  return { enrolments }
}

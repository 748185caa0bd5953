import type { TouchPreview } from '@portal/shared/calendar/clash.ts'
import type { PupilPreviewRequest } from '@portal/shared/pupils/pupil.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { type Altered, previewChildren } from '../calendar/preview-children.ts'
import { neighbourhoodsOf, wrongFields } from '../families/child-fields.ts'
import { Problem } from '../http/problem.ts'
import { recordLooks } from '../looks/record-looks.ts'
import { holdToOwnSchool } from '../schools/own-school.ts'
import { findWrongPupil } from './keep-pupil.ts'
import { isClaimed } from './queries.ts'

/** A pupil without the school: of that the rules read nothing any more. */
export const offSchool: Altered = {
  schoolId: null,
  groupId: null,
  sector: null,
  schoolNeighbourhood: null,
  year: null,
}

/**
 * What changing a pupil, or taking it off the school (`leaves`), would do to what it is enrolled for; nothing is changed.
 * @throws Problem not-found, invalid-input, pupil-has-guardian
 */
export async function previewPupil(
  deps: Dependencies,
  actor: Actor,
  schoolId: string,
  childId: string,
  { leaves, birthDate, groupId, postcode }: PupilPreviewRequest,
): Promise<TouchPreview> {
  holdToOwnSchool(actor, schoolId)
  const m = deps.municipality.id
  const [own] = await deps.db.sql<{ isClaimed: boolean }>`
    SELECT ${isClaimed} AS "isClaimed" FROM child c
    WHERE c.municipality_id = ${m} AND c.id = ${childId} AND c.school_id = ${schoolId}`
  if (!own) throw new Problem('not-found')
  // As for the change itself; and where a family lives is not to be found out by trying.
  if (own.isClaimed && (birthDate !== undefined || postcode !== undefined))
    throw new Problem('pupil-has-guardian')
  const errors = await findWrongPupil(deps, actor, schoolId, { birthDate, groupId })
  if (errors.length > 0) throw wrongFields(errors)
  const [group] = groupId
    ? await deps.db.sql<{ year: number }>`
        SELECT year FROM school_group WHERE municipality_id = ${m} AND id = ${groupId}`
    : []
  const [code = null] = postcode === undefined ? [] : await neighbourhoodsOf(deps, deps.db, [postcode])
  const altered: Altered = leaves
    ? offSchool
    : {
        ...(birthDate === undefined ? {} : { birthDate }),
        ...(groupId === undefined ? {} : { groupId, year: group?.year ?? null }),
        ...(postcode === undefined ? {} : { homeNeighbourhood: code }),
      }
  const enrolments = await previewChildren(deps, new Map([[childId, altered]]))
  const seen = enrolments.map(({ child }) => child.id)
  await recordLooks(deps, deps.db, actor, { role: 'school', schoolId, what: 'timetable-clash' }, seen)
  return { enrolments }
}

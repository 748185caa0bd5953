import type { Touched } from '@portal/shared/calendar/clash.ts'
import type { Dependencies } from '../../app-env.ts'
import { type Altered, previewChildren } from '../../calendar/preview-children.ts'
import { neighbourhoodsOf } from '../../families/child-fields.ts'
import type { ImportPlan } from './plan-import.ts'

/**
 * What the changes of a file would do to what pupils are enrolled for; nothing is changed. A group that is still to be made has no
 * lessons of its own.
 */
export async function previewImportTouch(
  deps: Dependencies,
  schoolId: string,
  schoolYear: number,
  plan: ImportPlan,
): Promise<Touched[]> {
  const groups = await deps.db.sql<{ id: string; name: string; year: number }>`
    SELECT id, name, year FROM school_group
    WHERE municipality_id = ${deps.municipality.id} AND school_id = ${schoolId} AND school_year = ${schoolYear}`
  const known = new Map<string, { id: string | null; year: number }>([
    ...plan.newGroups.map(({ name, year }) => [name.toLowerCase(), { id: null, year }] as const),
    ...groups.map(({ id, name, year }) => [name.toLowerCase(), { id, year }] as const),
  ])
  const codes = await neighbourhoodsOf(
    deps,
    deps.db,
    plan.change.map(({ row }) => row.postcode),
  )
  const altered = plan.change.map(({ childId, row, groupName, fields }, index): [string, Altered] => {
    const group = known.get(groupName?.toLowerCase() ?? '')
    return [
      childId,
      {
        ...(fields.includes('birthDate') ? { birthDate: row.birthDate } : {}),
        ...(fields.includes('postcode') ? { homeNeighbourhood: codes[index] ?? null } : {}),
        ...(fields.includes('groupId') && group ? { groupId: group.id, year: group.year } : {}),
      },
    ]
  })
  return previewChildren(deps, new Map(altered))
}

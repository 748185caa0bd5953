import type { Queryable } from '@portal/db/client.ts'
import type { RowError } from '@portal/shared/pupils/pupil-import.ts'
import { combinedGroupName } from '@portal/shared/schools/next-group.ts'
import type { Dependencies } from '../../app-env.ts'
import { isClaimed } from '../queries.ts'
import type { ImportRow } from './import-row.ts'

/** A group that is not there yet. */
export type NewGroup = { name: string; year: number; pupils: number }

/** What happens to one row. `groupName`: of the group in the portal (it may be a new one); null: the group stays as it is. */
export type Planned = { row: ImportRow; groupName: string | null }
export type PlannedChange = Planned & { childId: string; isClaimed: boolean; fields: string[] }

/** What bringing rows in would do to the school as it is now. */
export type ImportPlan = {
  add: Planned[]
  change: PlannedChange[]
  unchanged: number
  familyKeeps: number
  withoutGroup: number
  notInFile: number
  newGroups: NewGroup[]
  errors: RowError[]
}

type Known = {
  childId: string
  number: string
  firstName: string
  lastName: string
  birthDate: string
  postcode: string | null
  hasOwnPostcode: boolean
  groupName: string | null
  groupSchoolYear: number | null
  isClaimed: boolean
}

type Group = { name: string; year: number }

const small = (text: string) => text.toLowerCase()

/**
 * Which group of the school year a row means. A class with pupils of several years is kept as one group per year (the rules go by
 * the year of a group), so a name that stands in the file with several years, or in the portal with another one, gets its year
 * beside it.
 */
function groupFinder(groups: readonly Group[], rows: readonly ImportRow[]) {
  const byName = new Map(groups.map((group) => [small(group.name), group]))
  const years = new Map<string, Set<number>>()
  for (const { groupName, year } of rows) {
    if (!groupName || year === null) continue
    years.set(small(groupName), (years.get(small(groupName)) ?? new Set()).add(year))
  }
  return (name: string, year: number | null): { group: Group; isNew: boolean } | null => {
    const known = byName.get(small(name))
    if (known && (year === null || known.year === year)) return { group: known, isNew: false }
    if (year === null) return null
    const combined = byName.get(small(combinedGroupName(name, year)))
    if (combined && combined.year === year) return { group: combined, isNew: false }
    const isCombined = known !== undefined || (years.get(small(name))?.size ?? 0) > 1
    return { group: { name: isCombined ? combinedGroupName(name, year) : name, year }, isNew: true }
  }
}

/** What of a known pupil differs from its row. Of a child with a family only the group follows the school. */
function differences(known: Known, row: ImportRow, groupName: string | null, schoolYear: number): string[] {
  const isOtherGroup =
    groupName !== null &&
    (known.groupSchoolYear !== schoolYear || small(known.groupName ?? '') !== small(groupName))
  if (known.isClaimed) return isOtherGroup ? ['groupId'] : []
  return [
    ...(known.firstName === row.firstName ? [] : ['firstName']),
    ...(known.lastName === row.lastName ? [] : ['lastName']),
    ...(known.birthDate === row.birthDate ? [] : ['birthDate']),
    ...(row.postcode === null || known.postcode === row.postcode || known.hasOwnPostcode ? [] : ['postcode']),
    ...(isOtherGroup ? ['groupId'] : []),
  ]
}

/**
 * Compares rows with the pupils and groups of the school, by pupil number only: names are never guessed at. Changes nothing.
 * `isStrict`: a group that has to be made and comes without a year is an error; otherwise its pupils come without a group.
 */
export async function planImport(
  deps: Dependencies,
  db: Queryable,
  schoolId: string,
  schoolYear: number,
  rows: readonly ImportRow[],
  isStrict: boolean,
): Promise<ImportPlan> {
  const m = deps.municipality.id
  const pupils = await db.sql<Known>`
    SELECT c.id AS "childId", p.pupil_number AS number, c.first_name AS "firstName", c.last_name AS "lastName",
      c.birth_date AS "birthDate", c.postcode, c.postcode_by IS NOT NULL AS "hasOwnPostcode",
      g.name AS "groupName", g.school_year AS "groupSchoolYear", ${isClaimed} AS "isClaimed"
    FROM pupil p
    JOIN child c ON c.municipality_id = p.municipality_id AND c.id = p.child_id AND c.school_id = p.school_id
    LEFT JOIN school_group g ON g.municipality_id = c.municipality_id AND g.id = c.group_id
    WHERE p.municipality_id = ${m} AND p.school_id = ${schoolId}`
  const groups = await db.sql<Group>`
    SELECT name, year FROM school_group
    WHERE municipality_id = ${m} AND school_id = ${schoolId} AND school_year = ${schoolYear}`
  const known = new Map(pupils.map((pupil) => [pupil.number, pupil]))
  const findGroup = groupFinder(groups, rows)
  const plan: ImportPlan = {
    add: [],
    change: [],
    unchanged: 0,
    familyKeeps: 0,
    withoutGroup: 0,
    notInFile: 0,
    newGroups: [],
    errors: [],
  }
  const made = new Map<string, NewGroup>()
  let seen = 0
  for (const row of rows) {
    const found = row.groupName ? findGroup(row.groupName, row.year) : null
    if (row.groupName && !found && isStrict) {
      plan.errors.push({ line: row.line, column: 'jaar', code: 'group-without-year' })
      continue
    }
    const groupName = found?.group.name ?? null
    if (!found) plan.withoutGroup += 1
    if (found?.isNew) {
      const group = made.get(small(found.group.name)) ?? { ...found.group, pupils: 0 }
      group.pupils += 1
      made.set(small(group.name), group)
    }
    const pupil = known.get(row.number)
    if (!pupil) {
      plan.add.push({ row, groupName })
      continue
    }
    seen += 1
    if (pupil.isClaimed) plan.familyKeeps += 1
    const fields = differences(pupil, row, groupName, schoolYear)
    if (fields.length === 0) plan.unchanged += 1
    else plan.change.push({ row, groupName, childId: pupil.childId, isClaimed: pupil.isClaimed, fields })
  }
  plan.notInFile = pupils.length - seen
  plan.newGroups = [...made.values()].sort(
    (one, other) => one.year - other.year || one.name.localeCompare(other.name),
  )
  return plan
}

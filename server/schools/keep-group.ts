import type { Queryable } from '@portal/db/client.ts'
import { inTransaction, type Transaction } from '@portal/db/transaction.ts'
import { newId } from '@portal/shared/ids.ts'
import type { GroupInput, GroupPatch, KeptGroup } from '@portal/shared/schools/kept-group.ts'
import { lastYearOf } from '@portal/shared/schools/school-year.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { holdCalendar } from '../calendar/hold-calendar.ts'
import { tellOfChildren, watchChildren } from '../calendar/watch-children.ts'
import { Problem } from '../http/problem.ts'
import type { FieldError } from '../http/validate.ts'
import { changedFields, logChange } from '../log/log-change.ts'
import { keptGroup } from './group-queries.ts'
import { currentSchoolYear, findSchoolFacts, holdToOwnSchool } from './own-school.ts'

/** What a schema cannot see, of the fields that are there; of a school that is not there nothing. */
export async function findWrongGroup(
  deps: Dependencies,
  schoolId: string,
  input: { year?: number | undefined; schoolYear?: number | undefined },
): Promise<FieldError[]> {
  const errors: FieldError[] = []
  const now = currentSchoolYear(deps)
  if (input.schoolYear !== undefined && Math.abs(input.schoolYear - now) > 5)
    errors.push({ pointer: '/schoolYear', detail: 'Use a school year within five of this one.' })
  const [school] = await deps.db.sql<{ sector: Parameters<typeof lastYearOf>[0] }>`
    SELECT sector FROM school WHERE municipality_id = ${deps.municipality.id} AND id::text = ${schoolId}`
  if (school && input.year !== undefined && input.year > lastYearOf(school.sector))
    errors.push({
      pointer: '/year',
      detail: `This school teaches up to year ${lastYearOf(school.sector)}.`,
    })
  return errors
}

async function hold(
  deps: Dependencies,
  schoolId: string,
  input: Parameters<typeof findWrongGroup>[2],
): Promise<void> {
  const errors = await findWrongGroup(deps, schoolId, input)
  if (errors.length > 0)
    throw new Problem('invalid-input', { detail: 'Some fields are not right; see errors.', errors })
}

/** Refuses a name that the school has already in that school year. */
async function holdToNewName(
  deps: Dependencies,
  tx: Queryable,
  schoolId: string,
  group: { id: string; name: string; schoolYear: number },
): Promise<void> {
  const [other] = await tx.sql`
    SELECT 1 FROM school_group WHERE municipality_id = ${deps.municipality.id} AND school_id = ${schoolId}
      AND school_year = ${group.schoolYear} AND lower(name) = lower(${group.name}) AND id <> ${group.id}`
  if (other) throw new Problem('group-exists', { facts: { group: group.name } })
}

/** Adds a group to a school year. @throws Problem not-found, invalid-input, group-exists */
export async function addGroup(
  deps: Dependencies,
  actor: Actor,
  schoolId: string,
  input: GroupInput,
): Promise<KeptGroup> {
  holdToOwnSchool(actor, schoolId)
  await hold(deps, schoolId, input)
  return inTransaction(deps.db, async (tx) => {
    const group = { id: newId(), ...input }
    await lockGroups(deps, tx, schoolId)
    await holdToNewName(deps, tx, schoolId, group)
    await tx.sql`
      INSERT INTO school_group (municipality_id, id, school_id, school_year, name, year)
      VALUES (${deps.municipality.id}, ${group.id}, ${schoolId}, ${group.schoolYear}, ${group.name}, ${group.year})`
    await logChange(deps, tx, actor, {
      verb: 'add-group',
      subjectKind: 'school-group',
      subjectId: group.id,
      after: { ...input, schoolId },
    })
    return { ...group, pupils: 0, lessons: 0 }
  })
}

/** Groups of a school are changed one after another: no two of the same name, and none that is removed while it is filled. */
export async function lockGroups(deps: Dependencies, tx: Transaction, schoolId: string): Promise<void> {
  await tx.sql`SELECT pg_advisory_xact_lock(hashtextextended('groups ' || ${deps.municipality.id} || ${schoolId}, 0))`
}

async function lockGroup(
  deps: Dependencies,
  tx: Transaction,
  actor: Actor,
  schoolId: string,
  id: string,
): Promise<KeptGroup> {
  holdToOwnSchool(actor, schoolId)
  await lockGroups(deps, tx, schoolId)
  const [group] = await tx.sql<KeptGroup>`
    SELECT ${keptGroup} FROM school_group g
    WHERE g.municipality_id = ${deps.municipality.id} AND g.school_id = ${schoolId} AND g.id = ${id} FOR UPDATE OF g`
  if (!group) throw new Problem('not-found')
  return group
}

/**
 * Gives a group another name or year. Its pupils are then judged by that year: their versions rise.
 * @throws Problem not-found, invalid-input, group-exists
 */
export async function changeGroup(
  deps: Dependencies,
  actor: Actor,
  schoolId: string,
  id: string,
  patch: GroupPatch,
): Promise<KeptGroup> {
  holdToOwnSchool(actor, schoolId)
  await findSchoolFacts(deps, deps.db, schoolId)
  await hold(deps, schoolId, patch)
  return inTransaction(deps.db, async (tx) => {
    await holdCalendar(deps, tx)
    const before = await lockGroup(deps, tx, actor, schoolId, id)
    const after = { ...before, name: patch.name ?? before.name, year: patch.year ?? before.year }
    await holdToNewName(deps, tx, schoolId, after)
    const pupils =
      after.year === before.year
        ? []
        : await tx.sql<{ id: string }>`
            SELECT id FROM child WHERE municipality_id = ${deps.municipality.id} AND group_id = ${id}
            ORDER BY id FOR NO KEY UPDATE`
    const childIds = pupils.map((pupil) => pupil.id)
    const watch = await watchChildren(deps, tx, childIds)
    await tx.sql`
      UPDATE school_group SET name = ${after.name}, year = ${after.year}
      WHERE municipality_id = ${deps.municipality.id} AND id = ${id}`
    if (after.year !== before.year) {
      await tx.sql`
        UPDATE child SET version = version + 1 WHERE municipality_id = ${deps.municipality.id} AND group_id = ${id}`
    }
    await tellOfChildren(deps, tx, watch)
    await logChange(deps, tx, actor, {
      verb: 'change-group',
      subjectKind: 'school-group',
      subjectId: id,
      ...changedFields(before, after),
    })
    return after
  })
}

/** Removes a group on which nothing hangs. @throws Problem not-found, group-in-use with the numbers */
export async function removeGroup(
  deps: Dependencies,
  actor: Actor,
  schoolId: string,
  id: string,
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const { pupils, lessons, ...group } = await lockGroup(deps, tx, actor, schoolId, id)
    if (pupils + lessons > 0) throw new Problem('group-in-use', { facts: { pupils, lessons } })
    await tx.sql`DELETE FROM school_group WHERE municipality_id = ${deps.municipality.id} AND id = ${id}`
    await logChange(deps, tx, actor, {
      verb: 'remove-group',
      subjectKind: 'school-group',
      subjectId: id,
      before: { ...group, schoolId },
    })
  })
}

import { inTransaction, type Transaction } from '@portal/db/transaction.ts'
import { newId } from '@portal/shared/ids.ts'
import type { NextYearInput, NextYearPreview, NextYearResult } from '@portal/shared/schools/kept-group.ts'
import { nextGroupName } from '@portal/shared/schools/next-group.ts'
import { lastYearOf } from '@portal/shared/schools/school-year.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { holdCalendar } from '../calendar/hold-calendar.ts'
import { tellOfChildren, watchChildren } from '../calendar/watch-children.ts'
import { Problem } from '../http/problem.ts'
import { because, logChange } from '../log/log-change.ts'
import { lockGroups } from '../schools/keep-group.ts'
import { currentSchoolYear, findSchoolFacts, holdToOwnSchool } from '../schools/own-school.ts'
import { logPupils, readLogged } from './log-pupils.ts'
import { isClaimed } from './queries.ts'
import { ClaimedMeanwhile, mostTries, removeUnclaimed } from './remove-children.ts'

/** The school year that ends: the newest in which pupils sit; without any, that of today. */
async function endingYear(deps: Dependencies, schoolId: string): Promise<number> {
  const [row] = await deps.db.sql<{ year: number | null }>`
    SELECT max(g.school_year) AS year FROM school_group g
    WHERE g.municipality_id = ${deps.municipality.id} AND g.school_id = ${schoolId}
      AND EXISTS (SELECT 1 FROM child c WHERE c.municipality_id = g.municipality_id AND c.group_id = g.id)`
  return row?.year ?? currentSchoolYear(deps)
}

/** What going up would do, with a proposal for each group that has pupils. @throws Problem not-found */
export async function previewNextYear(
  deps: Dependencies,
  actor: Actor,
  schoolId: string,
): Promise<NextYearPreview> {
  holdToOwnSchool(actor, schoolId)
  const m = deps.municipality.id
  const { sector } = await findSchoolFacts(deps, deps.db, schoolId)
  const schoolYear = await endingYear(deps, schoolId)
  const groups = await deps.db.sql<Omit<NextYearPreview['groups'][number], 'to'>>`
    SELECT g.id AS "groupId", g.name, g.year, count(c.id)::integer AS pupils,
      count(*) FILTER (WHERE ${isClaimed})::integer AS claimed,
      (SELECT count(*)::integer FROM timetable_lesson l WHERE l.municipality_id = g.municipality_id AND l.group_id = g.id) AS lessons
    FROM school_group g JOIN child c ON c.municipality_id = g.municipality_id AND c.group_id = g.id
    WHERE g.municipality_id = ${m} AND g.school_id = ${schoolId} AND g.school_year = ${schoolYear}
    GROUP BY g.municipality_id, g.id ORDER BY g.year, g.name LIMIT 200`
  const next = await deps.db.sql<{ name: string; year: number }>`
    SELECT name, year FROM school_group
    WHERE municipality_id = ${m} AND school_id = ${schoolId} AND school_year = ${schoolYear + 1} ORDER BY year, name`
  return {
    schoolYear,
    toSchoolYear: schoolYear + 1,
    groups: groups.map((group) => {
      if (group.year >= lastYearOf(sector)) return { ...group, to: null }
      const name = nextGroupName(group.name, group.year).slice(0, 60)
      const ofYear = next.filter(({ year }) => year === group.year + 1)
      const same = ofYear.find((each) => each.name.toLowerCase() === name.toLowerCase())
      // A school that has entered one group of that year means that one, whatever it is called.
      const found = same ?? (ofYear.length === 1 ? ofYear[0] : undefined)
      return { ...group, to: { name: found?.name ?? name, year: group.year + 1, exists: Boolean(found) } }
    }),
  }
}

type Move = NextYearInput['groups'][number]
type Member = { id: string; groupId: string; isClaimed: boolean }

/** Every wrong destination, by its place in the body. */
export async function findWrongMoves(deps: Dependencies, schoolId: string, input: NextYearInput) {
  const { sector } = await findSchoolFacts(deps, deps.db, schoolId)
  return input.groups.flatMap(({ to }, index) =>
    to && to.year > lastYearOf(sector)
      ? [
          {
            pointer: `/groups/${index}/to/year`,
            detail: `This school teaches up to year ${lastYearOf(sector)}.`,
          },
        ]
      : [],
  )
}

/** Finds the groups of the next school year by name, or makes them. Answers the id by name in small letters, and how many are new. */
async function makeGroups(
  deps: Dependencies,
  tx: Transaction,
  schoolId: string,
  schoolYear: number,
  moves: readonly Move[],
): Promise<{ ids: Map<string, string>; made: number }> {
  const m = deps.municipality.id
  const known = await tx.sql<{ id: string; name: string; year: number }>`
    SELECT id, name, year FROM school_group WHERE municipality_id = ${m} AND school_id = ${schoolId} AND school_year = ${schoolYear}`
  const groups = new Map(known.map((group) => [group.name.toLowerCase(), group]))
  let made = 0
  for (const [index, { to }] of moves.entries()) {
    if (!to) continue
    const found = groups.get(to.name.toLowerCase())
    if (found && found.year !== to.year) {
      const detail = 'There is a group of this name with another year.'
      throw new Problem('invalid-input', {
        detail,
        errors: [{ pointer: `/groups/${index}/to/name`, detail }],
      })
    }
    if (found) continue
    const group = { id: newId(), name: to.name, year: to.year }
    await tx.sql`
      INSERT INTO school_group (municipality_id, id, school_id, school_year, name, year)
      VALUES (${m}, ${group.id}, ${schoolId}, ${schoolYear}, ${group.name}, ${group.year})`
    groups.set(to.name.toLowerCase(), group)
    made += 1
  }
  return { ids: new Map([...groups].map(([name, group]) => [name, group.id])), made }
}

/**
 * Brings all pupils of a school year to the next, in one go: to a group that is found by its name or made, or off the school.
 * Who leaves and has no family here is removed with all that is kept.
 * @throws Problem not-found, invalid-input; changed-meanwhile when the school year or its groups with pupils are others
 */
export async function moveToNextYear(
  deps: Dependencies,
  actor: Actor,
  schoolId: string,
  input: NextYearInput,
): Promise<NextYearResult> {
  holdToOwnSchool(actor, schoolId)
  const errors = await findWrongMoves(deps, schoolId, input)
  if (errors.length > 0)
    throw new Problem('invalid-input', { detail: 'Some fields are not right; see errors.', errors })
  for (let tries = 1; tries <= mostTries; tries += 1) {
    const result = await tryToMove(deps, actor, schoolId, input).catch((error: unknown) => {
      if (error instanceof ClaimedMeanwhile) return null
      throw error
    })
    if (result) return result
  }
  throw new Problem('unavailable', { detail: 'Too much is changing at once; try again.', retryAfter: 1 })
}

function tryToMove(
  deps: Dependencies,
  actor: Actor,
  schoolId: string,
  input: NextYearInput,
): Promise<NextYearResult | null> {
  const m = deps.municipality.id
  return inTransaction(deps.db, async (tx) => {
    await holdCalendar(deps, tx)
    await lockGroups(deps, tx, schoolId)
    const isPast = input.schoolYear <= currentSchoolYear(deps)
    if (!isPast || (await endingYear(deps, schoolId)) !== input.schoolYear)
      throw new Problem('changed-meanwhile')
    const members = await tx.sql<Member>`
      SELECT c.id, c.group_id AS "groupId", ${isClaimed} AS "isClaimed" FROM child c
      JOIN school_group g ON g.municipality_id = c.municipality_id AND g.id = c.group_id
      WHERE c.municipality_id = ${m} AND c.school_id = ${schoolId} AND g.school_year = ${input.schoolYear}`
    const moves = new Map(input.groups.map((move) => [move.groupId, move]))
    const isNamed = members.every((member) => moves.has(member.groupId))
    if (!isNamed || members.length === 0) throw new Problem('changed-meanwhile')
    const { ids, made } = await makeGroups(deps, tx, schoolId, input.schoolYear + 1, input.groups)

    const goesTo = (member: Member) => moves.get(member.groupId)?.to ?? null
    const staying = members.filter((member) => goesTo(member))
    const leaving = members.filter((member) => !goesTo(member) && member.isClaimed)
    const removed = members.filter((member) => !goesTo(member) && !member.isClaimed)
    const others = [...staying, ...leaving].map(({ id }) => id)
    const gone = removed.map(({ id }) => id)
    if (!(await removeUnclaimed(deps, tx, actor, gone, others))) return null
    // A family that left meanwhile leaves the child to the school: taken off that too it would be nobody's.
    const [abandoned] = await tx.sql`
      SELECT 1 FROM child c WHERE c.municipality_id = ${m} AND c.id = ANY (${leaving.map(({ id }) => id)}::uuid[])
        AND NOT ${isClaimed} LIMIT 1`
    if (abandoned) throw new ClaimedMeanwhile('A family left meanwhile.')
    const before = await readLogged(deps, tx, others)
    const watch = await watchChildren(deps, tx, others)
    await tx.sql`
      UPDATE child SET school_id = NULL, group_id = NULL
      WHERE municipality_id = ${m} AND school_id = ${schoolId} AND id = ANY (${leaving.map(({ id }) => id)}::uuid[])`
    await tx.sql`
      UPDATE child c SET group_id = x.group_id
      FROM jsonb_to_recordset(${JSON.stringify(
        staying.map((member) => ({
          id: member.id,
          group_id: ids.get(goesTo(member)?.name.toLowerCase() ?? ''),
        })),
      )}::jsonb) AS x (id uuid, group_id uuid)
      WHERE c.municipality_id = ${m} AND c.id = x.id AND c.school_id = ${schoolId}`
    const counts = { moved: staying.length, left: leaving.length, removed: removed.length, newGroups: made }
    await logPupils(deps, tx, actor, 'move-to-next-year', others, before)
    await tellOfChildren(deps, tx, watch, input.reason)
    for (const subjectId of gone)
      await logChange(deps, tx, actor, { verb: 'move-to-next-year', subjectKind: 'child', subjectId })
    await logChange(deps, tx, actor, {
      verb: 'move-to-next-year',
      subjectKind: 'school',
      subjectId: schoolId,
      before: { schoolYear: input.schoolYear },
      after: { schoolYear: input.schoolYear + 1, groups: input.groups, ...counts, ...because(input.reason) },
    })
    return { schoolYear: input.schoolYear + 1, ...counts }
  })
}

import type { Queryable } from '@portal/db/client.ts'
import type { ChildPatch } from '@portal/shared/families/child.ts'
import { changeHomes, type Home, type HomeChange, type HomeReader } from '@portal/shared/families/homes.ts'
import { sql } from 'drizzle-orm'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import { findWrongFields, neighbourhoodsOf, wrongFields } from './child-fields.ts'
import { holdToAge, isOfFamily, type Tie, tieOf } from './family-tie.ts'

/** A child as it is kept, or would be: postcodes in the order in which they stand, whoever may see them. */
export type KeptChild = {
  firstName: string
  lastName: string
  birthDate: string
  homes: Home[]
  schoolId: string | null
  groupId: string | null
}

type Row = Omit<KeptChild, 'homes'> &
  Tie & {
    guardians: number
    postcode: string | null
    postcodeBy: string | null
    secondPostcode: string | null
    secondPostcodeBy: string | null
  }

/** The stored homes of a child, in their order. */
export const homesOf = (row: {
  postcode: string | null
  postcodeBy: string | null
  secondPostcode: string | null
  secondPostcodeBy: string | null
}): Home[] =>
  [
    { postcode: row.postcode, by: row.postcodeBy },
    { postcode: row.secondPostcode, by: row.secondPostcodeBy },
  ].filter((home): home is Home => home.postcode !== null)

/** Columns of child `c` that `homesOf` reads. */
export const homeColumns = sql`c.postcode, c.postcode_by AS "postcodeBy", c.second_postcode AS "secondPostcode",
  c.second_postcode_by AS "secondPostcodeBy"`

/**
 * An own child that the actor may change, as it is kept. `lock`: until the end of the transaction. `isShared`: the asker is a guardian,
 * and another guardian or the young person's own account counts too. `isAlone`: a young person without a guardian.
 * @throws Problem not-found, guardian-acts, young-person-acts
 */
export async function readForChange(
  deps: Dependencies,
  db: Queryable,
  actor: Actor,
  id: string,
  lock: boolean,
): Promise<{ child: KeptChild; reader: HomeReader; isShared: boolean; isAlone: boolean }> {
  const [row] = await db.sql<Row>`
    SELECT c.first_name AS "firstName", c.last_name AS "lastName", c.school_id AS "schoolId", c.group_id AS "groupId",
      ${homeColumns}, ${tieOf(actor)}, (SELECT count(*)::integer FROM guardianship u
        WHERE u.municipality_id = c.municipality_id AND u.child_id = c.id) AS guardians
    FROM child c WHERE c.municipality_id = ${deps.municipality.id} AND c.id = ${id} AND ${isOfFamily(actor)}
    ${lock ? sql`FOR NO KEY UPDATE OF c` : sql``}`
  if (!row) throw new Problem('not-found')
  holdToAge(deps, row)
  const { firstName, lastName, birthDate, schoolId, groupId } = row
  return {
    child: { firstName, lastName, birthDate, homes: homesOf(row), schoolId, groupId },
    reader: { accountId: actor.accountId },
    isAlone: row.isSelf && row.guardians === 0,
    isShared: !row.isSelf && (row.guardians > 1 || row.hasOwnAccount),
  }
}

/** @throws Problem third-home, invalid-input */
export function planHomes(homes: readonly Home[], reader: HomeReader, change: HomeChange): Home[] {
  const planned = changeHomes(homes, reader, change)
  if ('homes' in planned) return planned.homes
  if (planned.refused === 'third-home') throw new Problem('third-home', { facts: { most: 2 } })
  throw wrongFields([{ pointer: '/secondPostcode', detail: 'This is the first home already.' }])
}

/** A child as it would be, with the neighbourhoods of its homes. */
export type PlannedChild = { child: KeptChild; neighbourhoods: (string | null)[] }

/**
 * What a change would make of a child; nothing is written. Another school without a group leaves the group open.
 * @throws Problem invalid-input with every wrong field, third-home
 */
export async function planChange(
  deps: Dependencies,
  db: Queryable,
  reader: HomeReader,
  before: KeptChild,
  input: ChildPatch,
): Promise<PlannedChild> {
  const schoolId = input.schoolId === undefined ? before.schoolId : input.schoolId
  const keepsGroup = schoolId === before.schoolId
  const child: KeptChild = {
    firstName: input.firstName ?? before.firstName,
    lastName: input.lastName ?? before.lastName,
    birthDate: input.birthDate ?? before.birthDate,
    homes: planHomes(before.homes, reader, input),
    schoolId,
    groupId: input.groupId === undefined ? (keepsGroup ? before.groupId : null) : input.groupId,
  }
  return checkChild(deps, db, child)
}

/** Checks all that only the database knows. @throws Problem invalid-input with every wrong field */
export async function checkChild(deps: Dependencies, db: Queryable, child: KeptChild): Promise<PlannedChild> {
  const [first = null, second = null] = child.homes.map((home) => home.postcode)
  const { birthDate, schoolId, groupId } = child
  // That two homes of different guardians are the same is nobody's business.
  const errors = (
    await findWrongFields(deps, db, { birthDate, postcode: first, secondPostcode: second, schoolId, groupId })
  ).filter((error) => error.pointer !== '/secondPostcode')
  if (errors.length > 0) throw wrongFields(errors)
  return { child, neighbourhoods: await neighbourhoodsOf(deps, db, [first, second]) }
}

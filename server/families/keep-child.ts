import type { Queryable } from '@portal/db/client.ts'
import { inTransaction, type Transaction } from '@portal/db/transaction.ts'
import type { Child, ChildInput, ChildPatch } from '@portal/shared/families/child.ts'
import { newId } from '@portal/shared/ids.ts'
import { addDays, toLocal } from '@portal/shared/schedule/local-time.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { withdrawAll } from '../enrolments/withdraw-child.ts'
import { Problem } from '../http/problem.ts'
import type { FieldError } from '../http/validate.ts'
import { holdToAge, type Tie, tieOf } from './family-tie.ts'
import { findChild, isOfFamily } from './queries.ts'

/** More than any family has; it stops a script from filling the table. */
const mostChildren = 20

type Facts = { birthDate: string; postcode: string; schoolId: string | null; groupId: string | null }

/**
 * What a schema cannot see, of the fields that are there: every wrong one is named. `postcode` needs to be known only of a
 * child that goes to school elsewhere.
 */
export async function findWrongFields(
  deps: Dependencies,
  db: Queryable,
  facts: { [Key in keyof Facts]?: Facts[Key] | undefined },
): Promise<FieldError[]> {
  const { id: m, timeZone } = deps.municipality
  const { birthDate, postcode, schoolId, groupId } = facts
  const errors: FieldError[] = []
  const today = toLocal(deps.clock(), timeZone).date
  if (birthDate && birthDate > today)
    errors.push({ pointer: '/birthDate', detail: 'This date is in the future.' })
  if (birthDate && birthDate < addDays(today, -20 * 365)) {
    errors.push({ pointer: '/birthDate', detail: 'The portal is for children and young people up to 18.' })
  }
  if (schoolId) {
    const [school] = await db.sql`SELECT 1 FROM school WHERE municipality_id = ${m} AND id = ${schoolId}`
    if (!school) errors.push({ pointer: '/schoolId', detail: 'There is no such school here.' })
  } else if (postcode && schoolId === null && !(await neighbourhoodOf(deps, db, postcode))) {
    errors.push({ pointer: '/postcode', detail: 'Home or school must lie in the municipality.' })
  }
  if (groupId && schoolId !== undefined) {
    const [group] = await db.sql`
      SELECT 1 FROM school_group WHERE municipality_id = ${m} AND id = ${groupId} AND school_id = ${schoolId}::uuid`
    if (!group) errors.push({ pointer: '/groupId', detail: 'This school has no such group.' })
  }
  return errors
}

async function neighbourhoodOf(deps: Dependencies, db: Queryable, postcode: string): Promise<string | null> {
  const [area] = await db.sql<{ code: string }>`
    SELECT neighbourhood_code AS code FROM postcode_area
    WHERE municipality_id = ${deps.municipality.id} AND postcode4 = ${postcode.slice(0, 4)}`
  return area?.code ?? null
}

/** Checks everything; answers the neighbourhood of the home. */
async function check(deps: Dependencies, tx: Transaction, facts: Facts): Promise<string | null> {
  const errors = await findWrongFields(deps, tx, facts)
  if (errors.length > 0)
    throw new Problem('invalid-input', { detail: 'Some fields are not right; see errors.', errors })
  return neighbourhoodOf(deps, tx, facts.postcode)
}

/** What changed, without names: the log outlives the child. */
const log = (
  deps: Dependencies,
  tx: Transaction,
  actor: Actor,
  verb: string,
  id: string,
  fields: string[],
) => tx.sql`
  INSERT INTO change_log (municipality_id, at, by_account, verb, subject_kind, subject_id, after)
  VALUES (${deps.municipality.id}, ${deps.clock()}, ${actor.accountId}, ${verb}, 'child', ${id}, ${JSON.stringify({ fields })}::jsonb)`

/** @throws Problem invalid-input with every wrong field, limit-reached */
export async function addChild(deps: Dependencies, actor: Actor, input: ChildInput): Promise<Child> {
  const id = newId()
  const m = deps.municipality.id
  await inTransaction(deps.db, async (tx) => {
    const code = await check(deps, tx, input)
    await tx.sql`SELECT 1 FROM account WHERE municipality_id = ${m} AND id = ${actor.accountId} FOR NO KEY UPDATE`
    const [count] = await tx.sql<{ count: number }>`
      SELECT count(*)::integer AS count FROM guardianship WHERE municipality_id = ${m} AND account_id = ${actor.accountId}`
    if ((count?.count ?? 0) >= mostChildren)
      throw new Problem('limit-reached', { facts: { most: mostChildren } })
    await tx.sql`
      INSERT INTO child (municipality_id, id, first_name, last_name, birth_date, postcode, postcode_by, neighbourhood_code, school_id, group_id, created_at)
      VALUES (${m}, ${id}, ${input.firstName}, ${input.lastName}, ${input.birthDate}, ${input.postcode}, ${actor.accountId}, ${code},
        ${input.schoolId}, ${input.groupId}, ${deps.clock()})`
    await tx.sql`
      INSERT INTO guardianship (municipality_id, account_id, child_id, created_at)
      VALUES (${m}, ${actor.accountId}, ${id}, ${deps.clock()})`
    await log(deps, tx, actor, 'add-child', id, Object.keys(input))
  })
  return findChild(deps, actor, id)
}

/** Changes an own child; another school without a group leaves the group open. */
export async function changeChild(
  deps: Dependencies,
  actor: Actor,
  id: string,
  input: ChildPatch,
): Promise<Child> {
  const m = deps.municipality.id
  await inTransaction(deps.db, async (tx) => {
    const [old] = await tx.sql<Facts & Tie>`
      SELECT c.postcode, c.school_id AS "schoolId", c.group_id AS "groupId",
        ${tieOf(actor)}
      FROM child c WHERE c.municipality_id = ${m} AND c.id = ${id} AND ${isOfFamily(actor)} FOR NO KEY UPDATE OF c`
    if (!old) throw new Problem('not-found')
    holdToAge(deps, old)
    const schoolId = input.schoolId === undefined ? old.schoolId : input.schoolId
    const keepsGroup = schoolId === old.schoolId
    const facts = {
      birthDate: input.birthDate ?? old.birthDate,
      postcode: input.postcode ?? old.postcode,
      schoolId,
      groupId: input.groupId === undefined ? (keepsGroup ? old.groupId : null) : input.groupId,
    }
    const code = await check(deps, tx, facts)
    await tx.sql`
      UPDATE child SET first_name = coalesce(${input.firstName ?? null}, first_name),
        last_name = coalesce(${input.lastName ?? null}, last_name), birth_date = ${facts.birthDate},
        postcode = ${facts.postcode}, neighbourhood_code = ${code}, school_id = ${facts.schoolId}, group_id = ${facts.groupId}
      WHERE municipality_id = ${m} AND id = ${id}`
    await log(deps, tx, actor, 'change-child', id, Object.keys(input))
  })
  return findChild(deps, actor, id)
}

/** Removing comes to an end soon: each time the child was being enrolled meanwhile. */
const mostTries = 8

/** Removes an own child with all that is kept of it; its places go to whoever waits. */
export async function removeChild(deps: Dependencies, actor: Actor, id: string): Promise<void> {
  for (let tries = 1; tries <= mostTries; tries += 1) {
    if (await tryToRemove(deps, actor, id)) return
  }
  throw new Problem('unavailable', { detail: 'Too much is changing at once; try again.', retryAfter: 1 })
}

/** False, with nothing changed, when the child was enrolled meanwhile. */
function tryToRemove(deps: Dependencies, actor: Actor, id: string): Promise<boolean> {
  const m = deps.municipality.id
  return inTransaction(deps.db, async (tx) => {
    const [own] = await tx.sql<Tie>`
      SELECT ${tieOf(actor)} FROM child c WHERE c.municipality_id = ${m} AND c.id = ${id} AND ${isOfFamily(actor)}`
    if (!own) throw new Problem('not-found')
    holdToAge(deps, own)
    if (!(await withdrawAll(deps, tx, actor, id))) return false
    await tx.sql`
      DELETE FROM enrolment_history WHERE municipality_id = ${m} AND enrolment_id IN (
        SELECT id FROM enrolment WHERE municipality_id = ${m} AND child_id = ${id})`
    await tx.sql`DELETE FROM enrolment WHERE municipality_id = ${m} AND child_id = ${id}`
    await tx.sql`DELETE FROM child WHERE municipality_id = ${m} AND id = ${id}`
    await log(deps, tx, actor, 'remove-child', id, [])
    return true
  })
}

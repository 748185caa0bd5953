import type { Queryable } from '@portal/db/client.ts'
import { inTransaction, type Transaction } from '@portal/db/transaction.ts'
import { newId } from '@portal/shared/ids.ts'
import type { Pupil, PupilInput, PupilPatch } from '@portal/shared/pupils/pupil.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { holdCalendar } from '../calendar/hold-calendar.ts'
import { tellOfChildren, watchChildren } from '../calendar/watch-children.ts'
import { findWrongFields, wrongFields } from '../families/child-fields.ts'
import { Problem } from '../http/problem.ts'
import type { FieldError } from '../http/validate.ts'
import { because, logChange } from '../log/log-change.ts'
import { holdToOwnSchool } from '../schools/own-school.ts'
import { logPupils, readLogged } from './log-pupils.ts'
import { findPupil, isClaimed } from './queries.ts'
import { ClaimedMeanwhile, mostTries, removeUnclaimed } from './remove-children.ts'

/** What a schema cannot see of a pupil; of another school's groups nothing is told. */
export async function findWrongPupil(
  deps: Dependencies,
  actor: Actor | null,
  schoolId: string,
  { birthDate, groupId }: { birthDate?: string | undefined; groupId?: string | null | undefined },
): Promise<FieldError[]> {
  if (!actor?.schoolIds.includes(schoolId)) return []
  return findWrongFields(deps, deps.db, { birthDate, groupId, schoolId })
}

async function hold(
  deps: Dependencies,
  actor: Actor,
  schoolId: string,
  input: Parameters<typeof findWrongPupil>[3],
): Promise<void> {
  const errors = await findWrongPupil(deps, actor, schoolId, input)
  if (errors.length > 0) throw wrongFields(errors)
}

/** The neighbourhood of a postcode, null outside the municipality and for no postcode. */
async function neighbourhoodOf(deps: Dependencies, db: Queryable, postcode: string | null) {
  if (postcode === null) return null
  const [area] = await db.sql<{ code: string }>`
    SELECT neighbourhood_code AS code FROM postcode_area
    WHERE municipality_id = ${deps.municipality.id} AND postcode4 = ${postcode.slice(0, 4)}`
  return area?.code ?? null
}

/** Gives a pupil its number at the school, or takes it away. @throws Problem pupil-number-taken */
async function keepNumber(
  deps: Dependencies,
  tx: Transaction,
  schoolId: string,
  childId: string,
  number: string | null,
): Promise<void> {
  const m = deps.municipality.id
  if (number === null) {
    await tx.sql`DELETE FROM pupil WHERE municipality_id = ${m} AND child_id = ${childId}`
    return
  }
  // Whoever brings in a file at the same time waits here for the other.
  await lockPupilNumbers(deps, tx, schoolId)
  const [other] = await tx.sql`
    SELECT 1 FROM pupil WHERE municipality_id = ${m} AND school_id = ${schoolId} AND pupil_number = ${number}
      AND child_id <> ${childId}`
  if (other) throw new Problem('pupil-number-taken', { facts: { number } })
  await tx.sql`
    INSERT INTO pupil (municipality_id, child_id, school_id, pupil_number, created_at)
    VALUES (${m}, ${childId}, ${schoolId}, ${number}, ${deps.clock()})
    ON CONFLICT (municipality_id, child_id) DO UPDATE SET school_id = excluded.school_id, pupil_number = excluded.pupil_number`
}

/** Numbers of a school are given one after another. */
export async function lockPupilNumbers(deps: Dependencies, tx: Transaction, schoolId: string): Promise<void> {
  await tx.sql`SELECT pg_advisory_xact_lock(hashtextextended('pupils ' || ${deps.municipality.id} || ${schoolId}, 0))`
}

/** Adds a pupil who has no family in the portal yet. @throws Problem not-found, invalid-input, pupil-number-taken */
export async function addPupil(
  deps: Dependencies,
  actor: Actor,
  schoolId: string,
  input: PupilInput,
): Promise<Pupil> {
  holdToOwnSchool(actor, schoolId)
  await hold(deps, actor, schoolId, input)
  const id = newId()
  await inTransaction(deps.db, async (tx) => {
    const code = await neighbourhoodOf(deps, tx, input.postcode)
    await tx.sql`
      INSERT INTO child (municipality_id, id, first_name, last_name, birth_date, postcode, neighbourhood_code, school_id, group_id, created_at)
      VALUES (${deps.municipality.id}, ${id}, ${input.firstName}, ${input.lastName}, ${input.birthDate}, ${input.postcode}, ${code},
        ${schoolId}, ${input.groupId}, ${deps.clock()})`
    if (input.pupilNumber !== null) await keepNumber(deps, tx, schoolId, id, input.pupilNumber)
    await logPupils(deps, tx, actor, 'add-pupil', [id], new Map())
  })
  return findPupil(deps, actor, schoolId, id)
}

type Own = { isClaimed: boolean; postcode: string | null }

/** @throws Problem not-found, also for a pupil of another school */
async function lockPupil(
  deps: Dependencies,
  tx: Transaction,
  actor: Actor,
  schoolId: string,
  childId: string,
): Promise<Own> {
  holdToOwnSchool(actor, schoolId)
  const [own] = await tx.sql<Own>`
    SELECT ${isClaimed} AS "isClaimed", c.postcode FROM child c
    WHERE c.municipality_id = ${deps.municipality.id} AND c.id = ${childId} AND c.school_id = ${schoolId} FOR NO KEY UPDATE OF c`
  if (!own) throw new Problem('not-found')
  return own
}

const familyKeeps = ['firstName', 'lastName', 'birthDate', 'postcode'] as const

/**
 * Changes a pupil; what was not sent stays.
 * @throws Problem not-found, invalid-input, pupil-number-taken; pupil-has-guardian when the family keeps what was sent
 */
export async function changePupil(
  deps: Dependencies,
  actor: Actor,
  schoolId: string,
  childId: string,
  { reason, ...patch }: PupilPatch,
): Promise<Pupil> {
  holdToOwnSchool(actor, schoolId)
  await inTransaction(deps.db, async (tx) => {
    await holdCalendar(deps, tx)
    const own = await lockPupil(deps, tx, actor, schoolId, childId)
    await hold(deps, actor, schoolId, patch)
    if (own.isClaimed && familyKeeps.some((field) => patch[field] !== undefined))
      throw new Problem('pupil-has-guardian')
    const before = await readLogged(deps, tx, [childId])
    const watch = await watchChildren(deps, tx, [childId])
    const postcode = patch.postcode === undefined ? own.postcode : patch.postcode
    const code = await neighbourhoodOf(deps, tx, postcode)
    await tx.sql`
      UPDATE child SET first_name = coalesce(${patch.firstName ?? null}, first_name),
        last_name = coalesce(${patch.lastName ?? null}, last_name),
        birth_date = coalesce(${patch.birthDate ?? null}::date, birth_date),
        group_id = CASE WHEN ${patch.groupId !== undefined} THEN ${patch.groupId ?? null}::uuid ELSE group_id END,
        postcode = ${postcode}, neighbourhood_code = ${code}
      WHERE municipality_id = ${deps.municipality.id} AND id = ${childId}`
    if (patch.pupilNumber !== undefined) await keepNumber(deps, tx, schoolId, childId, patch.pupilNumber)
    await logPupils(deps, tx, actor, 'change-pupil', [childId], before, because(reason))
    await tellOfChildren(deps, tx, watch, reason)
  })
  return findPupil(deps, actor, schoolId, childId)
}

/**
 * Takes a pupil off the school. A child with a family only loses school and group; of one without, all that is kept goes, and
 * its places go to whoever waits.
 * @throws Problem not-found
 */
export async function takeOffSchool(
  deps: Dependencies,
  actor: Actor,
  schoolId: string,
  childId: string,
  reason: string,
): Promise<void> {
  holdToOwnSchool(actor, schoolId)
  for (let tries = 1; tries <= mostTries; tries += 1) {
    if (await tryToTakeOff(deps, actor, schoolId, childId, reason)) return
  }
  throw new Problem('unavailable', { detail: 'Too much is changing at once; try again.', retryAfter: 1 })
}

/** False, with nothing changed, when the child was enrolled or claimed meanwhile, or its family left. */
function tryToTakeOff(
  deps: Dependencies,
  actor: Actor,
  schoolId: string,
  childId: string,
  reason: string,
): Promise<boolean> {
  const m = deps.municipality.id
  return inTransaction(deps.db, async (tx) => {
    await holdCalendar(deps, tx)
    // Whoever claims the child at this moment locks it too; looked at before, for offerings come before children.
    const [own] = await tx.sql<{ isClaimed: boolean }>`
      SELECT ${isClaimed} AS "isClaimed" FROM child c
      WHERE c.municipality_id = ${m} AND c.id = ${childId} AND c.school_id = ${schoolId}`
    if (!own) throw new Problem('not-found')
    if (own.isClaimed) {
      await lockPupil(deps, tx, actor, schoolId, childId)
      // Its last guardian may have left it to the school while this waited: then it is nobody's but the school's to remove.
      const [still] = await tx.sql`
        SELECT 1 FROM child c WHERE c.municipality_id = ${m} AND c.id = ${childId} AND ${isClaimed}`
      if (!still) return false
      const before = await readLogged(deps, tx, [childId])
      const watch = await watchChildren(deps, tx, [childId])
      await tx.sql`
        UPDATE child SET school_id = NULL, group_id = NULL WHERE municipality_id = ${m} AND id = ${childId}`
      await logPupils(deps, tx, actor, 'take-pupil-off-school', [childId], before, because(reason))
      await tellOfChildren(deps, tx, watch, reason)
      return true
    }
    if (!(await removeUnclaimed(deps, tx, actor, [childId]))) return false
    // Of who is gone the log keeps that, when and by whom.
    const removed = { verb: 'take-pupil-off-school', subjectKind: 'child', subjectId: childId }
    await logChange(deps, tx, actor, removed)
    return true
  }).catch((error: unknown) => {
    if (error instanceof ClaimedMeanwhile) return false
    throw error
  })
}

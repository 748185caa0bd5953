import { inTransaction, type Transaction } from '@portal/db/transaction.ts'
import { ageOn } from '@portal/shared/eligibility/age.ts'
import type { Child, ChildInput, ChildPatch } from '@portal/shared/families/child.ts'
import { ages } from '@portal/shared/families/may-act.ts'
import { newId } from '@portal/shared/ids.ts'
import { toLocal } from '@portal/shared/schedule/local-time.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { holdCalendar } from '../calendar/hold-calendar.ts'
import { tellOfChildren, watchChildren } from '../calendar/watch-children.ts'
import { Problem } from '../http/problem.ts'
import { changedFields, logChange } from '../log/log-change.ts'
import { becomeGuardian } from './become-guardian.ts'
import { checkChild, type KeptChild, planChange, planHomes, readForChange } from './plan-change.ts'
import { findChild } from './queries.ts'

/** What the log of changes tells of a child: see log-change.ts. It goes with the child (forget-in-log.ts). */
const logged = ({ homes, ...child }: KeptChild) => ({
  ...child,
  postcode: homes[0]?.postcode ?? null,
  secondPostcode: homes[1]?.postcode ?? null,
})

/**
 * Enters a child of which the actor becomes guardian, or (`isSelf`) a young person who enters themselves.
 * @throws Problem invalid-input with every wrong field, limit-reached, too-young-to-enter-oneself, already-entered
 */
export async function addChild(deps: Dependencies, actor: Actor, input: ChildInput): Promise<Child> {
  const id = newId()
  const m = deps.municipality.id
  const { isSelf, postcode, secondPostcode, ...rest } = input
  await inTransaction(deps.db, async (tx) => {
    const reader = { accountId: actor.accountId }
    const homes = planHomes([], reader, { postcode, secondPostcode })
    const { child, neighbourhoods } = await checkChild(deps, tx, { ...rest, homes })
    await tx.sql`SELECT 1 FROM account WHERE municipality_id = ${m} AND id = ${actor.accountId} FOR NO KEY UPDATE`
    if (isSelf) await holdToSelf(deps, tx, actor, input.birthDate)
    const [first, second] = child.homes
    await tx.sql`
      INSERT INTO child (municipality_id, id, first_name, last_name, birth_date, postcode, postcode_by, neighbourhood_code,
        second_postcode, second_postcode_by, second_neighbourhood_code, school_id, group_id, account_id, created_at)
      VALUES (${m}, ${id}, ${child.firstName}, ${child.lastName}, ${child.birthDate}, ${first?.postcode ?? null},
        ${first?.by ?? null}, ${neighbourhoods[0] ?? null}, ${second?.postcode ?? null}, ${second?.by ?? null},
        ${neighbourhoods[1] ?? null}, ${child.schoolId}, ${child.groupId}, ${isSelf ? actor.accountId : null}, ${deps.clock()})`
    if (!isSelf) await becomeGuardian(deps, tx, actor.accountId, id)
    await logChange(deps, tx, actor, {
      verb: 'add-child',
      subjectKind: 'child',
      subjectId: id,
      after: logged(child),
    })
  })
  return findChild(deps, actor, id)
}

async function holdToSelf(deps: Dependencies, tx: Transaction, actor: Actor, birthDate: string) {
  if (ageOn(birthDate, toLocal(deps.clock(), deps.municipality.timeZone).date) < ages.actsAlone)
    throw new Problem('too-young-to-enter-oneself', { facts: { ageMin: ages.actsAlone } })
  const [own] = await tx.sql`
    SELECT 1 FROM child WHERE municipality_id = ${deps.municipality.id} AND account_id = ${actor.accountId}`
  if (own) throw new Problem('already-entered')
}

/**
 * Who acts goes by the birth date. So one guardian does not make a child of 15 one of 16: with an account for a second address of
 * their own they would decide alone, and end the link of the other guardian. @throws Problem sixteen-by-correction
 */
function holdToSameSideOf16(deps: Dependencies, before: string, after: string | undefined): void {
  const today = toLocal(deps.clock(), deps.municipality.timeZone).date
  if (after === undefined || ageOn(before, today) >= ages.actsAlone || ageOn(after, today) < ages.actsAlone)
    return
  throw new Problem('sixteen-by-correction', { facts: { ageMin: ages.actsAlone } })
}

/** A young person without a guardian who would be under 16 could do nothing any more, and nobody for them. @throws Problem too-young-to-enter-oneself */
function holdToActing(deps: Dependencies, after: string | undefined): void {
  const today = toLocal(deps.clock(), deps.municipality.timeZone).date
  if (after === undefined || ageOn(after, today) >= ages.actsAlone) return
  throw new Problem('too-young-to-enter-oneself', { facts: { ageMin: ages.actsAlone } })
}

/**
 * Changes an own child, or oneself. Standing enrolments stay; what they would clash with is told by previewChange beforehand, and to
 * the whole family by a notice.
 * @throws Problem not-found, guardian-acts, young-person-acts, invalid-input, third-home, sixteen-by-correction,
 * too-young-to-enter-oneself
 */
export async function changeChild(
  deps: Dependencies,
  actor: Actor,
  id: string,
  input: ChildPatch,
): Promise<Child> {
  const m = deps.municipality.id
  await inTransaction(deps.db, async (tx) => {
    await holdCalendar(deps, tx)
    const { child: before, reader, isShared, isAlone } = await readForChange(deps, tx, actor, id, true)
    if (isShared) holdToSameSideOf16(deps, before.birthDate, input.birthDate)
    if (isAlone) holdToActing(deps, input.birthDate)
    const { child: after, neighbourhoods } = await planChange(deps, tx, reader, before, input)
    const [first, second] = after.homes
    const watch = await watchChildren(deps, tx, [id])
    await tx.sql`
      UPDATE child SET first_name = ${after.firstName}, last_name = ${after.lastName}, birth_date = ${after.birthDate},
        postcode = ${first?.postcode ?? null}, postcode_by = ${first?.by ?? null}, neighbourhood_code = ${neighbourhoods[0] ?? null},
        second_postcode = ${second?.postcode ?? null}, second_postcode_by = ${second?.by ?? null},
        second_neighbourhood_code = ${neighbourhoods[1] ?? null}, school_id = ${after.schoolId}, group_id = ${after.groupId}
      WHERE municipality_id = ${m} AND id = ${id}`
    const changed = changedFields(logged(before), logged(after))
    if (Object.keys(changed.after).length > 0)
      await logChange(deps, tx, actor, {
        verb: 'change-child',
        subjectKind: 'child',
        subjectId: id,
        ...changed,
      })
    await tellOfChildren(deps, tx, watch)
  })
  return findChild(deps, actor, id)
}

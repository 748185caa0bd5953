import { inTransaction, type Transaction } from '@portal/db/transaction.ts'
import { newId } from '@portal/shared/ids.ts'
import type { PairRedemption, PairRedemptionInput } from '@portal/shared/pair-codes/pair-code.ts'
import type { Refusal } from '@portal/shared/problem.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import type { PlaceResult } from '../enrolments/decide-together.ts'
import { placeTogether } from '../enrolments/place-together.ts'
import { positionsOf } from '../enrolments/queries.ts'
import { findTie, holdToAge, isOfFamily, type Tie, tieOf, whyNotActOf } from '../families/family-tie.ts'
import { Problem, refusalProblem } from '../http/problem.ts'
import { logChange } from '../log/log-change.ts'
import { recordNotices } from '../notices/record-notices.ts'
import { type FoundPairCode, findPairCode, holdToOpen } from './find-pair-code.ts'

/**
 * Uses a code for an own child: both children are enrolled at once, or neither. Both have a place, or, when both families chose to,
 * both wait. Asking again gives the same answer. When it does not work the code stays as it was.
 * @throws Problem not-found, guardian-acts, young-person-acts, pair-code-unknown, pair-code-used, pair-code-ended, pair-code-expired,
 * pair-code-own, friend-enrolled-already, friend-cannot-join, no-room-together, already-enrolled; the refusals of the rules
 */
export async function redeemPairCode(
  deps: Dependencies,
  actor: Actor,
  input: PairRedemptionInput,
): Promise<{ redemption: PairRedemption; isNew: boolean }> {
  holdToAge(deps, await findTie(deps, actor, input.childId))
  const asked = await findPairCode(deps, deps.db, input.code)
  return inTransaction(deps.db, async (tx) => {
    await lockBoth(deps, tx, asked, input.childId)
    const code = await findPairCode(deps, tx, input.code, true)
    if (code.usedAt && code.usedChildId === input.childId) {
      const again = await standing(deps, tx, code, input.childId)
      if (again) return { redemption: again, isNew: false }
    }
    holdToOpen(deps, code)
    if (code.childId === input.childId) throw new Problem('pair-code-own')
    await holdToMaker(deps, tx, actor, code)
    const mayWait = code.mayWait && input.mayWait
    const results = await placeTogether(
      deps,
      tx,
      actor,
      [
        { childId: code.childId, offeringId: code.offeringId, byAccount: code.createdBy },
        { childId: input.childId, offeringId: code.offeringId },
      ],
      { allOrNone: true, mayWait, reason: 'enrolled together by pair code', pairId: newId() },
    )
    const { friend, own } = bothOf(results)
    await keepChoices(deps, tx, actor, code, input, [friend, own])
    const redemption = await standing(deps, tx, code, input.childId)
    if (!redemption) throw new Error('The enrolments are not there.')
    await recordNotices(deps, tx, [
      {
        kind: 'friend-joined',
        childId: code.childId,
        ...(friend.enrolmentId ? { enrolmentId: friend.enrolmentId } : {}),
        offeringId: code.offeringId,
        facts: { friend: await firstNameOf(deps, tx, input.childId), status: redemption.status },
      },
    ])
    return { redemption, isNew: true }
  })
}

/** The offering, then the children in the order of ids, as whoever enrols does; only then the code. */
async function lockBoth(
  { municipality }: Dependencies,
  tx: Transaction,
  code: FoundPairCode,
  childId: string,
): Promise<void> {
  await tx.sql`
    SELECT 1 FROM offering WHERE municipality_id = ${municipality.id} AND id = ${code.offeringId} FOR NO KEY UPDATE`
  await tx.sql`
    SELECT 1 FROM child WHERE municipality_id = ${municipality.id} AND id = ANY (${[code.childId, childId]}::uuid[])
    ORDER BY id FOR NO KEY UPDATE`
}

/** Who made the code must still be the one who acts for that child: the code says no more than they could do themselves. */
async function holdToMaker(
  deps: Dependencies,
  tx: Transaction,
  actor: Actor,
  code: FoundPairCode,
): Promise<void> {
  const maker = { ...actor, accountId: code.createdBy }
  const [tie] = await tx.sql<Tie>`
    SELECT ${tieOf(maker)} FROM child c
    WHERE c.municipality_id = ${deps.municipality.id} AND c.id = ${code.childId} AND ${isOfFamily(maker)}`
  if (!tie || whyNotActOf(deps, tie)) {
    throw new Problem('friend-cannot-join', {
      detail: 'Who made the code does not act for that child any more.',
      facts: { friend: code.firstName },
    })
  }
}

/** Of the other child it is told that it does not work, never why. */
function bothOf(results: readonly PlaceResult[]): { friend: PlaceResult; own: PlaceResult } {
  const [friend, own] = results
  if (!friend || !own) throw new Error('Two wishes have two results.')
  const onlyFull = (refusals: readonly Refusal[]) => refusals.every(({ code }) => code === 'offering-full')
  if (friend.outcome === 'existing') throw new Problem('friend-enrolled-already')
  if (own.outcome === 'existing') throw new Problem('already-enrolled')
  const [first, ...rest] = own.refusals
  if (first && !onlyFull(own.refusals)) throw refusalProblem([first, ...rest])
  if (!onlyFull(friend.refusals)) throw new Problem('friend-cannot-join')
  if (first || friend.refusals.length > 0) throw new Problem('no-room-together', { facts: { children: 2 } })
  return { friend, own }
}

async function keepChoices(
  deps: Dependencies,
  tx: Transaction,
  actor: Actor,
  code: FoundPairCode,
  input: PairRedemptionInput,
  [friend, own]: [PlaceResult, PlaceResult],
): Promise<void> {
  const m = deps.municipality.id
  const now = deps.clock()
  const alone = [code.aloneToo ? friend.enrolmentId : null, input.aloneToo ? own.enrolmentId : null]
  await tx.sql`
    UPDATE enrolment SET alone_too = true WHERE municipality_id = ${m} AND status = 'waitlisted'
      AND id = ANY (${alone.filter((id) => id !== null)}::uuid[])`
  await tx.sql`
    UPDATE pair_code SET used_at = ${now}, used_by = ${actor.accountId}, used_child_id = ${input.childId}
    WHERE municipality_id = ${m} AND id = ${code.id}`
  await logChange(deps, tx, actor, {
    verb: 'join-by-pair-code',
    subjectKind: 'child',
    subjectId: input.childId,
    after: { offeringId: code.offeringId },
  })
}

const firstNameOf = async (deps: Dependencies, tx: Transaction, childId: string): Promise<string> => {
  const [row] = await tx.sql<{ firstName: string }>`
    SELECT first_name AS "firstName" FROM child WHERE municipality_id = ${deps.municipality.id} AND id = ${childId}`
  return row?.firstName ?? ''
}

/** The own child's enrolment by this code, as it is now; null when it is over. */
async function standing(
  deps: Dependencies,
  tx: Transaction,
  code: FoundPairCode,
  childId: string,
): Promise<PairRedemption | null> {
  const [own] = await positionsOf(deps, tx, code.offeringId, [childId])
  if (!own || (own.status !== 'placed' && own.status !== 'waitlisted')) return null
  return {
    id: own.id,
    status: own.status,
    ...(own.position === null ? {} : { position: own.position }),
    childId,
    offeringId: code.offeringId,
    togetherWith: code.firstName,
  }
}

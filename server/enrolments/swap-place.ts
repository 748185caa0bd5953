import { inTransaction, type Transaction } from '@portal/db/transaction.ts'
import type {
  SwapInput,
  SwapPreview,
  SwapPreviewInput,
  SwapReceipt,
} from '@portal/shared/enrolments/together.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { holdToAge, isOfFamily, type Tie, tieOf } from '../families/family-tie.ts'
import { Problem, refusalProblem } from '../http/problem.ts'
import { logChange } from '../log/log-change.ts'
import { acceptOffer } from '../waiting-list/accept-offer.ts'
import { offerWhereChildWaits } from '../waiting-list/offer-freed-place.ts'
import { settlePairsOf } from '../waiting-list/settle-pair.ts'
import { judgeTogether, placeTogether } from './place-together.ts'
import { lockEnrolment, positionsOf } from './queries.ts'

type Swapped = { receipt: SwapReceipt; isNew: boolean }

/**
 * Exchanges a place for one in another offering, in one act: the old place is given up only when the new one is there, and only then
 * goes to whoever waits for it. Where there is only a waiting list (`mayWait`) the child joins it and keeps the old place, until
 * it says yes to the new one. The same again gives the same answer.
 * @throws Problem not-found, guardian-acts, young-person-acts, status-does-not-allow (the old one is no place any more); the refusals
 * of the rules
 */
export async function swapPlace(
  deps: Dependencies,
  actor: Actor,
  id: string,
  input: SwapInput,
): Promise<Swapped> {
  const swapped = await inTransaction(deps.db, async (tx) => {
    const old = await lockEnrolment(deps, tx, actor, id, 'guardian', [input.offeringId])
    const wish = { childId: old.childId, offeringId: input.offeringId }
    await tx.sql`
      SELECT 1 FROM child WHERE municipality_id = ${deps.municipality.id} AND id = ${old.childId} FOR NO KEY UPDATE`
    const again = await findSwapped(deps, tx, id, wish)
    if (again) return again
    if (old.status !== 'placed') throw new Problem('status-does-not-allow', { facts: { status: old.status } })
    const [result] = await placeTogether(deps, tx, actor, [{ ...wish, givesUp: id }], {
      allOrNone: false,
      mayWait: input.mayWait,
      reason: 'swapped by family',
    })
    if (!result) throw new Error('A wish has a result.')
    if (result.outcome === 'refused') {
      const [first, ...rest] = result.refusals
      throw first ? refusalProblem([first, ...rest]) : new Problem('status-does-not-allow')
    }
    if (result.outcome === 'placed') await settlePairsOf(deps, tx, [id])
    else await waitInExchange(deps, tx, actor, id, result.enrolmentId ?? '')
    return receiptOf(deps, tx, id, wish, true)
  })
  if (swapped.receipt.gaveUp) await offerWhereChildWaits(deps, swapped.receipt.childId)
  return swapped
}

/** A child that waits for the new place already, or does from now on, gives the old one for it. Who is offered one at once has it. */
async function waitInExchange(
  deps: Dependencies,
  tx: Transaction,
  actor: Actor,
  oldId: string,
  id: string,
): Promise<void> {
  const now = deps.clock()
  const [waiting] = await tx.sql<{
    status: string
    childId: string
    offeringId: string
    pairId: string | null
  }>`
    UPDATE enrolment SET gives_up = ${oldId}, changed_at = ${now}, changed_by = ${actor.accountId},
      change_reason = 'waits for it in exchange'
    WHERE municipality_id = ${deps.municipality.id} AND id = ${id} AND status IN ('waitlisted', 'offered') AND pair_id IS NULL
    RETURNING status, child_id AS "childId", offering_id AS "offeringId", pair_id AS "pairId"`
  // A place there already, or a turn together with another child, is not exchanged.
  if (!waiting) throw new Problem('already-enrolled')
  await logChange(deps, tx, actor, {
    verb: 'wait-in-exchange',
    subjectKind: 'child',
    subjectId: waiting.childId,
    after: { offeringId: waiting.offeringId },
  })
  if (waiting.status === 'offered')
    await acceptOffer(deps, tx, actor.accountId, { ...waiting, id, givesUp: oldId }, now)
}

/** The same swap, done before: null when there is none. */
async function findSwapped(
  deps: Dependencies,
  tx: Transaction,
  id: string,
  wish: { childId: string; offeringId: string },
): Promise<Swapped | null> {
  const [done] = await tx.sql`
    SELECT 1 FROM enrolment n JOIN enrolment o ON o.municipality_id = n.municipality_id AND o.id = ${id}
    WHERE n.municipality_id = ${deps.municipality.id} AND n.child_id = ${wish.childId} AND n.offering_id = ${wish.offeringId}
      AND (n.gives_up = o.id AND n.status = 'waitlisted'
        OR n.status = 'placed' AND o.status = 'withdrawn'
          AND o.change_reason = 'given in exchange for another place')`
  return done ? receiptOf(deps, tx, id, wish, false) : null
}

async function receiptOf(
  deps: Dependencies,
  tx: Transaction,
  oldId: string,
  wish: { childId: string; offeringId: string },
  isNew: boolean,
): Promise<Swapped> {
  const [now] = await positionsOf(deps, tx, wish.offeringId, [wish.childId])
  if (!now) throw new Error('The enrolment is not there.')
  const [old] = await tx.sql<{ status: string }>`
    SELECT status FROM enrolment WHERE municipality_id = ${deps.municipality.id} AND id = ${oldId}`
  return {
    isNew,
    receipt: {
      id: now.id,
      status: now.status === 'waitlisted' ? 'waitlisted' : 'placed',
      ...(now.position === null ? {} : { position: now.position }),
      ...wish,
      gaveUp: old?.status === 'withdrawn',
    },
  }
}

/**
 * What swapping would give now; nothing is changed.
 * @throws Problem not-found, guardian-acts, young-person-acts, status-does-not-allow
 */
export async function previewSwap(
  deps: Dependencies,
  actor: Actor,
  id: string,
  { offeringId }: SwapPreviewInput,
): Promise<SwapPreview> {
  const [old] = await deps.db.sql<Tie & { childId: string; status: string }>`
    SELECT e.child_id AS "childId", e.status, ${tieOf(actor)}
    FROM enrolment e JOIN child c ON c.municipality_id = e.municipality_id AND c.id = e.child_id
    WHERE e.municipality_id = ${deps.municipality.id} AND e.id = ${id} AND ${isOfFamily(actor)}`
  if (!old) throw new Problem('not-found')
  holdToAge(deps, old)
  if (old.status !== 'placed') throw new Problem('status-does-not-allow', { facts: { status: old.status } })
  const [result] = await judgeTogether(
    deps,
    deps.db,
    actor,
    [{ childId: old.childId, offeringId, givesUp: id }],
    { allOrNone: false, mayWait: true },
  )
  if (!result) throw new Error('A wish has a result.')
  if (result.refusals.some(({ code }) => code === 'not-found')) throw new Problem('not-found')
  const { warnings } = result
  if (result.outcome === 'existing') {
    const [standing] = await positionsOf(deps, deps.db, offeringId, [old.childId])
    if (standing?.status === 'waitlisted')
      return { outcome: 'waitlisted', position: standing.position, refusals: [], warnings }
    const refusal = { code: 'already-enrolled' as const, detail: 'The child is enrolled already.', facts: {} }
    return { outcome: 'refused', position: null, refusals: [refusal], warnings }
  }
  const outcome = result.outcome === 'awaiting_consent' ? 'placed' : result.outcome
  return { outcome, position: result.position, refusals: result.refusals, warnings }
}

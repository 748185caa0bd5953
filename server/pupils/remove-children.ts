import type { Transaction } from '@portal/db/transaction.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { lockChildren } from '../enrolments/lock-children.ts'
import { withdrawLocked } from '../enrolments/withdraw-child.ts'
import { eraseChildren } from '../families/erase-children.ts'
import { isClaimed } from './queries.ts'

/** Removing comes to an end soon: each time a child was being enrolled or claimed meanwhile. */
export const mostTries = 8

/** Somebody became guardian, or the last one left, between the look and the lock: decide again. Rolls back. */
export class ClaimedMeanwhile extends Error {}

/**
 * Ends all live enrolments of children without a family who are being removed, serves the waiting lists behind them, and removes the
 * children with all that is kept of them. Locks them (and `alsoLock`) by lockChildren. Answers false, with nothing changed, when one of them was enrolled between the two.
 * @throws ClaimedMeanwhile
 */
export async function removeUnclaimed(
  deps: Dependencies,
  tx: Transaction,
  actor: Actor,
  childIds: readonly string[],
  alsoLock: readonly string[] = [],
): Promise<boolean> {
  const offerings = await lockChildren(deps, tx, childIds, alsoLock)
  if (!offerings) return false
  // Under the lock: from here on nobody becomes a guardian.
  const [claimed] = await tx.sql`
    SELECT 1 FROM child c WHERE c.municipality_id = ${deps.municipality.id} AND c.id = ANY (${[...childIds]}::uuid[])
      AND ${isClaimed} LIMIT 1`
  if (claimed) throw new ClaimedMeanwhile('Somebody became guardian meanwhile.')
  await withdrawLocked(deps, tx, actor, childIds, offerings, {
    which: 'all',
    reason: 'child removed by school',
  })
  // A family that had a child before may have left its names and homes in the log: they go too.
  await eraseChildren(deps, tx, childIds)
  return true
}

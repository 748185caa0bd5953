import { isConnectionTrouble } from '@portal/db/client.ts'
import { inTransaction } from '@portal/db/transaction.ts'
import type { EnrolmentReceipt, EnrolmentRequest } from '@portal/shared/enrolments/enrolment.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { refusalProblem } from '../http/problem.ts'
import { placeTogether } from './place-together.ts'

/**
 * Enrols a child for whom places are held: from its hold, else as everybody. Decided anew under the locks, for the hold may have been
 * used up or released meanwhile. Null: the answer of the database was lost, so look again.
 * @throws Problem with the refusals of the rules
 */
export async function enrolWithHolds(
  deps: Dependencies,
  actor: Actor,
  { childId, offeringId }: EnrolmentRequest,
  reason: string,
): Promise<{ enrolment: { id: string; status: EnrolmentReceipt['status'] }; isNew: boolean } | null> {
  try {
    const [result] = await inTransaction(deps.db, (tx) =>
      placeTogether(deps, tx, actor, [{ childId, offeringId }], {
        allOrNone: false,
        mayWait: true,
        reason,
      }),
    )
    const [first, ...rest] = result?.refusals ?? []
    if (first) throw refusalProblem([first, ...rest])
    if (!result?.enrolmentId || result.outcome === 'refused' || result.outcome === 'existing') return null
    return { enrolment: { id: result.enrolmentId, status: result.outcome }, isNew: true }
  } catch (error) {
    if (isConnectionTrouble(error)) return null
    throw error
  }
}

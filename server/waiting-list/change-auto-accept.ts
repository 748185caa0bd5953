import { inTransaction } from '@portal/db/transaction.ts'
import type { Enrolment, EnrolmentReceipt } from '@portal/shared/enrolments/enrolment.ts'
import type { EnrolmentPatch } from '@portal/shared/waiting-list/waiting.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { findEnrolment, lockEnrolment } from '../enrolments/queries.ts'
import { Problem } from '../http/problem.ts'
import { logChange } from '../log/log-change.ts'

/**
 * Chooses whether a place is taken for the child as soon as there is one, or offered first. Only while it waits: what was offered
 * is answered.
 * @throws Problem not-found, status-does-not-allow
 */
export async function changeAutoAccept(
  deps: Dependencies,
  actor: Actor,
  id: string,
  { autoAccept }: EnrolmentPatch,
): Promise<Enrolment> {
  await inTransaction(deps.db, async (tx) => {
    const { status, childId } = await lockEnrolment(deps, tx, actor, id, 'guardian')
    if (status !== 'waitlisted') throw new Problem('status-does-not-allow', { facts: { status } })
    const [changed] = await tx.sql`
      UPDATE enrolment SET auto_accept = ${autoAccept}
      WHERE municipality_id = ${deps.municipality.id} AND id = ${id} AND auto_accept <> ${autoAccept} RETURNING id`
    if (!changed) return
    await logChange(deps, tx, actor, {
      verb: 'change-enrolment',
      subjectKind: 'enrolment',
      subjectId: id,
      before: { childId, autoAccept: !autoAccept },
      after: { childId, autoAccept },
    })
  })
  return findEnrolment(deps, actor, id)
}

/**
 * The same beside enrolling, of who came on the list: in a second step, so that the rush for places carries nothing for it. A school
 * does not choose for a family, and who was offered a place in between answers it.
 */
export async function chooseOnJoining(
  deps: Dependencies,
  actor: Actor,
  receipt: EnrolmentReceipt,
  autoAccept: boolean,
): Promise<void> {
  if (receipt.status !== 'waitlisted') return
  try {
    await changeAutoAccept(deps, actor, receipt.id, { autoAccept })
  } catch (error) {
    if (!(error instanceof Problem && ['status-does-not-allow', 'not-found'].includes(error.code)))
      throw error
  }
}

import type { Transaction } from '@portal/db/transaction.ts'
import { type PublishRefusal, whyHidden } from '@portal/shared/providers/may-publish.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { logChange } from '../log/log-change.ts'
import { type Approval, todayOf } from './hold-to-approval.ts'

type Row = { id: string; status: 'published' | 'hidden'; hasChildren: boolean }

/**
 * Hides what of an organisation may not be shown now, and shows again what may; enrolments stay as they are. The organisation has
 * to be locked already; its offerings are locked here in the order of ids, so that nobody enrols between look and change.
 * `actor` is null when it follows from the calendar alone.
 * @returns the offerings that are shown again, in which children may have been waiting
 */
export async function showOrHideOfferings(
  deps: Dependencies,
  tx: Transaction,
  actor: Actor | null,
  provider: Approval,
): Promise<{ shown: string[]; hidden: string[] }> {
  const m = deps.municipality.id
  await tx.sql`
    SELECT 1 FROM offering o WHERE o.municipality_id = ${m} AND o.status IN ('published', 'hidden') AND o.activity_id IN (
      SELECT id FROM activity WHERE municipality_id = ${m} AND provider_id = ${provider.id})
    ORDER BY o.id FOR NO KEY UPDATE OF o`
  // A statement of its own: only one that begins after the lock was had sees who enrolled while we waited for it.
  const rows = await tx.sql<Row>`
    SELECT o.id, o.status, EXISTS (SELECT 1 FROM enrolment e WHERE e.municipality_id = o.municipality_id AND e.offering_id = o.id
      AND e.status IN ('wished', 'placed', 'waitlisted', 'offered', 'awaiting_consent', 'completed')) AS "hasChildren"
    FROM offering o JOIN activity a ON a.municipality_id = o.municipality_id AND a.id = o.activity_id
    WHERE o.municipality_id = ${m} AND a.provider_id = ${provider.id} AND o.status IN ('published', 'hidden') ORDER BY o.id`
  const today = todayOf(deps)
  const judged = rows.map((row) => ({
    ...row,
    reason: whyHidden({ ...provider, today, hasChildren: row.hasChildren }),
  }))
  const toHide = judged.filter(({ status, reason }) => status === 'published' && reason !== null)
  const toShow = judged.filter(({ status, reason }) => status === 'hidden' && reason === null)
  await become(deps, tx, actor, 'hidden', toHide)
  await become(deps, tx, actor, 'published', toShow)
  return { shown: toShow.map(({ id }) => id), hidden: toHide.map(({ id }) => id) }
}

async function become(
  deps: Dependencies,
  tx: Transaction,
  actor: Actor | null,
  status: Row['status'],
  offerings: readonly (Row & { reason: PublishRefusal | null })[],
): Promise<void> {
  if (offerings.length === 0) return
  await tx.sql`
    UPDATE offering SET status = ${status}, changed_at = ${deps.clock()}
    WHERE municipality_id = ${deps.municipality.id} AND id = ANY (${offerings.map(({ id }) => id)}::uuid[])`
  for (const each of offerings) {
    await logChange(deps, tx, actor, {
      verb: status === 'hidden' ? 'hide-offering' : 'show-offering',
      subjectKind: 'offering',
      subjectId: each.id,
      before: { status: each.status },
      after: { status, ...(each.reason ? { because: each.reason } : {}) },
    })
  }
}

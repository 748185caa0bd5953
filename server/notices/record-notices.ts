import type { Queryable } from '@portal/db/client.ts'
import { newId } from '@portal/shared/ids.ts'
import type { NoticeKind } from '@portal/shared/notices/notice.ts'
import type { Facts } from '@portal/shared/problem.ts'
import type { Dependencies } from '../app-env.ts'

/** `reason`: in the words of who made the change, as they typed it. `facts`: flat, so that a sentence in any language can be made. */
export type NewNotice = {
  kind: NoticeKind
  childId: string
  enrolmentId?: string
  offeringId?: string
  reason?: string
  facts?: Facts
}

/**
 * Records what families are to be told, in the transaction of what happened: both are kept or neither. One statement for all of them.
 * Of a child that is being removed at the same time nothing is kept. Nothing is sent here.
 */
export async function recordNotices(
  { municipality, clock }: Pick<Dependencies, 'municipality' | 'clock'>,
  tx: Queryable,
  notices: readonly NewNotice[],
): Promise<void> {
  if (notices.length === 0) return
  const rows = notices.map((notice) => ({
    id: newId(),
    child_id: notice.childId,
    enrolment_id: notice.enrolmentId ?? null,
    offering_id: notice.offeringId ?? null,
    kind: notice.kind,
    reason: notice.reason ?? '',
    facts: notice.facts ?? {},
  }))
  // A child that is being removed is waited for and then left out, where its key would be missed.
  await tx.sql`
    INSERT INTO notice (municipality_id, id, child_id, enrolment_id, offering_id, kind, reason, facts, created_at)
    SELECT ${municipality.id}, r.id, c.id, r.enrolment_id, r.offering_id, r.kind, r.reason, r.facts, ${clock()}
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS r (id uuid, child_id uuid, enrolment_id uuid, offering_id uuid, kind text, reason text, facts jsonb)
    JOIN child c ON c.municipality_id = ${municipality.id} AND c.id = r.child_id
    ORDER BY c.id FOR KEY SHARE OF c`
}

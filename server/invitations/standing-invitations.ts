import type { Transaction } from '@portal/db/transaction.ts'
import { ages } from '@portal/shared/families/may-act.ts'
import { toLocal } from '@portal/shared/schedule/local-time.ts'
import { sql } from 'drizzle-orm'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { logChange } from '../log/log-change.ts'

/** Invitation `i` was neither accepted nor taken back; its link may have expired. */
export const isUnanswered = sql`(i.accepted_at IS NULL AND i.revoked_at IS NULL)`

/**
 * Whoever made invitation `i` could make it today: whoever was removed, is no owner any more, or is a guardian of somebody who acts
 * alone by now (shared/families/may-act.ts), brings nobody in by a letter that was still on its way.
 */
export const inviterStillMay = ({
  clock,
  municipality,
}: Pick<Dependencies, 'clock' | 'municipality'>) => sql`(
  EXISTS (SELECT 1 FROM membership b WHERE b.municipality_id = i.municipality_id AND b.account_id = i.invited_by
    AND ((b.role = 'team' AND i.child_id IS NULL) OR (b.is_owner AND (b.school_id = i.school_id OR b.provider_id = i.provider_id))))
  OR EXISTS (SELECT 1 FROM guardianship b WHERE b.municipality_id = i.municipality_id AND b.account_id = i.invited_by
    AND b.child_id = i.child_id AND NOT EXISTS (SELECT 1 FROM child y WHERE y.municipality_id = i.municipality_id AND y.id = i.child_id
      AND y.account_id IS NOT NULL
      AND y.birth_date <= (${toLocal(clock(), municipality.timeZone).date}::date - make_interval(years => ${ages.actsAlone}))))
  OR EXISTS (SELECT 1 FROM child b WHERE b.municipality_id = i.municipality_id AND b.account_id = i.invited_by AND b.id = i.child_id))`

type Ended = { id: string; childId: string | null }

/** Where the log of an invitation belongs: with the child, so that it goes when the child does. */
export const subjectOf = (invitation: Ended) =>
  invitation.childId
    ? { subjectKind: 'child', subjectId: invitation.childId }
    : { subjectKind: 'invitation', subjectId: invitation.id }

/** Ends the open invitations of somebody who has just lost the right to make them. */
export async function endInvitationsOf(
  deps: Dependencies,
  tx: Transaction,
  actor: Actor,
  accountId: string,
): Promise<void> {
  const ended = await tx.sql<Ended>`
    UPDATE invitation i SET revoked_at = ${deps.clock()}
    WHERE i.municipality_id = ${deps.municipality.id} AND i.invited_by = ${accountId} AND ${isUnanswered} AND NOT ${inviterStillMay(deps)}
    RETURNING i.id, i.child_id AS "childId"`
  for (const invitation of ended) {
    await logChange(deps, tx, actor, {
      verb: 'revoke-invitation',
      ...subjectOf(invitation),
      after: { invitation: invitation.id, because: 'the inviter may not invite any more' },
    })
  }
}

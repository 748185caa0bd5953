import { inTransaction, type Transaction } from '@portal/db/transaction.ts'
import type { Invitation } from '@portal/shared/invitations/invitation.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import { hashOfToken, newToken } from '../http/session.ts'
import { logChange } from '../log/log-change.ts'
import { isTo, lockPlace, type Place } from './place.ts'
import { type InvitationRow, invitationColumns, wireInvitation } from './queries.ts'
import { countAttempt, countLetter, expiryOf, sendInvitation } from './send-invitation.ts'
import { inviterStillMay, isUnanswered, subjectOf } from './standing-invitations.ts'

/** Locks an unanswered invitation to this place. @throws Problem not-found */
async function lockInvitation(
  deps: Dependencies,
  tx: Transaction,
  place: Place,
  id: string,
): Promise<InvitationRow> {
  const [row] = await tx.sql<InvitationRow>`
    SELECT ${invitationColumns} FROM invitation i
    WHERE i.municipality_id = ${deps.municipality.id} AND i.id = ${id} AND ${isTo(place)} AND ${isUnanswered}
    FOR NO KEY UPDATE OF i`
  if (!row) throw new Problem('not-found')
  return row
}

const subject = (place: Place, id: string) =>
  subjectOf({ id, childId: place.kind === 'child' ? place.id : null })

/**
 * Takes an invitation back: its link works no more.
 * @throws Problem not-found, also for one that was accepted meanwhile; guardian-acts, young-person-acts
 */
export async function revokeInvitation(
  deps: Dependencies,
  actor: Actor,
  place: Place,
  id: string,
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    await lockPlace(deps, tx, actor, place)
    await lockInvitation(deps, tx, place, id)
    await tx.sql`
      UPDATE invitation SET revoked_at = ${deps.clock()} WHERE municipality_id = ${deps.municipality.id} AND id = ${id}`
    await logChange(deps, tx, actor, {
      verb: 'revoke-invitation',
      ...subject(place, id),
      after: { invitation: id },
    })
  })
}

/**
 * Sends an invitation again, from whoever asks now: with a new link and a new term; the old link works no more.
 * @throws Problem not-found, guardian-acts, young-person-acts, rate-limited
 */
export async function renewInvitation(
  deps: Dependencies,
  actor: Actor,
  place: Place,
  id: string,
): Promise<Invitation> {
  await countAttempt(deps, actor)
  const token = newToken()
  const now = deps.clock()
  const { row, about } = await inTransaction(deps.db, async (tx) => {
    const { about } = await lockPlace(deps, tx, actor, place)
    const { email } = await lockInvitation(deps, tx, place, id)
    await countLetter(deps, place, email)
    const [row] = await tx.sql<InvitationRow>`
      UPDATE invitation i SET token_hash = ${hashOfToken(token)}, invited_by = ${actor.accountId}, created_at = ${now},
        expires_at = ${expiryOf(now)}
      WHERE i.municipality_id = ${deps.municipality.id} AND i.id = ${id} RETURNING ${invitationColumns}`
    const [still] = await tx.sql`
      SELECT 1 FROM invitation i WHERE i.municipality_id = ${deps.municipality.id} AND i.id = ${id} AND ${inviterStillMay(deps)}`
    if (!row || !still) throw new Problem('not-found')
    await logChange(deps, tx, actor, {
      verb: 'renew-invitation',
      ...subject(place, id),
      after: { invitation: id },
    })
    return { row, about }
  })
  sendInvitation(deps, actor, row, about, token)
  return wireInvitation(row, now)
}

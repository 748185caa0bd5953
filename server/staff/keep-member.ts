import { inTransaction, type Transaction } from '@portal/db/transaction.ts'
import type { ProviderStaffPatch, StaffMember } from '@portal/shared/staff/staff.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import { lockByName, lockPlace } from '../invitations/place.ts'
import { endInvitationsOf } from '../invitations/standing-invitations.ts'
import { changedFields, logChange } from '../log/log-change.ts'
import { isOf, type MemberRow, memberColumns, type Workplace, wireMember } from './queries.ts'

/** One member, with the place locked: who else owns it does not change meanwhile. @throws Problem not-found */
async function findMember(
  deps: Dependencies,
  tx: Transaction,
  actor: Actor,
  place: Workplace,
  id: string | 'me',
): Promise<MemberRow> {
  const [row] = await tx.sql<MemberRow>`
    SELECT ${memberColumns(actor)} FROM membership b
    JOIN account a ON a.municipality_id = b.municipality_id AND a.id = b.account_id
    WHERE b.municipality_id = ${deps.municipality.id} AND ${isOf(place)}
      AND CASE WHEN ${id} = 'me' THEN b.account_id = ${actor.accountId} ELSE b.id::text = ${id} END
    FOR UPDATE OF b`
  if (!row) throw new Problem('not-found')
  return row
}

/** Who asks may have been removed while this waited for its turn. @throws Problem not-found */
async function holdToKeeping(deps: Dependencies, tx: Transaction, actor: Actor, place: Workplace) {
  const [row] = await tx.sql`
    SELECT 1 FROM membership b WHERE b.municipality_id = ${deps.municipality.id} AND b.account_id = ${actor.accountId}
      AND (b.role = 'team' OR (b.is_owner AND ${isOf(place)}))`
  if (!row) throw new Problem('not-found')
}

/** @throws Problem last-owner, last-team-member when nobody would be left to keep the place */
async function holdToOneLeft(deps: Dependencies, tx: Transaction, place: Workplace, member: MemberRow) {
  if (place.kind !== 'team' && !member.isOwner) return
  const [other] = await tx.sql`
    SELECT 1 FROM membership b WHERE b.municipality_id = ${deps.municipality.id} AND ${isOf(place)}
      AND (b.role = 'team' OR b.is_owner) AND b.id <> ${member.id} LIMIT 1`
  if (!other) throw new Problem(place.kind === 'team' ? 'last-team-member' : 'last-owner')
}

const subject = (member: MemberRow) => ({ subjectKind: 'membership', subjectId: member.id })

/** What the log tells of a member: no name or address, those stand with the account. */
const logged = (place: Workplace, { accountId, isOwner, maySeeParticipants }: MemberRow) => ({
  account: accountId,
  role: place.kind,
  ...(place.kind === 'team' ? {} : { of: place.id }),
  isOwner,
  maySeeParticipants,
})

/**
 * Changes what a member may; what was not sent stays. It holds from their next request on.
 * @throws Problem not-found, last-owner
 */
export function changeMember(
  deps: Dependencies,
  actor: Actor,
  place: Workplace,
  id: string,
  patch: ProviderStaffPatch,
): Promise<StaffMember> {
  return inTransaction(deps.db, async (tx) => {
    await lockPlace(deps, tx, actor, place)
    await holdToKeeping(deps, tx, actor, place)
    const before = await findMember(deps, tx, actor, place, id)
    if (patch.isOwner === false) await holdToOneLeft(deps, tx, place, before)
    await tx.sql`
      UPDATE membership SET is_owner = coalesce(${patch.isOwner ?? null}, is_owner),
        may_see_participants = coalesce(${patch.maySeeParticipants ?? null}, may_see_participants)
      WHERE municipality_id = ${deps.municipality.id} AND id = ${before.id}`
    const after = await findMember(deps, tx, actor, place, id)
    const changed = changedFields(logged(place, before), logged(place, after))
    if (Object.keys(changed.after).length > 0) {
      await logChange(deps, tx, actor, { verb: 'change-staff', ...subject(before), ...changed })
    }
    await endInvitationsOf(deps, tx, actor, before.accountId)
    return wireMember(after)
  })
}

/**
 * Ends a membership, and with it the invitations that only this member could make. Their rights end with their next request.
 * @throws Problem not-found, last-owner, last-team-member
 */
export async function removeMember(
  deps: Dependencies,
  actor: Actor,
  place: Workplace,
  id: string,
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    await lockPlace(deps, tx, actor, place)
    await holdToKeeping(deps, tx, actor, place)
    await remove(deps, tx, actor, place, id, 'remove-staff')
  })
}

/** Ends the own membership. @throws Problem not-found, last-owner */
export async function leaveStaff(deps: Dependencies, actor: Actor, place: Workplace): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    await lockByName(tx, deps.municipality.id, place)
    await remove(deps, tx, actor, place, 'me', 'leave-staff')
  })
}

async function remove(
  deps: Dependencies,
  tx: Transaction,
  actor: Actor,
  place: Workplace,
  id: string,
  verb: 'remove-staff' | 'leave-staff',
): Promise<void> {
  const member = await findMember(deps, tx, actor, place, id)
  await holdToOneLeft(deps, tx, place, member)
  await tx.sql`DELETE FROM membership WHERE municipality_id = ${deps.municipality.id} AND id = ${member.id}`
  await logChange(deps, tx, actor, { verb, ...subject(member), before: logged(place, member) })
  await endInvitationsOf(deps, tx, actor, member.accountId)
}

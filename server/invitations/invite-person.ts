import { inTransaction, type Transaction } from '@portal/db/transaction.ts'
import { ageOn } from '@portal/shared/eligibility/age.ts'
import { ages } from '@portal/shared/families/may-act.ts'
import { newId } from '@portal/shared/ids.ts'
import type { Invitation } from '@portal/shared/invitations/invitation.ts'
import { toLocal } from '@portal/shared/schedule/local-time.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import { hashOfToken, newToken } from '../http/session.ts'
import { logChange } from '../log/log-change.ts'
import { isTo, lockPlace, type Place, type PlaceFacts } from './place.ts'
import { type InvitationRow, invitationColumns, wireInvitation } from './queries.ts'
import { countAttempt, countLetter, expiryOf, sendInvitation } from './send-invitation.ts'
import { inviterStillMay, isUnanswered, subjectOf } from './standing-invitations.ts'

/** Whom to invite, as what. `as` counts for a child only. */
export type Wanted = {
  email: string
  as?: 'guardian' | 'young'
  isOwner?: boolean
  maySeeParticipants?: boolean
}

const verbs = {
  guardian: 'invite-guardian',
  young: 'invite-young-person',
  school: 'invite-colleague',
  provider: 'invite-colleague',
  team: 'invite-colleague',
} as const

/**
 * Invites an address to a place and mails it a link; an open invitation of the same address there ends. Accounts are not looked
 * at, so nothing can tell whether an address is known, but for those who belong to the place: its list shows them anyway.
 * @throws Problem not-found, guardian-acts, young-person-acts, too-young-for-account, has-own-account, already-member, rate-limited
 */
export async function invitePerson(
  deps: Dependencies,
  actor: Actor,
  place: Place,
  wanted: Wanted,
): Promise<Invitation> {
  await countAttempt(deps, actor)
  const m = deps.municipality.id
  const now = deps.clock()
  const token = newToken()
  const kind = place.kind === 'child' ? (wanted.as ?? 'guardian') : place.kind
  const { row, about } = await inTransaction(deps.db, async (tx) => {
    const facts = await lockPlace(deps, tx, actor, place)
    if (kind === 'young') holdToYoungRules(deps, facts)
    await refuseMembers(tx, m, place, wanted.email)
    await countLetter(deps, place, wanted.email)
    const replaced = await tx.sql<{ id: string; childId: string | null }>`
      UPDATE invitation i SET revoked_at = ${now}
      WHERE i.municipality_id = ${m} AND ${isTo(place)} AND i.email = ${wanted.email}::citext AND ${isUnanswered}
      RETURNING i.id, i.child_id AS "childId"`
    const [row] = await tx.sql<InvitationRow>`
      INSERT INTO invitation AS i (municipality_id, id, token_hash, kind, email, child_id, school_id, provider_id, is_owner,
        may_see_participants, invited_by, created_at, expires_at)
      VALUES (${m}, ${newId(now.getTime())}, ${hashOfToken(token)}, ${kind}, ${wanted.email},
        ${place.kind === 'child' ? place.id : null}::uuid, ${place.kind === 'school' ? place.id : null}::uuid,
        ${place.kind === 'provider' ? place.id : null}::uuid, ${wanted.isOwner ?? false},
        ${place.kind === 'provider' && ((wanted.isOwner || wanted.maySeeParticipants) ?? false)}, ${actor.accountId}, ${now},
        ${expiryOf(now)})
      RETURNING ${invitationColumns}`
    // Who asks may have been removed while this waited for its turn.
    const [still] = await tx.sql`
      SELECT 1 FROM invitation i WHERE i.municipality_id = ${m} AND i.id = ${row?.id ?? null} AND ${inviterStillMay(deps)}`
    if (!row || !still) throw new Problem('not-found')
    for (const old of replaced) {
      await logChange(deps, tx, actor, {
        verb: 'revoke-invitation',
        ...subjectOf(old),
        after: { invitation: old.id, because: 'invited again' },
      })
    }
    await logChange(deps, tx, actor, {
      verb: verbs[kind],
      ...subjectOf({ id: row.id, childId: place.kind === 'child' ? place.id : null }),
      after: {
        invitation: row.id,
        kind,
        ...(place.kind === 'team' ? {} : { to: place.id }),
        isOwner: row.isOwner,
        maySeeParticipants: row.maySeeParticipants,
      },
    })
    return { row, about: facts.about }
  })
  sendInvitation(deps, actor, row, about, token)
  return wireInvitation(row, now)
}

function holdToYoungRules(deps: Dependencies, { birthDate, hasOwnAccount }: PlaceFacts): void {
  if (hasOwnAccount) throw new Problem('has-own-account')
  const today = toLocal(deps.clock(), deps.municipality.timeZone).date
  if (birthDate === null || ageOn(birthDate, today) < ages.seesOwnWeek) {
    throw new Problem('too-young-for-account', { facts: { ageMin: ages.seesOwnWeek } })
  }
}

/** @throws Problem already-member for somebody whom the list of this place shows */
async function refuseMembers(tx: Transaction, m: string, place: Place, email: string): Promise<void> {
  const [member] =
    place.kind === 'child'
      ? await tx.sql`
          SELECT 1 FROM account a WHERE a.municipality_id = ${m} AND a.email = ${email}::citext AND (
            EXISTS (SELECT 1 FROM guardianship u WHERE u.municipality_id = ${m} AND u.account_id = a.id AND u.child_id = ${place.id})
            OR EXISTS (SELECT 1 FROM child c WHERE c.municipality_id = ${m} AND c.account_id = a.id AND c.id = ${place.id}))`
      : await tx.sql`
          SELECT 1 FROM account a JOIN membership b ON b.municipality_id = a.municipality_id AND b.account_id = a.id
          WHERE a.municipality_id = ${m} AND a.email = ${email}::citext AND b.role = ${place.kind}
            AND coalesce(b.school_id, b.provider_id) IS NOT DISTINCT FROM ${place.kind === 'team' ? null : place.id}::uuid`
  if (member) throw new Problem('already-member')
}

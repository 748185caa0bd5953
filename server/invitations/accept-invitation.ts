import { inTransaction, type Transaction } from '@portal/db/transaction.ts'
import { newId } from '@portal/shared/ids.ts'
import type { Invitation } from '@portal/shared/invitations/invitation.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { becomeGuardian } from '../families/become-guardian.ts'
import { Problem } from '../http/problem.ts'
import { createSession, hashOfToken } from '../http/session.ts'
import { logChange } from '../log/log-change.ts'
import { lockByName } from './place.ts'
import { countTry } from './queries.ts'
import { inviterStillMay, isUnanswered, subjectOf } from './standing-invitations.ts'

type Row = Pick<Invitation, 'id' | 'kind' | 'email' | 'isOwner' | 'maySeeParticipants'> & {
  childId: string | null
  schoolId: string | null
  providerId: string | null
  invitedBy: string
  isReader: boolean
}

export type Accepted = Pick<Row, 'kind' | 'childId' | 'schoolId' | 'providerId'> & {
  accountId: string
  /** Of a new session, for whoever was not signed in; null for who was. */
  sessionToken: string | null
}

/**
 * Uses an invitation up, for the account of its address and nobody else: whoever is signed in by another address has to sign
 * out first. Nobody signed in: the letter proves the address, as a sign-in link does, so its account (made when new) is signed
 * in. All or nothing; of the same link twice at the same time one wins.
 * @param from `network` from clientNetwork, `device` from deviceOf
 * @throws Problem invitation-invalid (unknown, tampered with, expired, taken back, used, or from somebody who may not invite any
 * more: the same answer for all), invitation-for-other-address, already-member, has-own-account, is-another-young-person,
 * limit-reached, rate-limited
 */
export async function acceptInvitation(
  deps: Dependencies,
  actor: Actor | null,
  token: string,
  from: { network: string; device: string },
): Promise<Accepted> {
  await countTry(deps, from.network)
  const m = deps.municipality.id
  const now = deps.clock()
  const find = (tx: Transaction) => tx.sql<Row>`
    SELECT i.id, i.kind, i.email::text AS email, i.is_owner AS "isOwner", i.may_see_participants AS "maySeeParticipants",
      i.child_id AS "childId", i.school_id AS "schoolId", i.provider_id AS "providerId", i.invited_by AS "invitedBy",
      i.email = ${actor?.email ?? ''}::citext AS "isReader"
    FROM invitation i
    WHERE i.municipality_id = ${m} AND i.token_hash = ${hashOfToken(token)} AND ${isUnanswered} AND i.expires_at > ${now}
      AND ${inviterStillMay(deps)}`
  return inTransaction(deps.db, async (tx) => {
    const [seen] = await find(tx)
    if (!seen) throw new Problem('invitation-invalid')
    if (actor && !seen.isReader) throw new Problem('invitation-for-other-address')
    await lockPlaceOf(deps, tx, seen)
    // What was true before the lock may not be any more: the invitation used, its inviter removed.
    const [invitation] = await find(tx)
    if (!invitation) throw new Problem('invitation-invalid')
    const accountId = actor?.accountId ?? (await findOrMakeAccount(deps, tx, invitation.email))
    await tx.sql`
      UPDATE invitation SET accepted_at = ${now}, accepted_by = ${accountId} WHERE municipality_id = ${m} AND id = ${invitation.id}`
    if (invitation.kind === 'guardian') await acceptAsGuardian(deps, tx, accountId, invitation.childId)
    else if (invitation.kind === 'young') await becomeYoung(deps, tx, accountId, invitation.childId)
    else await becomeColleague(deps, tx, accountId, invitation)
    await logChange(
      deps,
      tx,
      { accountId },
      {
        verb: 'accept-invitation',
        ...subjectOf(invitation),
        after: {
          invitation: invitation.id,
          kind: invitation.kind,
          account: accountId,
          invitedBy: invitation.invitedBy,
          isOwner: invitation.isOwner,
          maySeeParticipants: invitation.maySeeParticipants,
        },
      },
    )
    const { kind, childId, schoolId, providerId } = invitation
    const origin = { method: 'invitation', device: from.device } as const
    const sessionToken = actor ? null : (await createSession(deps, accountId, origin, tx)).token
    return { kind, childId, schoolId, providerId, accountId, sessionToken }
  })
}

/** Inviting, accepting and removing lock the place first, so that they come one after another. */
async function lockPlaceOf(deps: Dependencies, tx: Transaction, row: Row): Promise<void> {
  if (row.childId) {
    await tx.sql`
      SELECT 1 FROM child WHERE municipality_id = ${deps.municipality.id} AND id = ${row.childId} FOR NO KEY UPDATE`
  } else if (row.schoolId) await lockByName(tx, deps.municipality.id, { kind: 'school', id: row.schoolId })
  else if (row.providerId)
    await lockByName(tx, deps.municipality.id, { kind: 'provider', id: row.providerId })
  else await lockByName(tx, deps.municipality.id, { kind: 'team' })
}

/** Locks the account too, so that nobody becomes two young people, or guardian of too many, at once. */
async function findOrMakeAccount(deps: Dependencies, tx: Transaction, email: string): Promise<string> {
  const now = deps.clock()
  const [person] = await tx.sql<{ id: string; isNew: boolean }>`
    INSERT INTO account AS a (municipality_id, id, email, created_at)
    VALUES (${deps.municipality.id}, ${newId(now.getTime())}, ${email}, ${now})
    -- Changes nothing; without it a known account would not be returned.
    ON CONFLICT (municipality_id, email) DO UPDATE SET name = a.name
    RETURNING a.id`
  if (!person) throw new Error('The account was neither found nor made.')
  return person.id
}

/** A young person is no guardian of themselves. */
async function acceptAsGuardian(
  deps: Dependencies,
  tx: Transaction,
  accountId: string,
  childId: string | null,
) {
  if (!childId) throw new Problem('invitation-invalid')
  const [self] = await tx.sql`
    SELECT 1 FROM child WHERE municipality_id = ${deps.municipality.id} AND id = ${childId} AND account_id = ${accountId}`
  if (self) throw new Problem('already-member')
  await becomeGuardian(deps, tx, accountId, childId)
}

async function becomeYoung(deps: Dependencies, tx: Transaction, accountId: string, childId: string | null) {
  const m = deps.municipality.id
  await tx.sql`SELECT 1 FROM account WHERE municipality_id = ${m} AND id = ${accountId} FOR NO KEY UPDATE`
  const [guardian] = await tx.sql`
    SELECT 1 FROM guardianship WHERE municipality_id = ${m} AND account_id = ${accountId} AND child_id = ${childId}`
  if (guardian) throw new Problem('already-member')
  const [other] = await tx.sql`
    SELECT 1 FROM child WHERE municipality_id = ${m} AND account_id = ${accountId} AND id <> ${childId}`
  if (other) throw new Problem('is-another-young-person')
  const [child] = await tx.sql`
    UPDATE child SET account_id = ${accountId}
    WHERE municipality_id = ${m} AND id = ${childId} AND account_id IS NULL RETURNING id`
  if (!child) throw new Problem('has-own-account')
}

/** Whoever got in by another way meanwhile loses nothing by it. */
async function becomeColleague(deps: Dependencies, tx: Transaction, accountId: string, row: Row) {
  const now = deps.clock()
  await tx.sql`
    INSERT INTO membership AS b (municipality_id, id, account_id, role, school_id, provider_id, is_owner, may_see_participants, created_at)
    VALUES (${deps.municipality.id}, ${newId(now.getTime())}, ${accountId}, ${row.kind}, ${row.schoolId}::uuid,
      ${row.providerId}::uuid, ${row.isOwner}, ${row.maySeeParticipants}, ${now})
    ON CONFLICT (municipality_id, account_id, role, school_id, provider_id) DO UPDATE
      SET is_owner = b.is_owner OR excluded.is_owner, may_see_participants = b.may_see_participants OR excluded.may_see_participants`
}

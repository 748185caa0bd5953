import {
  type Invitation,
  type InvitationPage,
  type InvitationPreview,
  maskedEmail,
} from '@portal/shared/invitations/invitation.ts'
import { sql } from 'drizzle-orm'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import { countHit } from '../http/rate-limit.ts'
import { hashOfToken } from '../http/session.ts'
import { offsetOf } from '../http/wire-dates.ts'
import { holdToSeeing, isTo, type Place } from './place.ts'
import { inviterStillMay, isUnanswered } from './standing-invitations.ts'

export type InvitationRow = Omit<Invitation, 'createdAt' | 'expiresAt' | 'isExpired'> & {
  createdAt: Date
  expiresAt: Date
}

export const invitationColumns = sql`
  i.id, i.kind, i.email::text AS email, i.is_owner AS "isOwner", i.may_see_participants AS "maySeeParticipants",
  coalesce((SELECT coalesce(nullif(a.name, ''), a.email::text) FROM account a
    WHERE a.municipality_id = i.municipality_id AND a.id = i.invited_by), '') AS "invitedBy",
  i.created_at AS "createdAt", i.expires_at AS "expiresAt"`

export const wireInvitation = (row: InvitationRow, now: Date): Invitation => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt.toISOString(),
  isExpired: row.expiresAt <= now,
})

/**
 * Invitations to a place that nobody answered yet, the newest first; expired ones too, so that they can be sent again.
 * @throws Problem not-found
 */
export async function listInvitations(
  deps: Dependencies,
  actor: Actor,
  place: Place,
  query: { page: number; pageSize: number },
): Promise<InvitationPage> {
  await holdToSeeing(deps, actor, place)
  const rows = await deps.db.sql<InvitationRow & { total: number }>`
    SELECT ${invitationColumns}, count(*) OVER ()::integer AS total FROM invitation i
    WHERE i.municipality_id = ${deps.municipality.id} AND ${isTo(place)} AND ${isUnanswered} AND ${inviterStillMay(deps)}
    ORDER BY i.created_at DESC, i.id LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}`
  return {
    items: rows.map(({ total: _, ...row }) => wireInvitation(row, deps.clock())),
    total: rows[0]?.total ?? 0,
    page: query.page,
    pageSize: query.pageSize,
  }
}

/** A whole staff accepts at the same school. */
const perNetwork = { name: 'invitation-network', limit: 300, windowSeconds: 900 }

/** Counts a try with a token, so that nobody can go through many. @throws Problem rate-limited */
export const countTry = (deps: Dependencies, network: string) => countHit(deps, perNetwork, network)

/**
 * What an invitation is about, for whoever holds its link. Nothing is used up.
 * @param network from clientNetwork
 * @throws Problem invitation-invalid, with the same answer for all reasons; rate-limited
 */
export async function previewInvitation(
  deps: Dependencies,
  actor: Actor | null,
  token: string,
  network: string,
): Promise<InvitationPreview> {
  await countTry(deps, network)
  const [row] = await deps.db.sql<
    InvitationRow & { inviterName: string; about: string | null; isReader: boolean }
  >`
    SELECT ${invitationColumns}, inviter.name AS "inviterName", coalesce(c.first_name, s.name, p.name) AS about,
      i.email = ${actor?.email ?? ''}::citext AS "isReader"
    FROM invitation i
    JOIN account inviter ON inviter.municipality_id = i.municipality_id AND inviter.id = i.invited_by
    LEFT JOIN child c ON c.municipality_id = i.municipality_id AND c.id = i.child_id
    LEFT JOIN school s ON s.municipality_id = i.municipality_id AND s.id = i.school_id
    LEFT JOIN provider p ON p.municipality_id = i.municipality_id AND p.id = i.provider_id
    WHERE i.municipality_id = ${deps.municipality.id} AND i.token_hash = ${hashOfToken(token)}
      AND ${isUnanswered} AND i.expires_at > ${deps.clock()} AND ${inviterStillMay(deps)}`
  if (!row) throw new Problem('invitation-invalid')
  return {
    kind: row.kind,
    invitedBy: row.inviterName,
    about: row.about ?? deps.municipality.name,
    email: maskedEmail(row.email),
    isOwner: row.isOwner,
    maySeeParticipants: row.maySeeParticipants,
    expiresAt: row.expiresAt.toISOString(),
    reader: actor === null ? 'nobody' : row.isReader ? 'invited' : 'somebody-else',
  }
}

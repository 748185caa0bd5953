import type { StaffMember, StaffPage } from '@portal/shared/staff/staff.ts'
import { sql } from 'drizzle-orm'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { offsetOf } from '../http/wire-dates.ts'
import { holdToSeeing, type Place } from '../invitations/place.ts'

/** Where people work. */
export type Workplace = Exclude<Place, { kind: 'child' }>

export type MemberRow = Omit<StaffMember, 'since'> & { since: Date; accountId: string }

/** Membership `b` is of this workplace. */
export const isOf = (place: Workplace) =>
  place.kind === 'school'
    ? sql`b.school_id = ${place.id}`
    : place.kind === 'provider'
      ? sql`b.provider_id = ${place.id}`
      : sql`b.role = 'team'`

/** Of membership `b` and its account `a`. */
export const memberColumns = (actor: Actor) => sql`
  b.id, a.name, coalesce(a.email::text, '') AS email, b.is_owner AS "isOwner",
  (b.role = 'provider' AND (b.is_owner OR b.may_see_participants)) AS "maySeeParticipants", b.created_at AS since,
  a.id = ${actor.accountId} AS "isMe", a.id AS "accountId"`

export const wireMember = ({ accountId: _, since, ...row }: MemberRow): StaffMember => ({
  ...row,
  since: since.toISOString(),
})

/**
 * Who works there: owners first, then by name.
 * @throws Problem not-found
 */
export async function listStaff(
  deps: Dependencies,
  actor: Actor,
  place: Workplace,
  query: { page: number; pageSize: number },
): Promise<StaffPage> {
  await holdToSeeing(deps, actor, place)
  const rows = await deps.db.sql<MemberRow & { total: number }>`
    SELECT ${memberColumns(actor)}, count(*) OVER ()::integer AS total
    FROM membership b JOIN account a ON a.municipality_id = b.municipality_id AND a.id = b.account_id
    WHERE b.municipality_id = ${deps.municipality.id} AND ${isOf(place)}
    ORDER BY b.is_owner DESC, coalesce(nullif(a.name, ''), a.email::text), b.id
    LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}`
  return {
    items: rows.map(({ total: _, ...row }) => wireMember(row)),
    total: rows[0]?.total ?? 0,
    page: query.page,
    pageSize: query.pageSize,
  }
}

import type { ClaimCode, ClaimCodePage, ClaimCodeQuery } from '@portal/shared/claims/claim.ts'
import { sql } from 'drizzle-orm'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { offsetOf } from '../http/wire-dates.ts'
import { recordLooks } from '../looks/record-looks.ts'
import { holdToOwnSchool } from '../schools/own-school.ts'

type Row = Omit<ClaimCode, 'createdAt' | 'expiresAt' | 'usedAt'> & {
  createdAt: Date
  expiresAt: Date
  usedAt: Date | null
  total: number
}

/** Codes that an own school handed out for pupils who are still there, the newest first. @throws Problem not-found */
export async function listClaimCodes(
  deps: Dependencies,
  actor: Actor,
  schoolId: string,
  query: ClaimCodeQuery,
): Promise<ClaimCodePage> {
  holdToOwnSchool(actor, schoolId)
  const state = sql`CASE WHEN k.used_at IS NOT NULL THEN 'used' WHEN k.revoked_at IS NOT NULL THEN 'ended'
    WHEN k.expires_at <= ${deps.clock()}::timestamptz THEN 'expired' ELSE 'open' END`
  const where = sql.join(
    [
      sql`k.municipality_id = ${deps.municipality.id} AND k.school_id = ${schoolId} AND c.school_id = k.school_id`,
      ...(query.group ? [sql`c.group_id = ${query.group}::uuid`] : []),
      ...(query.state ? [sql`${state} = ${query.state}`] : []),
    ],
    sql` AND `,
  )
  const rows = await deps.db.sql<Row>`
    SELECT k.id, json_build_object('id', c.id, 'firstName', c.first_name, 'lastName', c.last_name) AS child, g.name AS "group",
      ${state} AS state, k.created_at AS "createdAt", k.expires_at AS "expiresAt", k.used_at AS "usedAt",
      count(*) OVER ()::integer AS total
    FROM claim_code k
    JOIN child c ON c.municipality_id = k.municipality_id AND c.id = k.child_id
    LEFT JOIN school_group g ON g.municipality_id = c.municipality_id AND g.id = c.group_id
    WHERE ${where} ORDER BY k.created_at DESC, k.id LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}`
  const seen = rows.map(({ child }) => child.id)
  await recordLooks(deps, deps.db, actor, { role: 'school', schoolId, what: 'pupil' }, seen)
  return {
    items: rows.map(({ total: _, createdAt, expiresAt, usedAt, ...row }) => ({
      ...row,
      createdAt: createdAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
      usedAt: usedAt?.toISOString() ?? null,
    })),
    total: rows[0]?.total ?? 0,
    page: query.page,
    pageSize: query.pageSize,
  }
}

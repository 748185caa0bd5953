import type { PairCode, PairCodePage, PairCodeQuery } from '@portal/shared/pair-codes/pair-code.ts'
import { sql } from 'drizzle-orm'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { offsetOf } from '../http/wire-dates.ts'

type Row = Omit<PairCode, 'createdAt' | 'expiresAt'> & { createdAt: Date; expiresAt: Date; total: number }

/** Codes that this account made, the newest first, with the first name of the child that joined; without the codes themselves. */
export async function listPairCodes(
  deps: Dependencies,
  actor: Actor,
  query: PairCodeQuery,
): Promise<PairCodePage> {
  const state = sql`CASE WHEN k.used_at IS NOT NULL THEN 'used' WHEN k.revoked_at IS NOT NULL THEN 'ended'
    WHEN k.expires_at <= ${deps.clock()}::timestamptz THEN 'expired' ELSE 'open' END`
  const where = sql.join(
    [
      sql`k.municipality_id = ${deps.municipality.id} AND k.created_by = ${actor.accountId}`,
      ...(query.childId ? [sql`k.child_id = ${query.childId}::uuid`] : []),
      ...(query.offeringId ? [sql`k.offering_id = ${query.offeringId}::uuid`] : []),
      ...(query.state ? [sql`${state} = ${query.state}`] : []),
    ],
    sql` AND `,
  )
  const rows = await deps.db.sql<Row>`
    SELECT k.id, ${state} AS state, json_build_object('id', c.id, 'firstName', c.first_name) AS child,
      json_build_object('id', o.id, 'title', a.title) AS offering, f.first_name AS joined,
      k.created_at AS "createdAt", k.expires_at AS "expiresAt", count(*) OVER ()::integer AS total
    FROM pair_code k
    JOIN child c ON c.municipality_id = k.municipality_id AND c.id = k.child_id
    JOIN offering o ON o.municipality_id = k.municipality_id AND o.id = k.offering_id
    JOIN activity a ON a.municipality_id = o.municipality_id AND a.id = o.activity_id
    LEFT JOIN child f ON f.municipality_id = k.municipality_id AND f.id = k.used_child_id
    WHERE ${where} ORDER BY k.created_at DESC, k.id LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}`
  return {
    items: rows.map(({ total: _, createdAt, expiresAt, ...code }) => ({
      ...code,
      createdAt: createdAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
    })),
    total: rows[0]?.total ?? 0,
    page: query.page,
    pageSize: query.pageSize,
  }
}

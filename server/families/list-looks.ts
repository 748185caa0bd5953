import type { SeenLook, SeenLookPage } from '@portal/shared/families/history.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { offsetOf } from '../http/wire-dates.ts'
import { findTie, leftToSchool } from './family-tie.ts'

type Row = Omit<SeenLook, 'of' | 'firstAt' | 'lastAt'> & {
  schoolName: string | null
  providerName: string | null
  firstAt: Date
  lastAt: Date
  total: number
}

/**
 * Who outside the family saw what of a child, the latest first: one line per person, thing and reason, over all days.
 * Not of what was seen in the time of a family before: a reason may tell of them.
 * @throws Problem not-found
 */
export async function listLooks(
  deps: Dependencies,
  actor: Actor,
  id: string,
  query: { page: number; pageSize: number },
): Promise<SeenLookPage> {
  await findTie(deps, actor, id)
  const rows = await deps.db.sql<Row>`
    SELECT a.name, l.role, l.what, l.reason, s.name AS "schoolName", p.name AS "providerName",
      sum(l.times)::integer AS times, min(l.first_at) AS "firstAt", max(l.last_at) AS "lastAt",
      count(*) OVER ()::integer AS total
    FROM look l
    JOIN account a ON a.municipality_id = l.municipality_id AND a.id = l.by_account
    LEFT JOIN school s ON s.municipality_id = l.municipality_id AND s.id = l.school_id
    LEFT JOIN provider p ON p.municipality_id = l.municipality_id AND p.id = l.provider_id
    WHERE l.municipality_id = ${deps.municipality.id} AND l.child_id = ${id}
      AND l.first_at > ${leftToSchool(deps.municipality.id, id)}
    GROUP BY l.by_account, a.name, l.role, l.what, l.reason, s.name, p.name
    ORDER BY max(l.last_at) DESC, l.by_account, l.what, l.reason
    LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}`
  return {
    items: rows.map(({ schoolName, providerName, firstAt, lastAt, total: _, ...look }) => ({
      ...look,
      of:
        (look.role === 'school' ? schoolName : look.role === 'provider' ? providerName : null) ??
        deps.municipality.name,
      firstAt: firstAt.toISOString(),
      lastAt: lastAt.toISOString(),
    })),
    total: rows[0]?.total ?? 0,
    page: query.page,
    pageSize: query.pageSize,
  }
}

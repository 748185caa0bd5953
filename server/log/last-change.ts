import type { Queryable } from '@portal/db/client.ts'
import type { Facts } from '@portal/shared/problem.ts'
import type { Dependencies } from '../app-env.ts'

/** Whose name may be told to a colleague: staff of the same provider or school. */
type Colleagues = { providerId: string } | { schoolId: string }

/**
 * Who changed something last, when, and which fields: for whoever finds it changed. The name only of a colleague; `fields` are the
 * names of the API, separated by commas.
 */
export async function lastChange(
  { municipality }: Pick<Dependencies, 'municipality'>,
  db: Queryable,
  subject: { kind: string; id: string },
  colleagues: Colleagues,
): Promise<Facts> {
  const { providerId, schoolId } = { providerId: null, schoolId: null, ...colleagues }
  const [row] = await db.sql<{ at: Date; name: string | null; fields: string[] }>`
    SELECT l.at, (SELECT a.name FROM account a WHERE a.municipality_id = l.municipality_id AND a.id = l.by_account
        AND EXISTS (SELECT 1 FROM membership m WHERE m.municipality_id = a.municipality_id AND m.account_id = a.id
          AND (m.provider_id = ${providerId}::uuid OR m.school_id = ${schoolId}::uuid))) AS name,
      ARRAY(SELECT jsonb_object_keys(coalesce(l.after, '{}'))) AS fields
    FROM change_log l
    WHERE l.municipality_id = ${municipality.id} AND l.subject_kind = ${subject.kind} AND l.subject_id = ${subject.id}
    ORDER BY l.number DESC LIMIT 1`
  if (!row) return {}
  return { changedAt: row.at.toISOString(), changedBy: row.name ?? '', fields: row.fields.sort().join(',') }
}

import { sql } from 'drizzle-orm'
import type { Queryable } from '../client.ts'

/** Inserts many rows in one statement; all rows have the columns of the first. What is there already stays as it is. */
export async function insertRows(
  db: Queryable,
  table: string,
  rows: Record<string, unknown>[],
): Promise<void> {
  const [first] = rows
  if (!first) return
  const columns = sql.join(
    Object.keys(first).map((name) => sql.identifier(name)),
    sql`, `,
  )
  const target = sql.identifier(table)
  await db.sql`
    INSERT INTO ${target} (${columns})
    SELECT ${columns} FROM jsonb_populate_recordset(NULL::${target}, ${JSON.stringify(rows)}::jsonb)
    ON CONFLICT DO NOTHING`
}

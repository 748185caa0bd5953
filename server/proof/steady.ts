import type { Queryable } from '@portal/db/client.ts'
import type { RandomCity } from './random-city.ts'

/** Offerings and children of the city of which nothing ever changes that matters to a decision (see find-overtaken.ts). */
export async function listSteady(
  db: Queryable,
  city: RandomCity,
): Promise<{ offerings: string[]; children: string[] }> {
  const rows = await db.sql<{ id: string }>`
    SELECT c.id FROM child c WHERE c.school_id IS NULL AND c.first_name = 'Proef'`
  return { offerings: city.steady, children: rows.map(({ id }) => id) }
}

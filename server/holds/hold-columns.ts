import type { Queryable } from '@portal/db/client.ts'
import type { PlaceHold } from '@portal/shared/holds/hold.ts'
import { sql } from 'drizzle-orm'
import type { Dependencies } from '../app-env.ts'

export type HoldRow = Omit<PlaceHold, 'until' | 'releasedAt' | 'createdAt'> & {
  until: Date
  releasedAt: Date | null
  createdAt: Date
}

/** The columns of a HoldRow. */
export const holdColumns = sql`h.id, h.kind, h.school_id AS "schoolId", h.neighbourhood_code AS "neighbourhoodCode",
  coalesce(hs.name, hn.name) AS name, h.places, h.used, h.until, h.released_at AS "releasedAt", h.created_at AS "createdAt"`

/** Holds `h` with whom they are for. */
export const aroundHold = sql`place_hold h
  LEFT JOIN school hs ON hs.municipality_id = h.municipality_id AND hs.id = h.school_id
  LEFT JOIN neighbourhood hn ON hn.municipality_id = h.municipality_id AND hn.code = h.neighbourhood_code`

export const wireHold = (row: HoldRow): PlaceHold => ({
  ...row,
  until: row.until.toISOString(),
  releasedAt: row.releasedAt?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
})

/** One hold of an offering; lock the offering before, where it is going to change. */
export async function findHold(
  { municipality }: Pick<Dependencies, 'municipality'>,
  db: Queryable,
  offeringId: string,
  id: string,
): Promise<HoldRow | null> {
  const [row] = await db.sql<HoldRow>`
    SELECT ${holdColumns} FROM ${aroundHold}
    WHERE h.municipality_id = ${municipality.id} AND h.offering_id = ${offeringId} AND h.id = ${id}`
  return row ?? null
}

/** What the log of changes tells of a hold: its name instead of ids. */
export const loggedHold = ({ kind, name, places, until }: HoldRow) => ({
  kind,
  name,
  places,
  until: until.toISOString(),
})

import type { Queryable } from '@portal/db/client.ts'
import type { Dependencies } from '../app-env.ts'

/**
 * Takes what is personal of a child out of the log of changes: what was done, when and by whom stays. Besides the rows of the child
 * itself these are the rows of what goes with it (`alsoAbout`: ids of invitations, codes), and all that name it as `childId`.
 */
export async function forgetInLog(
  deps: Pick<Dependencies, 'municipality'>,
  tx: Queryable,
  childId: string,
  alsoAbout: readonly string[],
): Promise<void> {
  await tx.sql`
    UPDATE change_log SET before = NULL, after = NULL
    WHERE municipality_id = ${deps.municipality.id}
      AND (subject_id = ANY (${[childId, ...alsoAbout]}::uuid[])
        OR before->>'childId' = ${childId} OR after->>'childId' = ${childId})`
}

/** Takes homes that are no longer kept out of the log of a child. */
export async function forgetHomesInLog(
  deps: Pick<Dependencies, 'municipality'>,
  tx: Queryable,
  childId: string,
  postcodes: readonly string[],
): Promise<void> {
  if (postcodes.length === 0) return
  await tx.sql`
    UPDATE change_log SET before = before - '{postcode,secondPostcode}'::text[], after = after - '{postcode,secondPostcode}'::text[]
    WHERE municipality_id = ${deps.municipality.id} AND subject_kind = 'child' AND subject_id = ${childId}
      AND ARRAY[before->>'postcode', before->>'secondPostcode', after->>'postcode', after->>'secondPostcode'] && ${[...postcodes]}::text[]`
}

/** Ids of invitations and codes of a child: they go with it, and what the log says of them too. */
export async function idsAbout(
  { municipality }: Pick<Dependencies, 'municipality'>,
  tx: Queryable,
  childId: string,
): Promise<string[]> {
  const rows = await tx.sql<{ id: string }>`
    SELECT id FROM invitation WHERE municipality_id = ${municipality.id} AND child_id = ${childId}
    UNION ALL SELECT id FROM claim_code WHERE municipality_id = ${municipality.id} AND child_id = ${childId}`
  return rows.map(({ id }) => id)
}

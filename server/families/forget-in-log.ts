import type { Queryable } from '@portal/db/client.ts'
import type { Dependencies } from '../app-env.ts'

/**
 * Takes what is personal of children out of the log of changes: what was done, when and by whom stays. Besides the rows of the
 * children themselves these are the rows of what goes with them (`alsoAbout`: ids of invitations, codes), and all that name one as
 * `childId`.
 */
export async function forgetInLog(
  deps: Pick<Dependencies, 'municipality'>,
  tx: Queryable,
  childIds: readonly string[],
  alsoAbout: readonly string[],
): Promise<void> {
  const ids = [...childIds]
  await tx.sql`
    UPDATE change_log SET before = NULL, after = NULL
    WHERE municipality_id = ${deps.municipality.id}
      AND (subject_id = ANY (${[...ids, ...alsoAbout]}::uuid[])
        OR before->>'childId' = ANY (${ids}::text[]) OR after->>'childId' = ANY (${ids}::text[]))`
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

import type { Queryable } from '@portal/db/client.ts'
import { addDays, toLocal } from '@portal/shared/schedule/local-time.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import type { FieldError } from '../http/validate.ts'

/** Fields of a child as sent or as they would become; undefined where they are not known. */
type Fields = {
  birthDate?: string | undefined
  postcode?: string | null | undefined
  secondPostcode?: string | null | undefined
  schoolId?: string | null | undefined
  groupId?: string | null | undefined
}

/** The refusal that names every wrong field. */
export const wrongFields = (errors: FieldError[]) =>
  new Problem('invalid-input', { detail: 'Some fields are not right; see errors.', errors })

/**
 * What a schema cannot see, of the fields that are there: every wrong one is named. Homes need to be known only of a child
 * that goes to school elsewhere.
 */
export async function findWrongFields(
  deps: Dependencies,
  db: Queryable,
  facts: Fields,
): Promise<FieldError[]> {
  const { id: m, timeZone } = deps.municipality
  const { birthDate, postcode, secondPostcode, schoolId, groupId } = facts
  const errors: FieldError[] = []
  const today = toLocal(deps.clock(), timeZone).date
  if (birthDate && birthDate > today)
    errors.push({ pointer: '/birthDate', detail: 'This date is in the future.' })
  if (birthDate && birthDate < addDays(today, -20 * 365)) {
    errors.push({ pointer: '/birthDate', detail: 'The portal is for children and young people up to 18.' })
  }
  if (schoolId) {
    const [school] = await db.sql`SELECT 1 FROM school WHERE municipality_id = ${m} AND id = ${schoolId}`
    if (!school) errors.push({ pointer: '/schoolId', detail: 'There is no such school here.' })
  } else if (postcode !== undefined && schoolId === null) {
    const codes = await neighbourhoodsOf(deps, db, [postcode ?? null, secondPostcode ?? null])
    if (codes.every((code) => code === null))
      errors.push({ pointer: '/postcode', detail: 'Home or school must lie in the municipality.' })
  }
  if (postcode && postcode === secondPostcode)
    errors.push({ pointer: '/secondPostcode', detail: 'This is the first home already.' })
  if (groupId && schoolId !== undefined) {
    const [group] = await db.sql`
      SELECT 1 FROM school_group WHERE municipality_id = ${m} AND id = ${groupId} AND school_id = ${schoolId}::uuid`
    if (!group) errors.push({ pointer: '/groupId', detail: 'This school has no such group.' })
  }
  return errors
}

/** The neighbourhood in which each postcode lies; null where there is none, or outside the municipality. */
export async function neighbourhoodsOf(
  deps: Pick<Dependencies, 'municipality'>,
  db: Queryable,
  postcodes: readonly (string | null)[],
): Promise<(string | null)[]> {
  const areas = postcodes.map((postcode) => postcode?.slice(0, 4) ?? '')
  const rows = await db.sql<{ postcode4: string; code: string }>`
    SELECT postcode4, neighbourhood_code AS code FROM postcode_area
    WHERE municipality_id = ${deps.municipality.id} AND postcode4 = ANY (${areas}::text[])`
  return areas.map((area) => rows.find((row) => row.postcode4 === area)?.code ?? null)
}

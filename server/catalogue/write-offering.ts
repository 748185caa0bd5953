import type { Transaction } from '@portal/db/transaction.ts'
import type { OfferingInput, OfferingPatch } from '@portal/shared/catalogue/offering.ts'
import { newId } from '@portal/shared/ids.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import type { CheckedOffering } from './check-offering.ts'

/** A place of this name and postcode: the one that is there, else a new one in the area of its postcode. */
export async function keepPlace(
  deps: Dependencies,
  tx: Transaction,
  place: OfferingInput['place'],
  area: NonNullable<CheckedOffering['area']>,
): Promise<string> {
  const { id: municipalityId } = deps.municipality
  const [known] = await tx.sql<{ id: string }>`
    SELECT id FROM place WHERE municipality_id = ${municipalityId} AND name = ${place.name} AND postcode = ${place.postcode}
    ORDER BY id LIMIT 1`
  if (known) return known.id
  const id = newId()
  await tx.sql`
    INSERT INTO place (municipality_id, id, name, address, postcode, neighbourhood_code, latitude, longitude)
    VALUES (${municipalityId}, ${id}, ${place.name}, ${place.address}, ${place.postcode}, ${area.code}, ${area.latitude}, ${area.longitude})`
  return id
}

/** The neighbourhoods and schools of an offering, where they were sent. */
export async function writeLinks(
  deps: Dependencies,
  tx: Transaction,
  id: string,
  input: OfferingPatch,
): Promise<void> {
  const { id: m } = deps.municipality
  if (input.neighbourhoods) {
    await tx.sql`DELETE FROM offering_neighbourhood WHERE municipality_id = ${m} AND offering_id = ${id}`
    await tx.sql`INSERT INTO offering_neighbourhood SELECT ${m}, ${id}, code FROM unnest(${input.neighbourhoods}::text[]) AS code`
  }
  if (input.schools) {
    await tx.sql`DELETE FROM offering_school WHERE municipality_id = ${m} AND offering_id = ${id}`
    await tx.sql`INSERT INTO offering_school SELECT ${m}, ${id}, school FROM unnest(${input.schools}::uuid[]) AS school`
  }
}

/** @throws Problem invalid-input when anything is wrong */
export const refuseWrong = (errors: CheckedOffering['errors']) => {
  if (errors.length > 0)
    throw new Problem('invalid-input', { detail: 'Some fields are not right; see errors.', errors })
}

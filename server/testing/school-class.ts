import type { Database } from '@portal/db/client.ts'
import { demonstrationSchools } from '@portal/db/seed/demonstration/accounts.ts'
import { insertRows } from '@portal/db/seed/insert-rows.ts'
import { municipalityId } from '@portal/db/seed/reference/load-reference.ts'
import { newId } from '@portal/shared/ids.ts'

export type SchoolClass = { schoolId: string; groupId: string; childIds: string[]; guardianIds: string[] }

const of = { municipality_id: municipalityId }

/**
 * A group of so many pupils at the demonstration primary school, who all may come to what is for West. `families`: each with a
 * guardian of its own, at `ouder<number>.<group>@voorbeeld.nl`; `withConsent`: who let the school enrol the child.
 */
export async function makeClass(
  db: Database,
  size: number,
  { families = true, withConsent = false }: { families?: boolean; withConsent?: boolean } = {},
): Promise<SchoolClass> {
  const [school] = await db.sql<{ id: string }>`
    SELECT id FROM school WHERE municipality_id = ${municipalityId} AND brin = ${demonstrationSchools.primary} LIMIT 1`
  const schoolId = school?.id ?? ''
  const groupId = newId()
  const name = groupId.slice(-12)
  await insertRows(db, 'school_group', [
    { ...of, id: groupId, school_id: schoolId, school_year: 2026, name, year: 6 },
  ])
  const children = Array.from({ length: size }, (_, number) => ({
    ...of,
    id: newId(),
    first_name: `Kind${number}`,
    last_name: `Proef${String(number).padStart(3, '0')}`,
    birth_date: '2017-05-06',
    school_id: schoolId,
    group_id: groupId,
    version: 1,
    created_at: '2026-11-01T09:00:00Z',
  }))
  await insertRows(db, 'child', children)
  const childIds = children.map(({ id }) => id)
  if (!families) return { schoolId, groupId, childIds, guardianIds: [] }
  const accounts = childIds.map((_, number) => ({
    ...of,
    id: newId(),
    email: guardianOf(groupId, number),
    name: `Ouder ${number}`,
    language: 'nl',
    created_at: '2026-11-01T09:00:00Z',
  }))
  await insertRows(db, 'account', accounts)
  const links = accounts.map(({ id }, number) => ({ account_id: id, child_id: childIds[number] ?? '' }))
  const at = '2026-11-01T09:00:00Z'
  await insertRows(
    db,
    'guardianship',
    links.map((link) => ({ ...of, ...link, created_at: at })),
  )
  if (withConsent) {
    await insertRows(
      db,
      'school_consent',
      links.map(({ account_id, child_id }) => ({
        ...of,
        child_id,
        school_id: schoolId,
        given_by: account_id,
        given_at: at,
      })),
    )
  }
  return { schoolId, groupId, childIds, guardianIds: accounts.map(({ id }) => id) }
}

/** Mail address of the guardian of a pupil, by its number in the class. */
export const guardianOf = (groupId: string, number: number) => `ouder${number}.${groupId}@voorbeeld.nl`

import { namedId } from '@portal/db/seed/named-id.ts'
import { municipalityId } from '@portal/db/seed/reference/load-reference.ts'
import { newId } from '@portal/shared/ids.ts'
import type { createTestApp } from '../../testing/test-app.ts'
import type { Role } from '../actor.ts'

export type TestApp = Awaited<ReturnType<typeof createTestApp>>

/** Somebody who asks: everybody who signed in is a guardian too. */
export type Person = { email: string; roles: Role[]; schoolId?: string; providerId?: string }

/** `one` belongs to the first family, school and provider; `other` to the second; `young` to a person of 17 and the first family. */
export type Side = 'one' | 'other' | 'young'

/** Something that a request is about, and whose it is by each role. `path` fills the address. */
export type Subject = {
  table: string
  id: string
  path: Record<string, string>
  /** Mail address of the guardian whose child it is about. */
  guardian?: string
  /** Mail address of the one account whose it is (a session, a passkey), whatever its roles. */
  account?: string
  young?: string
  schoolId?: string
  providerId?: string
}

/** What the tests know: the portal, and the people in it by what they are. */
export type World = { test: TestApp; people: Record<string, Person> }

/**
 * What a room tells the test of access about its routes. `kinds`: how to make what a route is about; `about`: which kind a path
 * of the OpenAPI document (without /api/v1) is about, null when it is about nothing in particular; `bodies`: a sound body for
 * every route that takes one.
 */
export type AccessCases = {
  kinds: Record<string, (world: World, side: Side) => Promise<Subject>>
  about: Record<string, string | null>
  bodies: Record<string, (world: World, subject: Subject | null) => unknown>
}

/** The account and the school or provider behind a side. */
export const ownersOf = ({ people }: World, side: Side) => ({
  guardian: people[side === 'other' ? 'other guardian' : 'guardian']?.email ?? '',
  schoolId: people[side === 'other' ? 'other school' : 'school']?.schoolId ?? '',
  providerId: people[side === 'other' ? 'other provider' : 'provider']?.providerId ?? '',
})

/** Each young person is one child only, so the account moves on to the newest. */
export async function makeChild(world: World, side: Side): Promise<Subject> {
  const { test, people } = world
  const { guardian, schoolId } = ownersOf(world, side)
  const young = side === 'young' ? (people.young?.email ?? '') : null
  const accountId = young ? namedId('account', young) : null
  const id = newId()
  if (accountId) await test.db.sql`UPDATE child SET account_id = NULL WHERE account_id = ${accountId}`
  await test.db.sql`
    INSERT INTO child (municipality_id, id, first_name, last_name, birth_date, postcode, postcode_by, neighbourhood_code, school_id,
      account_id, created_at)
    VALUES (${municipalityId}, ${id}, 'Proef', 'Kind', ${young ? '2009-01-01' : '2018-01-01'}, '5223AB',
      ${namedId('account', guardian)}, 'WK079611', ${schoolId}, ${accountId}, now())`
  await test.db.sql`
    INSERT INTO guardianship (municipality_id, account_id, child_id, created_at)
    VALUES (${municipalityId}, ${namedId('account', guardian)}, ${id}, now())`
  return { table: 'child', id, path: { id }, guardian, schoolId, ...(young ? { young } : {}) }
}

/** A published offering of a provider. */
export async function anOffering({ test }: World, providerId: string): Promise<string> {
  const [row] = await test.db.sql<{ id: string }>`
    SELECT o.id FROM offering o JOIN activity a ON a.id = o.activity_id
    WHERE a.provider_id = ${providerId} AND o.status = 'published' ORDER BY o.id LIMIT 1`
  return row?.id ?? ''
}

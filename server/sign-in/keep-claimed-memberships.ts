import type { Transaction } from '@portal/db/transaction.ts'
import { newId } from '@portal/shared/ids.ts'
import { claimedSchool, claimValues } from '@portal/shared/sign-in/claimed-places.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import { logChange } from '../log/log-change.ts'
import type { Identity } from './exchange-code.ts'
import type { IdentityProvider } from './identity-provider-settings.ts'

type Place = { role: 'school' | 'provider' | 'team'; schoolId: string | null; providerId: string | null }

/** Schools of a claim: an institution alone names its only location; where it has several, none. */
async function schoolsIn(deps: Dependencies, tx: Transaction, values: string[]): Promise<Place[]> {
  const claimed = values.map(claimedSchool).filter((each) => each !== null)
  const found = await tx.sql<{ id: string }>`
    SELECT DISTINCT s.id FROM school s
    JOIN jsonb_to_recordset(${JSON.stringify(claimed)}::jsonb) AS c (brin text, location text) ON c.brin = s.brin
    WHERE s.municipality_id = ${deps.municipality.id} AND (c.location = s.location_number OR (c.location IS NULL AND NOT EXISTS (
      SELECT 1 FROM school o
      WHERE o.municipality_id = s.municipality_id AND o.brin = s.brin AND o.id <> s.id)))`
  return found.map(({ id }) => ({ role: 'school', schoolId: id, providerId: null }))
}

/** Organisations that applied or were approved, by number of the chamber of commerce or by id. */
async function organisationsIn(deps: Dependencies, tx: Transaction, values: string[]): Promise<Place[]> {
  const found = await tx.sql<{ id: string }>`
    SELECT id FROM provider
    WHERE municipality_id = ${deps.municipality.id} AND status IN ('applied', 'approved')
      AND (chamber_number = ANY (${values}::text[]) OR id::text = ANY (${values.map((each) => each.toLowerCase())}::text[]))`
  return found.map(({ id }) => ({ role: 'provider', schoolId: null, providerId: id }))
}

/**
 * The places that a provider's claims name. Somebody of whom it names none at all has none; of several, those that are known
 * here count (a teacher may also work in another municipality).
 * @throws Problem claimed-school-unknown, claimed-organisation-unknown: it names some, and none is known here
 */
async function claimedPlaces(
  deps: Dependencies,
  tx: Transaction,
  provider: IdentityProvider,
  claims: Identity['claims'],
): Promise<Place[]> {
  if (provider.schoolClaim) {
    const values = claimValues(claims[provider.schoolClaim])
    const places = await schoolsIn(deps, tx, values)
    if (values.length > 0 && places.length === 0) throw new Problem('claimed-school-unknown')
    return places
  }
  if (provider.organisationClaim) {
    const values = claimValues(claims[provider.organisationClaim])
    const places = await organisationsIn(deps, tx, values)
    if (values.length > 0 && places.length === 0) throw new Problem('claimed-organisation-unknown')
    return places
  }
  const isTeam =
    provider.team !== null && claimValues(claims[provider.team.claim]).includes(provider.team.value)
  return isTeam ? [{ role: 'team', schoolId: null, providerId: null }] : []
}

/**
 * Makes the memberships that the claims of an identity name, and keeps those that are there as they are (an owner stays one).
 * New ones own nothing and see no participants: their owner decides on that. None is taken away.
 * @throws Problem claimed-school-unknown, claimed-organisation-unknown
 */
export async function keepClaimedMemberships(
  deps: Dependencies,
  tx: Transaction,
  provider: IdentityProvider,
  identity: Identity,
  accountId: string,
): Promise<void> {
  for (const place of await claimedPlaces(deps, tx, provider, identity.claims)) {
    const id = newId()
    const made = await tx.sql`
      INSERT INTO membership (municipality_id, id, account_id, role, school_id, provider_id, is_owner, may_see_participants, created_at)
      VALUES (${deps.municipality.id}, ${id}, ${accountId}, ${place.role}, ${place.schoolId}::uuid, ${place.providerId}::uuid,
        false, ${place.role !== 'provider'}, ${deps.clock()})
      ON CONFLICT (municipality_id, account_id, role, school_id, provider_id) DO NOTHING
      RETURNING id`
    if (made.length === 0) continue
    await logChange(
      deps,
      tx,
      { accountId },
      {
        verb: 'sign-in',
        subjectKind: 'membership',
        subjectId: id,
        after: { ...place, accountId, identityProvider: provider.key },
      },
    )
  }
}

import type { Transaction } from '@portal/db/transaction.ts'
import { sql } from 'drizzle-orm'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { holdToAge, isOfFamily, type Tie, tieOf } from '../families/family-tie.ts'
import { Problem } from '../http/problem.ts'

/** To what people are invited. */
export type Place = { kind: 'child' | 'school' | 'provider'; id: string } | { kind: 'team' }

/** What it is called in a letter: the child's first name, the name of the school, organisation or municipality. */
export type PlaceFacts = { about: string; birthDate: string | null; hasOwnAccount: boolean }

/** Invitation `i` is to this place. */
export const isTo = (place: Place) =>
  place.kind === 'child'
    ? sql`i.child_id = ${place.id}`
    : place.kind === 'school'
      ? sql`i.school_id = ${place.id}`
      : place.kind === 'provider'
        ? sql`i.provider_id = ${place.id}`
        : sql`i.kind = 'team'`

/** Whoever may keep a place: the table (server/access/access-table.ts) in terms of what the actor belongs to. */
const keeps = (actor: Actor, place: Exclude<Place, { kind: 'child' }>) =>
  actor.isTeam ||
  (place.kind === 'school' && actor.ownedSchoolIds.includes(place.id)) ||
  (place.kind === 'provider' && actor.ownedProviderIds.includes(place.id))

const sees = (actor: Actor, place: Exclude<Place, { kind: 'child' }>) =>
  keeps(actor, place) ||
  (place.kind === 'school' && actor.schoolIds.includes(place.id)) ||
  (place.kind === 'provider' && actor.providerIds.includes(place.id))

/**
 * Locks the place, so that inviting, accepting and removing there happen one after another; only for who may invite there.
 * @throws Problem not-found; guardian-acts, young-person-acts for somebody of the family who does not act now
 */
export async function lockPlace(
  deps: Dependencies,
  tx: Transaction,
  actor: Actor,
  place: Place,
): Promise<PlaceFacts> {
  const m = deps.municipality.id
  if (place.kind === 'child') {
    const [child] = await tx.sql<Tie & { firstName: string }>`
      SELECT c.first_name AS "firstName", ${tieOf(actor)} FROM child c
      WHERE c.municipality_id = ${m} AND c.id = ${place.id} AND ${isOfFamily(actor)} FOR NO KEY UPDATE OF c`
    if (!child) throw new Problem('not-found')
    holdToAge(deps, child)
    return { about: child.firstName, birthDate: child.birthDate, hasOwnAccount: child.hasOwnAccount }
  }
  if (!keeps(actor, place)) throw new Problem('not-found')
  const about = await lockByName(tx, m, place)
  if (about === undefined) throw new Problem('not-found')
  return { about, birthDate: null, hasOwnAccount: false }
}

/** Locks a school, an organisation or (for the team) the municipality; answers its name. */
export async function lockByName(
  tx: Transaction,
  municipalityId: string,
  place: Exclude<Place, { kind: 'child' }>,
): Promise<string | undefined> {
  const [row] =
    place.kind === 'school'
      ? await tx.sql<{ name: string }>`
          SELECT name FROM school WHERE municipality_id = ${municipalityId} AND id = ${place.id} FOR NO KEY UPDATE`
      : place.kind === 'provider'
        ? await tx.sql<{ name: string }>`
          SELECT name FROM provider WHERE municipality_id = ${municipalityId} AND id = ${place.id} FOR NO KEY UPDATE`
        : await tx.sql<{ name: string }>`
          SELECT name FROM municipality WHERE id = ${municipalityId} FOR NO KEY UPDATE`
  return row?.name
}

/** @throws Problem not-found when the place is not there, or not there for this actor */
export async function holdToSeeing(deps: Dependencies, actor: Actor, place: Place): Promise<void> {
  const m = deps.municipality.id
  const [row] =
    place.kind === 'child'
      ? await deps.db
          .sql`SELECT 1 FROM child c WHERE c.municipality_id = ${m} AND c.id = ${place.id} AND ${isOfFamily(actor)}`
      : place.kind === 'school'
        ? await deps.db.sql`SELECT 1 FROM school WHERE municipality_id = ${m} AND id = ${place.id}`
        : place.kind === 'provider'
          ? await deps.db.sql`SELECT 1 FROM provider WHERE municipality_id = ${m} AND id = ${place.id}`
          : [true]
  if (!row || (place.kind !== 'child' && !sees(actor, place))) throw new Problem('not-found')
}

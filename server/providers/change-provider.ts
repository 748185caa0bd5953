import { inTransaction } from '@portal/db/transaction.ts'
import type { Provider, ProviderPatch } from '@portal/shared/providers/organisation.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { anyVersion, holdToSeen, type IfMatch } from '../http/etag.ts'
import { Problem } from '../http/problem.ts'
import { lastChange } from '../log/last-change.ts'
import { changedFields, logChange } from '../log/log-change.ts'
import { findProvider } from './queries.ts'

/**
 * An owner changes what is kept of the own organisation. The log holds what it was before; after a decision of the team a changed
 * name or chamber number is pointed out to them (`identityChangedAt`).
 * @throws Problem not-found, precondition-failed, changed-meanwhile, chamber-number-in-use
 */
export async function changeProvider(
  deps: Dependencies,
  actor: Actor,
  id: string,
  { version, ...input }: ProviderPatch,
  ifMatch: IfMatch = anyVersion,
): Promise<Provider> {
  const m = deps.municipality.id
  await inTransaction(deps.db, async (tx) => {
    const [found] = await tx.sql<Record<keyof typeof input, string> & { version: number }>`
      SELECT name, contact_name AS "contactName", phone, email, coalesce(website, '') AS website,
        coalesce(chamber_number, '') AS "chamberNumber", offers, version
      FROM provider WHERE municipality_id = ${m} AND id = ${id} AND id = ANY (${actor.ownedProviderIds}::uuid[])
      FOR NO KEY UPDATE`
    if (!found) throw new Problem('not-found')
    const { version: current, ...old } = found
    if (!ifMatch.holds(current))
      holdToSeen(ifMatch, current, await lastChange(deps, tx, { kind: 'provider', id }, { providerId: id }))
    if (version !== undefined && version !== current)
      throw new Problem('changed-meanwhile', { facts: { version: current } })
    const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined))
    const next = { ...old, ...given }
    await tx.sql`
      UPDATE provider SET name = ${next.name}, contact_name = ${next.contactName}, phone = ${next.phone}, email = ${next.email},
        website = ${next.website || null}, chamber_number = ${next.chamberNumber || null}, offers = ${next.offers}, version = version + 1
      WHERE municipality_id = ${m} AND id = ${id}`
    if (next.name !== old.name) {
      // What is found by the name of an organisation follows it; locked in the order of ids, as everywhere.
      await tx.sql`
        SELECT 1 FROM offering WHERE municipality_id = ${m} AND activity_id IN (
          SELECT id FROM activity WHERE municipality_id = ${m} AND provider_id = ${id}) ORDER BY id FOR NO KEY UPDATE`
      await tx.sql`
        UPDATE offering SET search_text = '' WHERE municipality_id = ${m} AND activity_id IN (
          SELECT id FROM activity WHERE municipality_id = ${m} AND provider_id = ${id})`
    }
    await logChange(deps, tx, actor, {
      verb: 'change-provider',
      subjectKind: 'provider',
      subjectId: id,
      ...changedFields(old, given),
    })
  })
  return findProvider(deps, actor, id)
}

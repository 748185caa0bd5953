import type { Transaction } from '@portal/db/transaction.ts'
import { whyNotPublish } from '@portal/shared/providers/may-publish.ts'
import type { ProviderStatus } from '@portal/shared/providers/provider.ts'
import { toLocal } from '@portal/shared/schedule/local-time.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'

/** What of an organisation decides whether it may publish. */
export type Approval = { id: string; status: ProviderStatus; vogValidUntil: string | null }

/** Today in the municipality's calendar. */
export const todayOf = (deps: Pick<Dependencies, 'clock' | 'municipality'>): string =>
  toLocal(deps.clock(), deps.municipality.timeZone).date

/**
 * Reads the organisation of an offering and keeps the team from deciding on it until this transaction ends; null when there is no
 * such offering. Ask before the offering is locked: whoever decides locks the organisation first, then its offerings.
 */
export async function holdProviderOf(
  deps: Dependencies,
  tx: Transaction,
  offeringId: string,
): Promise<Approval | null> {
  const [found] = await tx.sql<Approval>`
    SELECT v.id, v.status, v.vog_valid_until AS "vogValidUntil" FROM provider v
    WHERE v.municipality_id = ${deps.municipality.id} AND v.id = (
      SELECT a.provider_id FROM offering o JOIN activity a ON a.municipality_id = o.municipality_id AND a.id = o.activity_id
      WHERE o.municipality_id = ${deps.municipality.id} AND o.id = ${offeringId})
    FOR SHARE`
  return found ?? null
}

/**
 * The own organisation for which something new is made: the one that was named, else the first that is approved. Held as above.
 * Null when none of one's own was named.
 */
export async function holdOwnProvider(
  deps: Dependencies,
  tx: Transaction,
  providerIds: readonly string[],
  wanted: string | undefined,
): Promise<Approval | null> {
  const ids = wanted === undefined ? providerIds : providerIds.filter((id) => id === wanted)
  const [found] = await tx.sql<Approval>`
    SELECT id, status, vog_valid_until AS "vogValidUntil" FROM provider
    WHERE municipality_id = ${deps.municipality.id} AND id = ANY (${[...ids]}::uuid[])
    ORDER BY status <> 'approved', applied_at, id LIMIT 1 FOR SHARE`
  return found ?? null
}

/**
 * Holds an organisation to being approved, with certificates of conduct that are valid today.
 * @throws Problem provider-not-approved, vog-expired
 */
export function holdToApproval(deps: Dependencies, { status, vogValidUntil }: Approval): void {
  const reason = whyNotPublish({ status, vogValidUntil, today: todayOf(deps) })
  if (reason === 'provider-not-approved') throw new Problem(reason, { facts: { status } })
  if (reason) throw new Problem(reason, { facts: { validUntil: vogValidUntil } })
}

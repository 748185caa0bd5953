import { inTransaction } from '@portal/db/transaction.ts'
import { type ProviderDecision, statusAfter } from '@portal/shared/providers/decision.ts'
import type { Provider } from '@portal/shared/providers/organisation.ts'
import type { ProviderStatus } from '@portal/shared/providers/provider.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import { changedFields, logChange } from '../log/log-change.ts'
import { offerFreedPlacesNow } from '../waiting-list/offer-freed-place.ts'
import { todayOf } from './hold-to-approval.ts'
import { findProvider } from './queries.ts'
import { showOrHideOfferings } from './show-or-hide-offerings.ts'
import { writeToProvider } from './write-to-provider.ts'

type Terms = {
  status: ProviderStatus
  conditions: string
  decisionReason: string
  vogValidUntil: string | null
  hasSafetyCode: boolean
}

/**
 * The team approves, rejects, suspends, reinstates, or changes the terms. What may not be shown any more is hidden in the same
 * transaction, and what may is shown; nobody loses a place. Of two members who decide at once the second is refused. After the
 * commit the organisation gets a letter, and whoever waits for a free place in what is shown again is offered it.
 * @throws Problem not-found, changed-meanwhile, status-does-not-allow, invalid-input, chamber-number-in-use
 */
export async function decideOnProvider(
  deps: Dependencies,
  actor: Actor,
  id: string,
  input: ProviderDecision,
): Promise<Provider> {
  const m = deps.municipality.id
  const shown = await inTransaction(deps.db, async (tx) => {
    const [found] = await tx.sql<Terms & { version: number }>`
      SELECT status, conditions, decision_reason AS "decisionReason", vog_valid_until AS "vogValidUntil",
        has_safety_code AS "hasSafetyCode", version
      FROM provider WHERE municipality_id = ${m} AND id = ${id} FOR NO KEY UPDATE`
    if (!found) throw new Problem('not-found')
    const { version, ...old } = found
    if (input.version !== version) throw new Problem('changed-meanwhile', { facts: { version } })
    const status = statusAfter(input.decision, old.status)
    if (!status) throw new Problem('status-does-not-allow', { facts: { status: old.status } })
    const next: Terms = {
      status,
      conditions: input.conditions ?? old.conditions,
      // The reason of a no does not stay behind after a yes.
      decisionReason: input.reason ?? (input.decision === 'amend' ? old.decisionReason : ''),
      vogValidUntil: input.vogValidUntil ?? old.vogValidUntil,
      hasSafetyCode: input.hasSafetyCode ?? old.hasSafetyCode,
    }
    if (input.decision === 'approve' && (next.vogValidUntil ?? '') < todayOf(deps)) {
      const detail = 'Approve with certificates of conduct that are valid today.'
      throw new Problem('invalid-input', { detail, errors: [{ pointer: '/vogValidUntil', detail }] })
    }
    await tx.sql`
      UPDATE provider SET status = ${next.status}, conditions = ${next.conditions}, decision_reason = ${next.decisionReason},
        vog_valid_until = ${next.vogValidUntil}::date, has_safety_code = ${next.hasSafetyCode}, decided_at = ${deps.clock()},
        decided_by = ${actor.accountId}, version = version + 1
      WHERE municipality_id = ${m} AND id = ${id}`
    await logChange(deps, tx, actor, {
      verb: `${input.decision}-provider`,
      subjectKind: 'provider',
      subjectId: id,
      ...changedFields(old, next),
    })
    return (await showOrHideOfferings(deps, tx, actor, { ...next, id })).shown
  })
  // Each in a transaction of its own, so that the children of one are not locked while another is waited for.
  for (const offeringId of shown) await offerFreedPlacesNow(deps, offeringId)
  await writeToProvider(deps, id, input.decision)
  return findProvider(deps, actor, id)
}

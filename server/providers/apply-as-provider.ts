import { inTransaction } from '@portal/db/transaction.ts'
import { newId } from '@portal/shared/ids.ts'
import type { Provider, ProviderApplication } from '@portal/shared/providers/organisation.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { countHit } from '../http/rate-limit.ts'
import { logChange } from '../log/log-change.ts'
import { findProvider } from './queries.ts'
import { writeToProvider } from './write-to-provider.ts'

/** Nobody founds more clubs than this on a day; a script would fill the list of the team. */
const perAccount = { name: 'apply-as-provider', limit: 10, windowSeconds: 86_400 }
/** Whoever typed an address has not shown that it is theirs: nobody fills a mailbox from here, with however many accounts. */
const perAddress = { name: 'apply-as-provider-address', limit: 20, windowSeconds: 86_400 }

/**
 * An organisation applies; whoever sends it becomes its owner. Nothing of it is public until the team approves.
 * @throws Problem chamber-number-in-use, rate-limited
 */
export async function applyAsProvider(
  deps: Dependencies,
  actor: Actor,
  input: ProviderApplication,
): Promise<Provider> {
  await countHit(deps, perAccount, actor.accountId)
  await countHit(deps, perAddress, input.email.toLowerCase())
  const m = deps.municipality.id
  const now = deps.clock()
  const id = newId(now.getTime())
  await inTransaction(deps.db, async (tx) => {
    // A number in use is told by the unique index provider_by_chamber_number, also when two apply at once.
    await tx.sql`
      INSERT INTO provider (municipality_id, id, name, email, website, status, contact_name, phone, chamber_number, offers, applied_at)
      VALUES (${m}, ${id}, ${input.name}, ${input.email}, ${input.website || null}, 'applied', ${input.contactName}, ${input.phone},
        ${input.chamberNumber}, ${input.offers}, ${now})`
    await tx.sql`
      INSERT INTO membership (municipality_id, id, account_id, role, provider_id, is_owner, may_see_participants, created_at)
      VALUES (${m}, ${newId(now.getTime())}, ${actor.accountId}, 'provider', ${id}, true, true, ${now})`
    await logChange(deps, tx, actor, {
      verb: 'apply-as-provider',
      subjectKind: 'provider',
      subjectId: id,
      after: input,
    })
  })
  await writeToProvider(deps, id, null)
  return findProvider(deps, { ...actor, providerIds: [...actor.providerIds, id] }, id)
}

import { namedId } from '@portal/db/seed/named-id.ts'
import { inTransaction } from '@portal/db/transaction.ts'
import type {
  MunicipalitySettings,
  MunicipalitySettingsInput,
} from '@portal/shared/programme/municipality-settings.ts'
import { sql } from 'drizzle-orm'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import { changedFields, logChange } from '../log/log-change.ts'
import { refreshPrioritiesNow } from '../waiting-list/refresh-priority.ts'

const columns = sql`offer_hours AS "offerHours", offer_hours_near AS "offerHoursNear", offer_near_days AS "offerNearDays",
  priority_rules AS "priorityRules", settings_version AS version`

/** What the team settled for its municipality. */
export async function findSettings({ db, municipality }: Dependencies): Promise<MunicipalitySettings> {
  const [row] =
    await db.sql<MunicipalitySettings>`SELECT ${columns} FROM municipality WHERE id = ${municipality.id}`
  if (!row) throw new Problem('not-found')
  return row
}

/** What the log calls the municipality: its id is no UUID. */
const subjectOf = (municipalityId: string) => namedId('municipality', municipalityId)

/**
 * Settles it anew. It counts from the next offer on: a family that has an offer keeps the time that it was told. Who waits is put
 * in the new order at once.
 * @throws Problem changed-meanwhile
 */
export async function changeSettings(
  deps: Dependencies,
  actor: Actor,
  { version, ...input }: MunicipalitySettingsInput,
): Promise<MunicipalitySettings> {
  const m = deps.municipality.id
  const hasNewOrder = await inTransaction(deps.db, async (tx) => {
    const [old] =
      await tx.sql<MunicipalitySettings>`SELECT ${columns} FROM municipality WHERE id = ${m} FOR NO KEY UPDATE`
    if (!old) throw new Problem('not-found')
    if (old.version !== version) throw new Problem('changed-meanwhile', { facts: { version: old.version } })
    const changed = changedFields<Record<string, unknown>>(old, input)
    if (Object.keys(changed.after).length === 0) return false
    await tx.sql`
      UPDATE municipality SET offer_hours = ${input.offerHours}, offer_hours_near = ${input.offerHoursNear},
        offer_near_days = ${input.offerNearDays}, priority_rules = ${input.priorityRules}::text[],
        settings_version = settings_version + 1
      WHERE id = ${m}`
    await logChange(deps, tx, actor, {
      verb: 'change-settings',
      subjectKind: 'municipality',
      subjectId: subjectOf(m),
      ...changed,
    })
    return 'priorityRules' in changed.after
  })
  if (hasNewOrder) {
    const lists = await deps.db.sql<{ id: string }>`
      SELECT id FROM offering WHERE municipality_id = ${m} AND waiting > 0 AND status IN ('published', 'hidden') ORDER BY id`
    // One after another, each in a transaction of its own: no list is locked longer than it takes to order it.
    for (const { id } of lists) await refreshPrioritiesNow(deps, id)
  }
  return findSettings(deps)
}

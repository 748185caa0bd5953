import { inTransaction, type Transaction } from '@portal/db/transaction.ts'
import { type GroupFacts, groupState } from '@portal/shared/catalogue/minimum-group.ts'
import type { Dependencies } from '../app-env.ts'
import { goRound } from '../jobs/go-round.ts'
import { logChange } from '../log/log-change.ts'
import { todayOf } from '../providers/hold-to-approval.ts'
import { riskLetter } from './risk-letter.ts'

type Row = GroupFacts & { id: string; title: string; providerId: string }

/**
 * Tells each provider once that an offering has fewer children than its minimum and that the day to decide has come: by a letter to its
 * owners, and on its pages, which say so for themselves. One transaction per offering, under its lock: of several processes, or after a
 * process died, one tells it, and doing it again tells nothing. The letters leave after the commit: should the process die just then,
 * nobody is written to twice, and the page still says it.
 * @returns how many were told
 */
export async function tellProvidersAtRisk(deps: Dependencies, isStopping = () => false): Promise<number> {
  const m = deps.municipality.id
  const today = todayOf(deps)
  const candidates = await deps.db.sql<{ id: string }>`
    SELECT id FROM offering WHERE municipality_id = ${m} AND minimum_group IS NOT NULL AND risk_told_at IS NULL AND NOT runs_anyway
      AND status IN ('published', 'hidden') AND taken < minimum_group AND first_date >= ${today}::date
      AND least(coalesce(decide_by, first_date - 7), first_date) <= ${today}::date
    ORDER BY id`
  let told = 0
  const ids = candidates.map(({ id }) => id)
  await goRound(deps, ids, isStopping, async (id) => {
    const row = await inTransaction(deps.db, (tx) => markTold(deps, tx, id, today))
    if (row) {
      told += 1
      await writeToOwners(deps, row)
    }
    return true
  })
  return told
}

/** Under the lock of the offering: null when it is no longer at risk, or was told meanwhile. */
async function markTold(deps: Dependencies, tx: Transaction, id: string, today: string): Promise<Row | null> {
  const m = deps.municipality.id
  const [row] = await tx.sql<Row>`
    SELECT o.id, a.title, a.provider_id AS "providerId", o.status, o.minimum_group AS "minimumGroup", o.decide_by AS "decideBy",
      o.first_date AS "firstDate", o.taken, o.runs_anyway AS "runsAnyway"
    FROM offering o JOIN activity a ON a.municipality_id = o.municipality_id AND a.id = o.activity_id
    WHERE o.municipality_id = ${m} AND o.id = ${id} AND o.risk_told_at IS NULL FOR NO KEY UPDATE OF o`
  if (!row || groupState(row, today) !== 'at-risk') return null
  await tx.sql`UPDATE offering SET risk_told_at = ${deps.clock()} WHERE municipality_id = ${m} AND id = ${id}`
  await logChange(deps, tx, null, {
    verb: 'tell-group-at-risk',
    subjectKind: 'offering',
    subjectId: id,
    after: { minimumGroup: row.minimumGroup, children: row.taken },
  })
  return row
}

async function writeToOwners(deps: Dependencies, row: Row): Promise<void> {
  const owners = await deps.db.sql<{ email: string }>`
    SELECT DISTINCT lower(a.email::text) AS email FROM membership m
    JOIN account a ON a.municipality_id = m.municipality_id AND a.id = m.account_id
    WHERE m.municipality_id = ${deps.municipality.id} AND m.provider_id = ${row.providerId} AND m.is_owner AND a.email IS NOT NULL`
  const link = new URL(`/aanbieder/aanbod/${row.id}`, deps.settings.publicUrl).href
  for (const { email } of owners) {
    const letter = riskLetter(email, {
      title: row.title,
      taken: row.taken,
      minimumGroup: row.minimumGroup ?? 0,
      firstDate: row.firstDate ?? '',
      municipality: deps.municipality.name,
      link,
    })
    await deps.mailer.send(letter).catch(() => {
      // What a mail server answered may repeat the address.
      deps.log.error({ event: 'risk-not-mailed', offering: row.id }, 'an organisation was not mailed')
    })
  }
}

/** After a change of the minimum or of the days, what was told no longer holds: should it be at risk again, it is told again. */
export async function forgetToldRisk(
  { municipality }: Pick<Dependencies, 'municipality'>,
  tx: Transaction,
  id: string,
  old: { minimum_group: number | null; decide_by: string | null; first_date: string | null },
): Promise<void> {
  await tx.sql`
    UPDATE offering SET risk_told_at = NULL WHERE municipality_id = ${municipality.id} AND id = ${id} AND risk_told_at IS NOT NULL
      AND (minimum_group IS DISTINCT FROM ${old.minimum_group} OR decide_by IS DISTINCT FROM ${old.decide_by}::date
        OR first_date IS DISTINCT FROM ${old.first_date}::date)`
}

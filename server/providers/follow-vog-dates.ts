import { inTransaction } from '@portal/db/transaction.ts'
import type { Dependencies } from '../app-env.ts'
import { goRound } from '../jobs/go-round.ts'
import { type Approval, todayOf } from './hold-to-approval.ts'
import { showOrHideOfferings } from './show-or-hide-offerings.ts'

/**
 * Hides what must wait for new certificates of conduct since the calendar turned, and shows what may be seen again: every
 * organisation of which something stands otherwise than the rule says. A decision of the team does the same at once; this
 * follows the days, and an offering whose last child left. One transaction per organisation, under one advisory lock: of
 * several processes one goes round. Doing it again changes nothing.
 * @returns false when another process was at it
 * @throws Error after all others were looked at, when an organisation failed
 */
export async function followVogDates(deps: Dependencies, isStopping = () => false): Promise<boolean> {
  const m = deps.municipality.id
  const rows = await deps.db.sql<{ id: string }>`
    SELECT v.id FROM provider v WHERE v.municipality_id = ${m} AND EXISTS (
      SELECT 1 FROM activity a JOIN offering o ON o.municipality_id = a.municipality_id AND o.activity_id = a.id
      WHERE a.municipality_id = v.municipality_id AND a.provider_id = v.id AND CASE
        WHEN v.status <> 'approved' THEN o.status = 'published'
        WHEN v.vog_valid_until >= ${todayOf(deps)}::date THEN o.status = 'hidden'
        ELSE o.status IN ('published', 'hidden') AND (o.status = 'published') IS DISTINCT FROM EXISTS (
          SELECT 1 FROM enrolment e WHERE e.municipality_id = o.municipality_id AND e.offering_id = o.id
            AND e.status IN ('wished', 'placed', 'waitlisted', 'offered', 'awaiting_consent', 'completed'))
      END) ORDER BY v.id`
  const ids = rows.map(({ id }) => id)
  return goRound(deps, ids, isStopping, (id) =>
    inTransaction(deps.db, async (tx) => {
      const [lock] = await tx.sql<{ held: boolean }>`
        SELECT pg_try_advisory_xact_lock(hashtextextended(${`dates of the VOG in ${m}`}, 0)) AS held`
      if (!lock?.held) return false
      const [provider] = await tx.sql<Approval>`
        SELECT id, status, vog_valid_until AS "vogValidUntil" FROM provider
        WHERE municipality_id = ${m} AND id = ${id} FOR SHARE`
      if (!provider) return true
      const { shown, hidden } = await showOrHideOfferings(deps, tx, null, provider)
      if (shown.length + hidden.length > 0)
        deps.log.info({
          event: 'vog-dates-followed',
          provider: id,
          shown: shown.length,
          hidden: hidden.length,
        })
      return true
    }),
  )
}

import type { Database } from '@portal/db/client.ts'
import { inTransaction, type Transaction } from '@portal/db/transaction.ts'
import {
  type PriorityFacts,
  type PriorityRule,
  priorityClass,
} from '@portal/shared/waiting-list/priority-class.ts'
import type { Dependencies } from '../app-env.ts'
import { createMicroBatch } from '../http/micro-batch.ts'
import { lockOffering } from './read-queue.ts'

/**
 * Brings the priority classes of all who wait for an offering up to date; the offering is locked. They say only in what order
 * people wait: nothing about an enrolment changes by it, so its history stays as it is.
 */
export async function refreshPriorities(
  { municipality }: Pick<Dependencies, 'municipality'>,
  tx: Transaction,
  offeringId: string,
  rules: readonly PriorityRule[],
): Promise<void> {
  const m = municipality.id
  if (rules.length === 0) {
    await tx.sql`
      UPDATE enrolment SET priority_class = 0
      WHERE municipality_id = ${m} AND offering_id = ${offeringId} AND status = 'waitlisted' AND priority_class <> 0`
    return
  }
  const rows = await tx.sql<PriorityFacts & { id: string; current: number }>`
    SELECT e.id, e.priority_class AS current,
      NOT EXISTS (SELECT 1 FROM enrolment x
        JOIN offering y ON y.municipality_id = x.municipality_id AND y.id = x.offering_id
        WHERE x.municipality_id = e.municipality_id AND x.child_id = e.child_id AND x.id <> e.id
          AND x.status IN ('placed', 'offered', 'awaiting_consent', 'completed')
          AND y.first_date <= o.last_date AND y.last_date >= o.first_date) AS "no-place",
      EXISTS (SELECT 1 FROM neighbourhood n WHERE n.municipality_id = e.municipality_id AND n.is_focus
        AND n.code IN (c.neighbourhood_code, c.second_neighbourhood_code, s.neighbourhood_code)) AS "focus-neighbourhood",
      EXISTS (SELECT 1 FROM guardianship g
        JOIN guardianship h ON h.municipality_id = g.municipality_id AND h.account_id = g.account_id AND h.child_id <> g.child_id
        JOIN enrolment x ON x.municipality_id = h.municipality_id AND x.child_id = h.child_id AND x.offering_id = e.offering_id
        WHERE g.municipality_id = e.municipality_id AND g.child_id = e.child_id
          AND x.status IN ('placed', 'offered', 'awaiting_consent', 'completed')) AS sibling
    FROM enrolment e
    JOIN offering o ON o.municipality_id = e.municipality_id AND o.id = e.offering_id
    JOIN child c ON c.municipality_id = e.municipality_id AND c.id = e.child_id
    LEFT JOIN school s ON s.municipality_id = c.municipality_id AND s.id = c.school_id
    WHERE e.municipality_id = ${m} AND e.offering_id = ${offeringId} AND e.status = 'waitlisted'`
  const changed = rows
    .map((row) => ({ id: row.id, current: row.current, becomes: priorityClass(rules, row) }))
    .filter(({ current, becomes }) => current !== becomes)
  if (changed.length === 0) return
  await tx.sql`
    UPDATE enrolment e SET priority_class = r.class
    FROM unnest(${changed.map(({ id }) => id)}::uuid[], ${changed.map(({ becomes }) => becomes)}::smallint[]) AS r (id, class)
    WHERE e.municipality_id = ${m} AND e.id = r.id`
}

/** The same by the rules of the municipality, of an offering that is locked. */
export async function refreshLocked(
  { municipality }: Pick<Dependencies, 'municipality'>,
  tx: Transaction,
  offeringId: string,
): Promise<void> {
  const [row] = await tx.sql<{ rules: PriorityRule[] }>`
    SELECT priority_rules AS rules FROM municipality WHERE id = ${municipality.id}`
  await refreshPriorities({ municipality }, tx, offeringId, row?.rules ?? [])
}

const turns = new WeakMap<Database, (asked: { deps: Dependencies; offeringId: string }) => Promise<true>>()

/** The same in a transaction of its own; whoever asks for the same offering meanwhile shares the next turn. */
export async function refreshPrioritiesNow(deps: Dependencies, offeringId: string): Promise<void> {
  let turn = turns.get(deps.db)
  if (!turn) {
    turn = createMicroBatch(async (asked) => {
      const byOffering = new Map(asked.map((each) => [each.offeringId, each.deps]))
      for (const [id, each] of byOffering) {
        await inTransaction(each.db, async (tx) => {
          if (await lockOffering(each, tx, id)) await refreshLocked(each, tx, id)
        })
      }
      return asked.map(() => true as const)
    })
    turns.set(deps.db, turn)
  }
  await turn({ deps, offeringId })
}

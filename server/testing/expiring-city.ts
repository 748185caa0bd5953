import type { Queryable } from '@portal/db/client.ts'
import { insertRows } from '@portal/db/seed/insert-rows.ts'
import { municipalityId } from '@portal/db/seed/reference/load-reference.ts'
import { newId } from '@portal/shared/ids.ts'
import { findBrokenPromises } from './find-broken-promises.ts'
import type { RushCity } from './rush-city.ts'

/**
 * Fills the first offerings of a city: every place of theirs is offered to a child that did not answer in time, and as many children
 * wait behind them, each in one offering only. Whatever was enrolled before is gone.
 */
export async function fillWithExpiring(
  db: Queryable,
  { offeringIds, families }: RushCity,
  { offers, perOffering }: { offers: number; perOffering: number },
): Promise<void> {
  await db.sql`TRUNCATE enrolment, enrolment_history, notice CASCADE`
  await db.sql`UPDATE offering SET taken = 0, waiting = 0, capacity = ${perOffering}`
  const now = Date.now()
  const hourAgo = new Date(now - 3_600_000).toISOString()
  const [{ busy = '{}' } = {}] = await db.sql<{ busy: string }>`
    SELECT busy::text AS busy FROM offering WHERE id = ${offeringIds[0]}`
  const rowOf = (family: number, offer: number, status: 'offered' | 'waitlisted') => ({
    municipality_id: municipalityId,
    id: newId(),
    child_id: families[family]?.childId ?? '',
    offering_id: offeringIds[Math.floor(offer / perOffering)] ?? '',
    status,
    joined_at: hourAgo,
    busy,
    offered_until: status === 'offered' ? hourAgo : null,
    changed_at: hourAgo,
    change_reason: 'test',
  })
  for (let begin = 0; begin < offers; begin += 1000) {
    const some = Array.from({ length: Math.min(1000, offers - begin) }, (_, index) => begin + index)
    await insertRows(
      db,
      'enrolment',
      some.map((offer) => rowOf(offer, offer, 'offered')),
    )
    await insertRows(
      db,
      'enrolment',
      some.map((offer) => rowOf(offers + offer, offer, 'waitlisted')),
    )
  }
  await db.sql`ANALYZE enrolment`
}

/** How many offers are still past their deadline. */
export async function countDue(db: Queryable): Promise<number> {
  const [row] = await db.sql<{ count: number }>`
    SELECT count(*)::integer AS count FROM enrolment WHERE status = 'offered' AND offered_until <= now()`
  return row?.count ?? 0
}

/** What must hold when all offers have been worked off; a line for each that does not. */
export async function findTwiceOrNever(db: Queryable, offers: number): Promise<string[]> {
  const [counts] = await db.sql<Record<string, number>>`
    SELECT count(*) FILTER (WHERE status = 'expired')::integer AS expired,
      count(*) FILTER (WHERE status = 'offered')::integer AS offered,
      count(*) FILTER (WHERE status NOT IN ('expired', 'offered'))::integer AS other,
      (SELECT count(*)::integer FROM enrolment_event WHERE to_status = 'expired') AS "expiredEvents",
      (SELECT count(*)::integer FROM enrolment_event WHERE from_status = 'waitlisted' AND to_status = 'offered') AS "offeredEvents",
      (SELECT count(DISTINCT enrolment_id)::integer FROM notice WHERE kind = 'place-expired') AS told,
      (SELECT count(*)::integer FROM notice WHERE kind = 'place-expired') AS notices
    FROM enrolment`
  const wrong = Object.entries(counts ?? {}).filter(
    ([name, count]) => count !== (name === 'other' ? 0 : offers),
  )
  return [
    ...wrong.map(([name, count]) => `${name}: ${count} of ${name === 'other' ? 0 : offers}`),
    ...(await findBrokenPromises(db)),
  ]
}

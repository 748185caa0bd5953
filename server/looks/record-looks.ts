import type { Queryable } from '@portal/db/client.ts'
import { toLocal } from '@portal/shared/schedule/local-time.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'

/** In what capacity, and what of the child was seen. `reason` is asked of the team, at least ten characters. */
export type Look = {
  role: 'school' | 'provider' | 'team'
  schoolId?: string | null
  providerId?: string | null
  what: 'pupil' | 'participant' | 'enrolment' | 'check' | 'timetable-clash' | 'search' | 'child'
  reason?: string
}

/**
 * Records that somebody outside the family saw these children, before the answer leaves: what cannot be recorded is not shown.
 * Their own children are left out. The same person seeing the same again on one day counts in one row.
 */
export async function recordLooks(
  deps: Dependencies,
  db: Queryable,
  actor: Actor,
  look: Look,
  childIds: readonly string[],
): Promise<void> {
  if (childIds.length === 0) return
  const { id: m, timeZone } = deps.municipality
  const now = deps.clock()
  await db.sql`
    INSERT INTO look AS l (municipality_id, child_id, day, by_account, role, school_id, provider_id, what, reason, first_at, last_at)
    SELECT ${m}, c.id, ${toLocal(now, timeZone).date}::date, ${actor.accountId}, ${look.role}, ${look.schoolId ?? null}::uuid,
      ${look.providerId ?? null}::uuid, ${look.what}, ${look.reason ?? ''}, ${now}, ${now}
    FROM child c
    WHERE c.municipality_id = ${m} AND c.id = ANY (${[...new Set(childIds)]}::uuid[])
      AND c.account_id IS DISTINCT FROM ${actor.accountId}
      AND NOT EXISTS (SELECT 1 FROM guardianship u
        WHERE u.municipality_id = c.municipality_id AND u.child_id = c.id AND u.account_id = ${actor.accountId})
    -- In the order of ids: two lists that are opened at the same time do not wait for each other in a circle.
    -- A child that is being removed is waited for and then left out, where its key would be missed.
    ORDER BY c.id FOR KEY SHARE OF c
    ON CONFLICT (municipality_id, child_id, day, by_account, what, reason)
      DO UPDATE SET times = l.times + 1, last_at = excluded.last_at`
}

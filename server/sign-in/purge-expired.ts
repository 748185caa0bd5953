import type { Dependencies } from '../app-env.ts'

const everyMs = 10 * 60_000
const lastPurge = new WeakMap<Dependencies['db'], number>()

/**
 * Removes links, invitations, sessions, attempts and counts that have no use any more, at most once in ten minutes per process, beside
 * a request rather than by a job of its own. A used or expired link is kept for a day, an invitation for a month, so that it can be
 * sent again; nothing else depends on any of them.
 */
export function purgeExpired(deps: Dependencies): void {
  const now = deps.clock().getTime()
  if (now - (lastPurge.get(deps.db) ?? Number.NEGATIVE_INFINITY) < everyMs) return
  lastPurge.set(deps.db, now)
  deletePast(deps, now).catch((error: unknown) => {
    deps.log.warn({ event: 'purge-failed', reason: error instanceof Error ? error.message : 'unknown' })
  })
}

async function deletePast({ db, municipality }: Dependencies, now: number): Promise<void> {
  const dayAgo = new Date(now - 86_400_000)
  await db.sql`DELETE FROM sign_in_link WHERE municipality_id = ${municipality.id} AND expires_at < ${dayAgo}`
  await db.sql`DELETE FROM sign_in_session WHERE municipality_id = ${municipality.id} AND expires_at < ${new Date(now)}`
  await db.sql`
    DELETE FROM invitation WHERE municipality_id = ${municipality.id} AND expires_at < ${new Date(now - 30 * 86_400_000)}`
  await db.sql`DELETE FROM openid_sign_in WHERE municipality_id = ${municipality.id} AND expires_at < ${new Date(now)}`
  await db.sql`DELETE FROM passkey_challenge WHERE municipality_id = ${municipality.id} AND expires_at < ${new Date(now)}`
  await db.sql`DELETE FROM rate_limit WHERE municipality_id = ${municipality.id} AND window_start < ${dayAgo}`
}

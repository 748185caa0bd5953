import type { Dependencies } from '../app-env.ts'

const day = 86_400_000

/**
 * Removes links, invitations, sessions, attempts and counts that have no use any more. A used or expired link is kept for a day, an
 * invitation for a month, so that it can be sent again; nothing else depends on any of them.
 * @returns how many rows went
 */
export async function purgeExpired({ db, municipality, clock }: Dependencies): Promise<number> {
  const m = municipality.id
  const now = clock()
  const dayAgo = new Date(now.getTime() - day)
  const monthAgo = new Date(now.getTime() - 30 * day)
  const [gone] = await db.sql<{ count: number }>`
    WITH link AS (DELETE FROM sign_in_link WHERE municipality_id = ${m} AND expires_at < ${dayAgo} RETURNING 1),
      session AS (DELETE FROM sign_in_session WHERE municipality_id = ${m} AND expires_at < ${now} RETURNING 1),
      invited AS (DELETE FROM invitation WHERE municipality_id = ${m} AND expires_at < ${monthAgo} RETURNING 1),
      openid AS (DELETE FROM openid_sign_in WHERE municipality_id = ${m} AND expires_at < ${now} RETURNING 1),
      challenge AS (DELETE FROM passkey_challenge WHERE municipality_id = ${m} AND expires_at < ${now} RETURNING 1),
      counted AS (DELETE FROM rate_limit WHERE municipality_id = ${m} AND window_start < ${dayAgo} RETURNING 1)
    SELECT ((SELECT count(*) FROM link) + (SELECT count(*) FROM session) + (SELECT count(*) FROM invited)
      + (SELECT count(*) FROM openid) + (SELECT count(*) FROM challenge) + (SELECT count(*) FROM counted))::integer AS count`
  return gone?.count ?? 0
}

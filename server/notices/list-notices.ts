import type { Notice, NoticePage, UnreadCount } from '@portal/shared/notices/notice.ts'
import { sql } from 'drizzle-orm'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { isOfFamily } from '../families/family-tie.ts'
import { offsetOf } from '../http/wire-dates.ts'

type Row = Omit<Notice, 'child' | 'offering' | 'createdAt'> & {
  childId: string
  firstName: string
  isSelf: boolean
  offeringId: string | null
  title: string | null
  createdAt: Date
  total: number
}

/** Notice `n` asks for an answer that was given, or tells what nobody asks any more: whoever reads it now would be misled. */
const isOver = sql`(n.kind IN ('place-offered', 'consent-asked') AND NOT EXISTS (SELECT 1 FROM enrolment e
  WHERE e.municipality_id = n.municipality_id AND e.id = n.enrolment_id AND CASE n.kind
    WHEN 'place-offered' THEN e.status = 'offered' AND e.accepted_at IS NULL ELSE e.status = 'awaiting_consent' END))`

/** Notices `n` of own children `c`, or of oneself, with the own reading `r` and what offering `o` (of activity `a`) they are about. */
const ownNotices = (deps: Dependencies, actor: Actor) => sql`notice n
  JOIN child c ON c.municipality_id = n.municipality_id AND c.id = n.child_id AND ${isOfFamily(actor)}
  LEFT JOIN notice_reading r ON r.municipality_id = n.municipality_id AND r.notice_id = n.id AND r.account_id = ${actor.accountId}
  LEFT JOIN offering o ON o.municipality_id = n.municipality_id AND o.id = n.offering_id
  LEFT JOIN activity a ON a.municipality_id = o.municipality_id AND a.id = o.activity_id
  WHERE n.municipality_id = ${deps.municipality.id} AND NOT ${isOver}`

/** How many notices of own children account `a` of a statement has not seen. */
export const unreadNotices = sql`(SELECT count(*)::integer FROM notice n
  WHERE n.municipality_id = a.municipality_id
    AND n.child_id IN (
      SELECT u.child_id FROM guardianship u WHERE u.municipality_id = a.municipality_id AND u.account_id = a.id
      UNION SELECT f.id FROM child f WHERE f.municipality_id = a.municipality_id AND f.account_id = a.id)
    AND NOT ${isOver}
    AND NOT EXISTS (SELECT 1 FROM notice_reading r
      WHERE r.municipality_id = n.municipality_id AND r.notice_id = n.id AND r.account_id = a.id))`

async function countUnread(deps: Dependencies, actor: Actor): Promise<number> {
  const [row] = await deps.db.sql<{ unread: number }>`
    SELECT ${unreadNotices} AS unread FROM account a
    WHERE a.municipality_id = ${deps.municipality.id} AND a.id = ${actor.accountId}`
  return row?.unread ?? 0
}

/** What the family is told, the newest first. Each guardian has read it, or not, for themselves. */
export async function listNotices(
  deps: Dependencies,
  actor: Actor,
  query: { page: number; pageSize: number },
): Promise<NoticePage> {
  const rows = await deps.db.sql<Row>`
    SELECT n.id, n.kind, n.child_id AS "childId", c.first_name AS "firstName",
      coalesce(c.account_id = ${actor.accountId}, false) AS "isSelf", n.enrolment_id AS "enrolmentId", n.reason, n.facts,
      o.id AS "offeringId", a.title, n.created_at AS "createdAt", r.notice_id IS NULL AS "isUnread",
      count(*) OVER ()::integer AS total
    FROM ${ownNotices(deps, actor)}
    ORDER BY n.created_at DESC, n.id DESC LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}`
  return {
    items: rows.map(({ childId, firstName, isSelf, offeringId, title, createdAt, total: _, ...row }) => ({
      ...row,
      child: { id: childId, firstName, isSelf },
      offering: offeringId && title ? { id: offeringId, title } : null,
      createdAt: createdAt.toISOString(),
    })),
    total: rows[0]?.total ?? 0,
    page: query.page,
    pageSize: query.pageSize,
    unread: await countUnread(deps, actor),
  }
}

/**
 * Marks own notices up to and including a moment as seen by who asks; a second time changes nothing. It is no change of anything that the log
 * tells: the reading itself is kept.
 */
export async function readNotices(deps: Dependencies, actor: Actor, until: string): Promise<UnreadCount> {
  const now = deps.clock()
  await deps.db.sql`
    WITH fresh AS (
      INSERT INTO notice_reading (municipality_id, notice_id, account_id, seen_at)
      SELECT n.municipality_id, n.id, ${actor.accountId}, ${now} FROM ${ownNotices(deps, actor)}
        AND r.notice_id IS NULL AND n.created_at <= ${until}::timestamptz
      ON CONFLICT DO NOTHING RETURNING municipality_id, notice_id
    )
    UPDATE notice n SET seen_at = ${now} FROM fresh f
    WHERE n.municipality_id = f.municipality_id AND n.id = f.notice_id AND n.seen_at IS NULL`
  return { unread: await countUnread(deps, actor) }
}

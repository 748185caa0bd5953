import { inTransaction } from '@portal/db/transaction.ts'
import type { AccountSession, AccountSessionPage } from '@portal/shared/sign-in/account-session.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import { offsetOf } from '../http/wire-dates.ts'
import { logChange } from '../log/log-change.ts'

type Row = Omit<AccountSession, 'createdAt'> & { createdAt: Date; total: number }

/** Where the own account is signed in: this browser first, then those used last. */
export async function listSessions(
  { db, municipality, clock }: Dependencies,
  actor: Actor,
  query: { page: number; pageSize: number },
): Promise<AccountSessionPage> {
  const rows = await db.sql<Row>`
    SELECT id, method, device, created_at AS "createdAt", last_used_on AS "lastUsedOn", id = ${actor.sessionId} AS "isCurrent",
      count(*) OVER ()::integer AS total
    FROM sign_in_session
    WHERE municipality_id = ${municipality.id} AND account_id = ${actor.accountId} AND expires_at > ${clock()}
    ORDER BY id = ${actor.sessionId} DESC, last_used_on DESC, created_at DESC, id
    LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}`
  return {
    items: rows.map(({ total: _, createdAt, ...row }) => ({ ...row, createdAt: createdAt.toISOString() })),
    total: rows[0]?.total ?? 0,
    page: query.page,
    pageSize: query.pageSize,
  }
}

/**
 * Ends a session of the own account at once, in every process.
 * @throws Problem not-found
 */
export async function endSession(deps: Dependencies, actor: Actor, id: string): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const [ended] = await tx.sql<{ method: string; device: string }>`
      DELETE FROM sign_in_session
      WHERE municipality_id = ${deps.municipality.id} AND account_id = ${actor.accountId} AND id = ${id}
      RETURNING method, device`
    if (!ended) throw new Problem('not-found')
    await logChange(deps, tx, actor, {
      verb: 'end-session',
      subjectKind: 'session',
      subjectId: id,
      before: ended,
    })
  })
}

/** Signs the own account out everywhere, here too: whoever has this browser's session may be the one who must go. */
export async function endAllSessions(deps: Dependencies, actor: Actor): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const ended = await tx.sql`
      DELETE FROM sign_in_session
      WHERE municipality_id = ${deps.municipality.id} AND account_id = ${actor.accountId} RETURNING id`
    await logChange(deps, tx, actor, {
      verb: 'end-session',
      subjectKind: 'account',
      subjectId: actor.accountId,
      before: { sessions: ended.length },
    })
  })
}

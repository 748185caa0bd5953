import { inTransaction } from '@portal/db/transaction.ts'
import type { Passkey, PasskeyPage, PasskeyPatch } from '@portal/shared/sign-in/passkey.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import { offsetOf } from '../http/wire-dates.ts'
import { logChange } from '../log/log-change.ts'

type Row = { id: string; name: string; createdAt: Date; lastUsedAt: Date | null }

const wire = ({ createdAt, lastUsedAt, id, name }: Row): Passkey => ({
  id,
  name,
  createdAt: createdAt.toISOString(),
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
})

/** Passkeys of the own account, the newest first. */
export async function listPasskeys(
  { db, municipality }: Dependencies,
  actor: Actor,
  query: { page: number; pageSize: number },
): Promise<PasskeyPage> {
  const rows = await db.sql<Row & { total: number }>`
    SELECT id, name, created_at AS "createdAt", last_used_at AS "lastUsedAt", count(*) OVER ()::integer AS total
    FROM passkey WHERE municipality_id = ${municipality.id} AND account_id = ${actor.accountId}
    ORDER BY created_at DESC, id LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}`
  return { items: rows.map(wire), total: rows[0]?.total ?? 0, page: query.page, pageSize: query.pageSize }
}

/** @throws Problem not-found */
export function renamePasskey(
  deps: Dependencies,
  actor: Actor,
  id: string,
  { name }: PasskeyPatch,
): Promise<Passkey> {
  const m = deps.municipality.id
  return inTransaction(deps.db, async (tx) => {
    const [old] = await tx.sql<Row>`
      SELECT id, name, created_at AS "createdAt", last_used_at AS "lastUsedAt" FROM passkey
      WHERE municipality_id = ${m} AND account_id = ${actor.accountId} AND id = ${id} FOR NO KEY UPDATE`
    if (!old) throw new Problem('not-found')
    if (old.name !== name) {
      await tx.sql`UPDATE passkey SET name = ${name} WHERE municipality_id = ${m} AND id = ${id}`
      await logChange(deps, tx, actor, {
        verb: 'keep-passkey',
        subjectKind: 'passkey',
        subjectId: id,
        before: { name: old.name },
        after: { name },
      })
    }
    return wire({ ...old, name })
  })
}

/**
 * Takes a passkey away: nobody signs in with it any more. Sessions that it began go on; they can be ended by themselves.
 * @throws Problem not-found
 */
export async function removePasskey(deps: Dependencies, actor: Actor, id: string): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const [gone] = await tx.sql<{ name: string }>`
      DELETE FROM passkey
      WHERE municipality_id = ${deps.municipality.id} AND account_id = ${actor.accountId} AND id = ${id} RETURNING name`
    if (!gone) throw new Problem('not-found')
    await logChange(deps, tx, actor, {
      verb: 'keep-passkey',
      subjectKind: 'passkey',
      subjectId: id,
      before: gone,
    })
  })
}

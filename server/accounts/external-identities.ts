import { inTransaction } from '@portal/db/transaction.ts'
import type { ExternalIdentityPage } from '@portal/shared/sign-in/openid.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import { offsetOf } from '../http/wire-dates.ts'
import { logChange } from '../log/log-change.ts'

type Row = { id: string; issuer: string; createdAt: Date; lastUsedAt: Date; total: number }

/** As the button to sign in there says; its address when it is no longer in the settings. */
const labelOf = ({ settings }: Pick<Dependencies, 'settings'>, issuer: string) =>
  settings.identityProviders.find((each) => each.issuer === issuer)?.label ?? new URL(issuer).hostname

/** Identities elsewhere that sign in to the own account, the newest first. */
export async function listIdentities(
  deps: Dependencies,
  actor: Actor,
  query: { page: number; pageSize: number },
): Promise<ExternalIdentityPage> {
  const rows = await deps.db.sql<Row>`
    SELECT id, issuer, created_at AS "createdAt", last_used_at AS "lastUsedAt", count(*) OVER ()::integer AS total
    FROM external_identity WHERE municipality_id = ${deps.municipality.id} AND account_id = ${actor.accountId}
    ORDER BY created_at DESC, id LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}`
  return {
    items: rows.map((row) => ({
      id: row.id,
      label: labelOf(deps, row.issuer),
      createdAt: row.createdAt.toISOString(),
      lastUsedAt: row.lastUsedAt.toISOString(),
    })),
    total: rows[0]?.total ?? 0,
    page: query.page,
    pageSize: query.pageSize,
  }
}

/**
 * Takes an identity away from the own account; whoever signs in with it again gets an account anew.
 * @throws Problem not-found, last-way-in: there is no mail address, passkey or other identity to sign in with
 */
export async function removeIdentity(deps: Dependencies, actor: Actor, id: string): Promise<void> {
  const m = deps.municipality.id
  await inTransaction(deps.db, async (tx) => {
    await tx.sql`SELECT 1 FROM account WHERE municipality_id = ${m} AND id = ${actor.accountId} FOR NO KEY UPDATE`
    const [gone] = await tx.sql<{ issuer: string }>`
      DELETE FROM external_identity WHERE municipality_id = ${m} AND account_id = ${actor.accountId} AND id = ${id}
      RETURNING issuer`
    if (!gone) throw new Problem('not-found')
    const [way] = await tx.sql`
      SELECT 1 FROM account a
      WHERE a.municipality_id = ${m} AND a.id = ${actor.accountId} AND (a.email IS NOT NULL
        OR EXISTS (SELECT 1 FROM passkey p WHERE p.municipality_id = ${m} AND p.account_id = a.id)
        OR EXISTS (SELECT 1 FROM external_identity i WHERE i.municipality_id = ${m} AND i.account_id = a.id))`
    if (!way) throw new Problem('last-way-in')
    await logChange(deps, tx, actor, {
      verb: 'change-self',
      subjectKind: 'external-identity',
      subjectId: id,
      before: { issuer: gone.issuer },
    })
  })
}

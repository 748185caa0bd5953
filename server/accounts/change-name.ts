import { inTransaction } from '@portal/db/transaction.ts'
import type { MePatch } from '@portal/shared/sign-in/own-account.ts'
import type { Me } from '@portal/shared/sign-in/sign-in.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { logChange } from '../log/log-change.ts'
import { findMe } from './queries.ts'

/** Changes the name of the own account. */
export async function changeName(deps: Dependencies, actor: Actor, { name }: MePatch): Promise<Me> {
  const m = deps.municipality.id
  await inTransaction(deps.db, async (tx) => {
    const [old] = await tx.sql<{ name: string }>`
      SELECT name FROM account WHERE municipality_id = ${m} AND id = ${actor.accountId} FOR NO KEY UPDATE`
    if (old === undefined || old.name === name) return
    await tx.sql`UPDATE account SET name = ${name} WHERE municipality_id = ${m} AND id = ${actor.accountId}`
    await logChange(deps, tx, actor, {
      verb: 'change-self',
      subjectKind: 'account',
      subjectId: actor.accountId,
      before: { name: old.name },
      after: { name },
    })
  })
  return findMe(deps, actor.accountId)
}

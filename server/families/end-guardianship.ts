import { inTransaction } from '@portal/db/transaction.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { holdCalendar } from '../calendar/hold-calendar.ts'
import { tellOfChildren, watchChildren } from '../calendar/watch-children.ts'
import { Problem } from '../http/problem.ts'
import { endInvitationsOf } from '../invitations/standing-invitations.ts'
import { logChange } from '../log/log-change.ts'
import { dropHomesOf } from './drop-homes.ts'
import { findFamily, refusalOf } from './guardians.ts'

/**
 * Ends the link between an account and a child, by the rule of shared/families/end-guardianship.ts. A home which that account
 * entered goes along: nobody who stays could see or change it. Enrolments stay; the account's own open invitations for this child end.
 * @throws Problem not-found, last-guardian, only-own-link, guardian-acts, young-person-acts
 */
export async function endGuardianship(
  deps: Dependencies,
  actor: Actor,
  childId: string,
  accountId: string,
): Promise<void> {
  const m = deps.municipality.id
  await inTransaction(deps.db, async (tx) => {
    await holdCalendar(deps, tx)
    // Two guardians who leave at the same time do so one after another.
    await tx.sql`SELECT 1 FROM child WHERE municipality_id = ${m} AND id = ${childId} FOR NO KEY UPDATE`
    const family = await findFamily(deps, tx, actor, childId)
    const [link] = await tx.sql<{ kind: 'guardian' | 'young' }>`
      SELECT 'guardian' AS kind FROM guardianship WHERE municipality_id = ${m} AND child_id = ${childId} AND account_id = ${accountId}
      UNION ALL SELECT 'young' FROM child WHERE municipality_id = ${m} AND id = ${childId} AND account_id = ${accountId}`
    if (!link) throw new Problem('not-found')
    const refusal = refusalOf(deps, family, { kind: link.kind, isMe: accountId === actor.accountId })
    if (refusal) throw new Problem(refusal)
    if (link.kind === 'young') {
      await tx.sql`UPDATE child SET account_id = NULL WHERE municipality_id = ${m} AND id = ${childId}`
    } else {
      await tx.sql`
        DELETE FROM guardianship WHERE municipality_id = ${m} AND child_id = ${childId} AND account_id = ${accountId}`
    }
    const watch = await watchChildren(deps, tx, [childId])
    await dropHomesOf(deps, tx, childId, [accountId])
    await tellOfChildren(deps, tx, watch)
    await logChange(deps, tx, actor, {
      verb: link.kind === 'young' ? 'end-own-account' : 'end-guardianship',
      subjectKind: 'child',
      subjectId: childId,
      before: { account: accountId, kind: link.kind },
    })
    await endInvitationsOf(deps, tx, actor, accountId)
  })
}

import { inTransaction } from '@portal/db/transaction.ts'
import { newId } from '@portal/shared/ids.ts'
import type { NewPairCode, PairCodeInput } from '@portal/shared/pair-codes/pair-code.ts'
import {
  mostOpenPairCodes,
  newPairCode,
  pairCodeHours,
  showPairCode,
} from '@portal/shared/pair-codes/pair-code-text.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { judgeOwn } from '../enrolments/enrol-child.ts'
import { findTie, holdToAge } from '../families/family-tie.ts'
import { Problem, refusalProblem } from '../http/problem.ts'
import { logChange } from '../log/log-change.ts'
import { hashOfPairCode } from './hash-pair-code.ts'

const hour = 3_600_000
/** Own codes that nobody can use any more are kept this long, so that the family sees who joined. */
const keptDays = 60

/**
 * Makes a code for an own child and an offering, to give to a friend; one that is open for the same stops working. Nothing is
 * reserved. The code is in the answer only: here a keyed hash of it is kept.
 * @throws Problem not-found, guardian-acts, young-person-acts, too-many-pair-codes; the refusals of the rules, when the child could
 * not be enrolled anyway
 */
export async function makePairCode(
  deps: Dependencies,
  actor: Actor,
  input: PairCodeInput,
): Promise<NewPairCode> {
  const { childId, offeringId } = input
  holdToAge(deps, await findTie(deps, actor, childId))
  const { plan, decision } = await judgeOwn(deps, actor, { childId, offeringId })
  if (decision.outcome === 'refused') throw refusalProblem(decision.refusals)
  const m = deps.municipality.id
  const now = deps.clock()
  const expiresAt = new Date(Math.min(now.getTime() + pairCodeHours * hour, plan.closesAt))
  return inTransaction(deps.db, async (tx) => {
    // One at a time for an account, so that two at once do not pass the limit.
    await tx.sql`SELECT 1 FROM account WHERE municipality_id = ${m} AND id = ${actor.accountId} FOR NO KEY UPDATE`
    await tx.sql`
      DELETE FROM pair_code WHERE municipality_id = ${m} AND created_by = ${actor.accountId}
        AND expires_at < ${new Date(now.getTime() - keptDays * 24 * hour)}`
    await tx.sql`
      UPDATE pair_code SET revoked_at = ${now} WHERE municipality_id = ${m} AND child_id = ${childId}
        AND offering_id = ${offeringId} AND used_at IS NULL AND revoked_at IS NULL`
    const [open] = await tx.sql<{ count: number }>`
      SELECT count(*)::integer AS count FROM pair_code WHERE municipality_id = ${m} AND created_by = ${actor.accountId}
        AND used_at IS NULL AND revoked_at IS NULL AND expires_at > ${now}`
    if ((open?.count ?? 0) >= mostOpenPairCodes)
      throw new Problem('too-many-pair-codes', { facts: { most: mostOpenPairCodes } })
    const id = newId()
    const code = newPairCode()
    await tx.sql`
      INSERT INTO pair_code (municipality_id, id, code_hash, child_id, offering_id, may_wait, alone_too, created_by, created_at, expires_at)
      VALUES (${m}, ${id}, ${hashOfPairCode(deps, code)}, ${childId}, ${offeringId}, ${input.mayWait}, ${input.aloneToo},
        ${actor.accountId}, ${now}, ${expiresAt})`
    await logChange(deps, tx, actor, {
      verb: 'make-pair-code',
      subjectKind: 'child',
      subjectId: childId,
      after: { offeringId },
    })
    return {
      id,
      code: showPairCode(code),
      link: `${deps.settings.publicUrl}/samen?code=${showPairCode(code)}`,
      expiresAt: expiresAt.toISOString(),
    }
  })
}

/** Takes an own code back: it stops working. Asking again changes nothing. @throws Problem not-found; pair-code-used */
export async function revokePairCode(deps: Dependencies, actor: Actor, id: string): Promise<void> {
  const m = deps.municipality.id
  await inTransaction(deps.db, async (tx) => {
    const [code] = await tx.sql<{
      usedAt: Date | null
      revokedAt: Date | null
      childId: string
      offeringId: string
    }>`
      SELECT used_at AS "usedAt", revoked_at AS "revokedAt", child_id AS "childId", offering_id AS "offeringId" FROM pair_code
      WHERE municipality_id = ${m} AND id = ${id} AND created_by = ${actor.accountId} FOR UPDATE`
    if (!code) throw new Problem('not-found')
    if (code.usedAt) throw new Problem('pair-code-used')
    if (code.revokedAt) return
    await tx.sql`UPDATE pair_code SET revoked_at = ${deps.clock()} WHERE municipality_id = ${m} AND id = ${id}`
    await logChange(deps, tx, actor, {
      verb: 'revoke-pair-code',
      subjectKind: 'child',
      subjectId: code.childId,
      after: { offeringId: code.offeringId },
    })
  })
}

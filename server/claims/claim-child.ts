import { inTransaction } from '@portal/db/transaction.ts'
import type { Claimed, ClaimInput } from '@portal/shared/claims/claim.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { holdCalendar } from '../calendar/hold-calendar.ts'
import { becomeGuardian } from '../families/become-guardian.ts'
import { Problem } from '../http/problem.ts'
import { logChange } from '../log/log-change.ts'
import { isClaimed } from '../pupils/queries.ts'
import { offerWhereChildWaits } from '../waiting-list/offer-freed-place.ts'
import { findOpenCode } from './find-code.ts'
import { EnrolledMeanwhile, mergeIntoOwn } from './merge-children.ts'

/** Each time one of the two children was being enrolled meanwhile. */
const mostTries = 8

/**
 * Uses a code: the actor becomes guardian of the pupil, and has the home that the school entered, or (`childId`) the pupil and an
 * own child become one. Works once, also when two ask at the same moment.
 * @throws Problem claim-code-unknown, claim-code-used, claim-code-ended, claim-code-expired, limit-reached, not-found (no own
 * child), young-person-acts, merge-birth-dates-differ, merge-other-pupil, merge-places-clash
 */
export async function claimChild(deps: Dependencies, actor: Actor, input: ClaimInput): Promise<Claimed> {
  for (let tries = 1; tries <= mostTries; tries += 1) {
    try {
      const claimed = await tryToClaim(deps, actor, input)
      if (claimed.isMerged) await offerWhereChildWaits(deps, claimed.childId)
      return claimed
    } catch (error) {
      if (!(error instanceof EnrolledMeanwhile)) throw error
    }
  }
  throw new Problem('unavailable', { detail: 'Too much is changing at once; try again.', retryAfter: 1 })
}

function tryToClaim(deps: Dependencies, actor: Actor, { code, childId }: ClaimInput): Promise<Claimed> {
  const m = deps.municipality.id
  const now = deps.clock()
  return inTransaction(deps.db, async (tx) => {
    if (childId !== null) await holdCalendar(deps, tx)
    const open = await findOpenCode(deps, tx, actor, code, true)
    await tx.sql`
      UPDATE claim_code SET used_at = ${now}, used_by = ${actor.accountId} WHERE municipality_id = ${m} AND id = ${open.id}`
    const isMerged = childId !== null && childId !== open.childId
    const id = isMerged ? childId : open.childId
    if (isMerged) await mergeIntoOwn(deps, tx, actor, open, childId)
    else {
      // The first of the family takes the home that the school wrote down for their own: they may invite a parent who lives elsewhere.
      await tx.sql`
        UPDATE child c SET postcode_by = ${actor.accountId}
        WHERE c.municipality_id = ${m} AND c.id = ${open.childId} AND c.postcode IS NOT NULL AND c.postcode_by IS NULL
          AND NOT ${isClaimed}`
      await becomeGuardian(deps, tx, actor.accountId, open.childId)
    }
    await logChange(deps, tx, actor, {
      verb: 'claim-child',
      subjectKind: 'child',
      subjectId: id,
      after: { schoolId: open.school.id, ...(isMerged ? { mergedWith: open.childId } : {}) },
    })
    const [child] = await tx.sql<{ firstName: string; postcode: string | null }>`
      SELECT first_name AS "firstName", postcode FROM child WHERE municipality_id = ${m} AND id = ${id}`
    if (!child) throw new Problem('not-found')
    return {
      childId: id,
      firstName: child.firstName,
      school: open.school,
      isMerged,
      needsPostcode: child.postcode === null,
    }
  })
}

import type { CheckResult, EnrolmentRequest } from '@portal/shared/enrolments/enrolment.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { recordLooks } from '../looks/record-looks.ts'
import { judgeOwn } from './enrol-child.ts'

/** What enrolling now would give, and every reason why not; nothing is changed. */
export async function checkChild(
  deps: Dependencies,
  actor: Actor,
  input: EnrolmentRequest,
): Promise<CheckResult> {
  const { facts, eligibility, clashes, warnings, decision } = await judgeOwn(deps, actor, input)
  if (!facts.isGuardian && !facts.isSelf) {
    const { schoolId } = facts
    await recordLooks(deps, deps.db, actor, { role: 'school', schoolId, what: 'check' }, [input.childId])
  }
  const { held, most, period } = facts.places
  return {
    eligible: eligibility.length === 0,
    fits: clashes.length === 0,
    room: (facts.offering?.free ?? 0) > 0 && facts.offering?.waiting === 0,
    outcome: decision.outcome,
    position: decision.outcome === 'waitlisted' ? decision.position : null,
    places: most === null ? null : { held, most, period: period ?? '' },
    refusals: decision.outcome === 'refused' ? decision.refusals : [],
    warnings,
  }
}

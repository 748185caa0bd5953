import type { CheckResult, EnrolmentRequest } from '@portal/shared/enrolments/enrolment.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { recordLooks } from '../looks/record-looks.ts'
import { decideInRoom } from './decide-together.ts'
import { judgeOwn } from './enrol-child.ts'
import { roomOf } from './held-places.ts'
import type { Judgement } from './judge-child.ts'

type Told = Pick<CheckResult, 'room' | 'heldUntil' | 'outcome' | 'position' | 'refusals'>

/** What the places of an offering give: those that are held for this child first, where there are any, else everybody's. */
async function look(deps: Dependencies, actor: Actor, judgement: Judgement): Promise<Told> {
  const now = deps.clock()
  const room = (await roomOf(deps.db, deps.municipality.id, [judgement])).get(judgement.plan.id)
  if (!room) throw new Error('A judgement has the room of its own offering.')
  const { place, decision } = decideInRoom(judgement, room, {
    schoolIds: actor.schoolIds,
    now,
    mayBePlaced: true,
  })
  const hold =
    place?.from === 'hold' ? judgement.plan.holds.find((each) => each.id === place.holdId) : undefined
  return {
    room: place !== null,
    heldUntil: hold ? new Date(hold.until).toISOString() : null,
    outcome: decision.outcome,
    position: decision.outcome === 'waitlisted' ? decision.position : null,
    refusals: decision.outcome === 'refused' ? decision.refusals : [],
  }
}

/** What enrolling now would give, and every reason why not; nothing is changed. */
export async function checkChild(
  deps: Dependencies,
  actor: Actor,
  input: EnrolmentRequest,
): Promise<CheckResult> {
  const judgement = await judgeOwn(deps, actor, input)
  const { facts, eligibility, clashes, warnings } = judgement
  if (!facts.isGuardian && !facts.isSelf) {
    const { schoolId } = facts
    await recordLooks(deps, deps.db, actor, { role: 'school', schoolId, what: 'check' }, [input.childId])
  }
  const { held, most, period } = facts.places
  return {
    eligible: eligibility.length === 0,
    fits: clashes.length === 0,
    ...(await look(deps, actor, judgement)),
    places: most === null ? null : { held, most, period: period ?? '' },
    warnings,
  }
}

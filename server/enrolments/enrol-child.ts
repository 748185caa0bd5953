import type { Database } from '@portal/db/client.ts'
import { isConnectionTrouble } from '@portal/db/client.ts'
import { inTransaction } from '@portal/db/transaction.ts'
import type { EnrolmentReceipt, EnrolmentRequest } from '@portal/shared/enrolments/enrolment.ts'
import { newId } from '@portal/shared/ids.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { enrolPupil } from '../class-enrolments/enrol-pupil.ts'
import { holdToAge } from '../families/family-tie.ts'
import { createMicroBatch } from '../http/micro-batch.ts'
import { Problem, refusalProblem } from '../http/problem.ts'
import { recordLooks } from '../looks/record-looks.ts'
import { offerFreedPlacesNow } from '../waiting-list/offer-freed-place.ts'
import { lockOffering } from '../waiting-list/read-queue.ts'
import { refreshPrioritiesNow } from '../waiting-list/refresh-priority.ts'
import { sendOfferLettersSoon } from '../waiting-list/send-offer-letters.ts'
import { takeByEnrolling } from '../waiting-list/take-by-enrolling.ts'
import type { ChildFacts, Question } from './child-facts.ts'
import { enrolInBatch, type Outcome } from './enrol-batch.ts'
import { enrolWithHolds } from './enrol-with-holds.ts'
import { holdsFor } from './held-places.ts'
import { type Judgement, judge } from './judge-child.ts'
import { queuePosition } from './queries.ts'

type Asked = { deps: Dependencies; question: Question }
const judges = new WeakMap<Database, (asked: Asked) => Promise<Judgement | null>>()

/** Judges one question together with whatever else waits. */
export function judgeSoon(deps: Dependencies, question: Question): Promise<Judgement | null> {
  let batch = judges.get(deps.db)
  if (!batch) {
    batch = createMicroBatch<Asked, Judgement | null>((asked) => {
      const [first] = asked
      if (!first) return Promise.resolve([])
      const { db, municipality, clock } = first.deps
      return judge(
        db,
        municipality,
        asked.map((each) => each.question),
        clock(),
      )
    })
    judges.set(deps.db, batch)
  }
  return batch({ deps, question })
}

/**
 * Judges for an actor; somebody else's child is not there at all.
 * @param ahead what was judged together with who asks, if it was: else it is judged now
 */
export async function judgeOwn(
  deps: Dependencies,
  actor: Actor,
  input: EnrolmentRequest,
  ahead: Judgement | null = null,
): Promise<Judgement> {
  const judgement =
    ahead ?? (await judgeSoon(deps, { ...input, accountId: actor.accountId, schoolIds: actor.schoolIds }))
  if (!judgement) throw new Problem('not-found', { detail: 'There is no such child or offering.' })
  const { isGuardian, isSelf, schoolId } = judgement.facts
  const isOwnPupil = schoolId !== null && actor.schoolIds.includes(schoolId)
  if (!isGuardian && !isSelf && !isOwnPupil)
    throw new Problem('not-found', { detail: 'There is no such child or offering.' })
  if (judgement.plan.status === 'draft')
    throw new Problem('not-found', { detail: 'There is no such child or offering.' })
  return judgement
}

/** Who enrolled, for the log of the enrolment. */
const reasonOf = ({ isSelf, isGuardian }: Pick<ChildFacts, 'isSelf' | 'isGuardian'>) =>
  isSelf ? 'enrolled by young person' : isGuardian ? 'enrolled by guardian' : 'enrolled by school'

/** What enrolling gave; null: facts changed meanwhile, or the answer was lost, so look again. */
async function claim(
  deps: Dependencies,
  actor: Actor,
  input: EnrolmentRequest,
  id: string,
  { facts, plan }: Judgement,
): Promise<Outcome | null> {
  try {
    return await enrolInBatch(deps.db, deps.municipality.id, deps.clock(), {
      id,
      ...input,
      childVersion: facts.childVersion,
      offeringVersion: plan.version,
      calendarVersion: facts.calendarVersion,
      claims: facts.claims,
      accountId: actor.accountId,
      reason: reasonOf(facts),
    })
  } catch (error) {
    if (isConnectionTrouble(error)) return null
    throw error
  }
}

/** Looking again comes to an end soon: each time somebody else's change came between. */
const mostTries = 8

/**
 * Enrols a child: placed, or on the waiting list. Asking again gives the same enrolment (`isNew` false), also after a lost
 * answer. When facts change between rule and statement both are done again.
 * @param ahead what was judged together with who asks (read-ahead.ts)
 * @throws Problem with the refusals of the rules
 */
export async function enrolChild(
  deps: Dependencies,
  actor: Actor,
  input: EnrolmentRequest,
  ahead: Judgement | null = null,
): Promise<{ receipt: EnrolmentReceipt; isNew: boolean }> {
  const id = newId(deps.clock().getTime())
  let hasClashed = false
  for (let tries = 1; tries <= mostTries; tries += 1) {
    const judgement = await judgeOwn(deps, actor, input, tries === 1 ? ahead : null)
    const { facts, decision } = judgement
    // What stands in the way, or stood already, tells a school where its pupil is.
    if (tries === 1 && !facts.isGuardian && !facts.isSelf) {
      const { schoolId } = facts
      await recordLooks(deps, deps.db, actor, { role: 'school', schoolId, what: 'enrolment' }, [
        input.childId,
      ])
    }
    if (facts.schoolId === null || !actor.schoolIds.includes(facts.schoolId)) holdToAge(deps, facts)
    if (facts.live) return { receipt: await receiptOf(deps, input, facts.live), isNew: facts.live.id === id }
    // Where places are held for this child, whether it may have one is decided with them.
    const hasHolds = holdsFor(judgement, deps.clock()).length > 0
    if (decision.outcome === 'refused' && !hasHolds) throw refusalProblem(decision.refusals)
    // A school asks the guardians first, unless one of them said yes for good.
    if (!facts.isGuardian && !facts.isSelf && facts.schoolId) {
      const receipt = await enrolPupil(deps, actor, facts.schoolId, input)
      if (receipt) return { receipt, isNew: true }
    }
    if (hasHolds) {
      const held = await enrolWithHolds(deps, actor, input, reasonOf(facts))
      if (held) {
        const waits = held.enrolment.status === 'waitlisted'
        if (waits && facts.hasPriorityRules) await refreshPrioritiesNow(deps, input.offeringId)
        return { receipt: await receiptOf(deps, input, held.enrolment), isNew: held.isNew }
      }
      continue
    }
    const outcome = await claim(deps, actor, input, id, judgement)
    if (outcome?.besideFreePlace) await offerFreedPlacesNow(deps, input.offeringId, 'later')
    if (outcome?.outcome === 'placed') return { receipt: { id, status: 'placed', ...input }, isNew: true }
    if (outcome?.outcome === 'waitlisted') {
      return { receipt: await receiptOfWaiting(deps, actor, input, id, facts, outcome), isNew: true }
    }
    if (outcome?.outcome === 'full') {
      throw new Problem('offering-full', { detail: 'All places are taken, and there is no waiting list.' })
    }
    if (outcome?.outcome === 'clash') {
      // The rules said that it fits, twice, and the database knows better: believe the database.
      if (hasClashed) throw new Problem('session-clash')
      hasClashed = true
    }
  }
  throw new Problem('unavailable', { detail: 'Too much is changing at once; try again.', retryAfter: 1 })
}

/**
 * Where somebody came on the list. enrol_batch puts everybody at its end: where the municipality lets some come before others the
 * list is put in order now, once for all who came together, so that a rush elsewhere pays nothing for it.
 */
async function receiptOfWaiting(
  deps: Dependencies,
  actor: Actor,
  input: EnrolmentRequest,
  id: string,
  { hasPriorityRules }: Judgement['facts'],
  { besideFreePlace, position }: Outcome,
): Promise<EnrolmentReceipt> {
  if (besideFreePlace) return takeOffered(deps, actor, input, id)
  if (!hasPriorityRules) return { id, status: 'waitlisted', position: position ?? 1, ...input }
  await refreshPrioritiesNow(deps, input.offeringId)
  return receiptOf(deps, input, { id, status: 'waitlisted' })
}

async function takeOffered(
  deps: Dependencies,
  actor: Actor,
  input: EnrolmentRequest,
  id: string,
): Promise<EnrolmentReceipt> {
  const taken = await inTransaction(deps.db, async (tx) => {
    await lockOffering(deps, tx, input.offeringId)
    return takeByEnrolling(deps, tx, actor.accountId, [id])
  })
  // To others who were offered a place in the same turn.
  sendOfferLettersSoon(deps)
  return receiptOf(deps, input, { id, status: taken.has(id) ? 'placed' : 'waitlisted' })
}

async function receiptOf(
  deps: Dependencies,
  input: EnrolmentRequest,
  live: { id: string; status: EnrolmentReceipt['status'] },
): Promise<EnrolmentReceipt> {
  if (live.status !== 'waitlisted') return { ...live, ...input }
  return { ...live, position: await queuePosition(deps, live.id), ...input }
}

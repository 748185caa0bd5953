import type { Queryable } from '@portal/db/client.ts'
import type { EnrolmentDecision } from '@portal/shared/enrolments/decide-enrolment.ts'
import {
  type PlaceFrom,
  placeForNewcomer,
  withOneMore,
  without,
} from '@portal/shared/holds/share-out-places.ts'
import type { Refusal, Warning } from '@portal/shared/problem.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { type ChildFacts, readChildFacts } from './child-facts.ts'
import { holdsFor, type Room, roomOf } from './held-places.ts'
import { decideWith, type Judgement, judgeFacts } from './judge-child.ts'

/** One child who wants one place. A child stands in a list of wishes once. */
export type PlaceWish = {
  childId: string
  offeringId: string
  /** An enrolment with a place that is given up when this wish gets a place, and not before. */
  givesUp?: string
  /** The place waits for a guardian's consent until then. */
  consentUntil?: Date
  /** In whose name, when that is not the actor: somebody who made a code for this. */
  byAccount?: string
}

/** What became of a wish, or would. `position` on the waiting list from 1; `enrolmentId` null when nothing was written. */
export type PlaceResult = {
  wish: PlaceWish
  outcome: 'placed' | 'awaiting_consent' | 'waitlisted' | 'existing' | 'refused'
  enrolmentId: string | null
  position: number | null
  refusals: Refusal[]
  warnings: Warning[]
}

/** `allOrNone`: a place for each or, with `mayWait`, a turn for each, or nothing at all. Without `mayWait` nobody waits: refused as full. */
export type PlaceOptions = { allOrNone: boolean; mayWait: boolean }

/** A result with the hold that its place comes from, and the facts, for whoever writes it. */
export type Decided = PlaceResult & { holdId: string | null; facts: ChildFacts | null }

const full: Refusal = {
  code: 'offering-full',
  detail: 'All places are taken, and waiting was not asked for.',
  facts: {},
}

const notThere: Refusal = { code: 'not-found', detail: 'There is no such child or offering.', facts: {} }

/** The place that a newcomer would get in this room, if any, and the decision that follows. Without `mayBePlaced` there is none for it. */
export function decideInRoom(
  judgement: Judgement,
  room: Room,
  ask: { schoolIds: readonly string[]; now: Date; mayBePlaced: boolean },
): { matches: string[]; place: PlaceFrom | null; decision: EnrolmentDecision } {
  const matches = holdsFor(judgement, ask.now).map(({ id }) => id)
  const place = ask.mayBePlaced ? placeForNewcomer(room.free, room.queue, matches) : null
  const decided = place
    ? { freePlaces: 1, waitingBefore: 0 }
    : { freePlaces: 0, waitingBefore: room.queue.waiting }
  return { matches, place, decision: decideWith(judgement, ask, decided, ask.now) }
}

/** Decides wish by wish, in order; each takes from the room what the one before left. */
function decideInOrder(
  wishes: readonly PlaceWish[],
  judgements: readonly (Judgement | null)[],
  rooms: Map<string, Room>,
  ask: { schoolIds: readonly string[]; now: Date; mayBePlaced: boolean; mayWait: boolean },
): Decided[] {
  const left = new Map(rooms)
  return wishes.map((wish, index): Decided => {
    const judgement = judgements[index]
    const room = left.get(wish.offeringId)
    const none = { wish, enrolmentId: null, position: null, holdId: null }
    if (!judgement || !room || judgement.plan.status === 'draft')
      return { ...none, outcome: 'refused', refusals: [notThere], warnings: [], facts: null }
    const { facts, warnings } = judgement
    if (facts.live)
      return { ...none, outcome: 'existing', enrolmentId: facts.live.id, refusals: [], warnings, facts }
    const { matches, place, decision } = decideInRoom(judgement, room, ask)
    if (decision.outcome === 'refused')
      return { ...none, outcome: 'refused', refusals: decision.refusals, warnings, facts }
    if (decision.outcome === 'placed' && place) {
      left.set(wish.offeringId, { ...room, free: without(room.free, place) })
      return {
        ...none,
        outcome: wish.consentUntil ? 'awaiting_consent' : 'placed',
        holdId: place.from === 'hold' ? place.holdId : null,
        refusals: [],
        warnings,
        facts,
      }
    }
    if (!ask.mayWait) return { ...none, outcome: 'refused', refusals: [full], warnings, facts }
    left.set(wish.offeringId, { ...room, queue: withOneMore(room.queue, matches) })
    return {
      ...none,
      outcome: 'waitlisted',
      position: room.queue.waiting + 1,
      refusals: [],
      warnings,
      facts,
    }
  })
}

/**
 * Decides on several wishes by the shared rules, from what the database says through `db`: no lock and no effect, so a preview. Under
 * the locks of placeTogether it is the decision itself. At most six queries, whatever the number of wishes.
 */
export async function decideTogether(
  deps: Dependencies,
  db: Queryable & object,
  actor: Pick<Actor, 'accountId' | 'schoolIds'>,
  wishes: readonly PlaceWish[],
  options: PlaceOptions,
): Promise<Decided[]> {
  if (new Set(wishes.map(({ childId }) => childId)).size !== wishes.length)
    throw new Error('A child stands in a list of wishes once.')
  const { municipality } = deps
  const now = deps.clock()
  const { accountId, schoolIds } = actor
  const questions = wishes.map(({ childId, offeringId, givesUp }) => ({
    childId,
    offeringId,
    accountId,
    schoolIds,
    givesUp,
  }))
  const facts = await readChildFacts(db, municipality, questions, now)
  const judgements = await judgeFacts(db, municipality, questions, facts, now)
  const rooms = await roomOf(
    db,
    municipality.id,
    judgements.filter((judgement) => judgement !== null),
  )
  const decide = (mayBePlaced: boolean, mayWait: boolean) =>
    decideInOrder(wishes, judgements, rooms, { schoolIds, now, mayBePlaced, mayWait })
  if (!options.allOrNone) return decide(true, options.mayWait)
  const placed = decide(true, false)
  // Together, or together on the list: never one here and the other there.
  const isFull = placed.some(({ refusals }) => refusals.some(({ code }) => code === 'offering-full'))
  return isFull && options.mayWait ? decide(false, true) : placed
}

/** Whether a list of wishes came to nothing because they were to be granted all or none. */
export const isNone = (results: readonly PlaceResult[], { allOrNone }: PlaceOptions): boolean =>
  allOrNone && results.some(({ outcome }) => outcome === 'refused')

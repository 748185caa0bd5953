import type { Database } from '@portal/db/client.ts'
import { inTransaction, type Transaction } from '@portal/db/transaction.ts'
import { nextOffers, type Offer, type PassedOver } from '@portal/shared/waiting-list/next-offer.ts'
import { offerDeadline } from '@portal/shared/waiting-list/offer-deadline.ts'
import type { Dependencies } from '../app-env.ts'
import { createMicroBatch } from '../http/micro-batch.ts'
import { keepPassedOver } from './keep-passed-over.ts'
import { makeOffers } from './make-offers.ts'
import {
  type Cursor,
  type JudgedCandidate,
  judgeWaiting,
  lockOffering,
  type Offered,
  readOffered,
  readWaiting,
  type Waiting,
} from './read-queue.ts'
import { refreshPriorities } from './refresh-priority.ts'
import { sendOfferLettersSoon } from './send-offer-letters.ts'

/** What an offering promotes from: all under its lock. */
type Queue = { deps: Dependencies; tx: Transaction; offeringId: string; now: Date }

/**
 * Locks the children to whom a place is about to be offered, and answers whose time the database says is claimed: nothing more
 * claims it from here on.
 */
async function lockAndFindBusy({ deps, tx, now }: Queue, chosen: readonly Waiting[]): Promise<Set<string>> {
  const m = deps.municipality.id
  await tx.sql`
    SELECT 1 FROM child WHERE municipality_id = ${m}
      AND id = ANY (${chosen.map((each) => each.childId)}::uuid[]) ORDER BY id FOR NO KEY UPDATE`
  const rows = await tx.sql<{ childId: string }>`
    SELECT DISTINCT x.child_id AS "childId" FROM enrolment e
    JOIN offering o ON o.municipality_id = e.municipality_id AND o.id = e.offering_id
    JOIN enrolment x ON x.municipality_id = e.municipality_id AND x.child_id = e.child_id AND x.id <> e.id
      AND x.id IS DISTINCT FROM e.gives_up AND x.status IN ('placed', 'offered', 'awaiting_consent')
      AND x.busy && (o.busy * tstzmultirange(tstzrange(${now}, NULL)))
    WHERE e.municipality_id = ${m} AND e.id = ANY (${chosen.map((each) => each.enrolmentId)}::uuid[])`
  return new Set(rows.map(({ childId }) => childId))
}

/** What is left after these offers. */
function roomAfter(room: Offered['room'], offered: readonly Offer<JudgedCandidate>[]): Offered['room'] {
  const count = (holdId: string | null) => offered.filter((offer) => offer.holdId === holdId).length
  return {
    general: room.general - count(null),
    holds: room.holds.map((hold) => ({ ...hold, left: hold.left - count(hold.id) })),
  }
}

const isFull = ({ general, holds }: Offered['room']) => general <= 0 && holds.every(({ left }) => left <= 0)

/**
 * Offers free places of an offering to those who wait: by priority class, then by moment of joining; held places to whom they
 * are held for; those who want a place together both or neither. A child for whom it does not fit now is passed over, with the
 * reason, and keeps its turn. An offered place counts as taken, and the child's time as claimed. Locks the offering, then the
 * children to whom it is about to offer, and judges those again under their lock.
 *
 * The letters are sent after the commit: call sendOfferLettersSoon then, or leave it to the round of every minute.
 */
export async function offerFreedPlaces(
  deps: Dependencies,
  tx: Transaction,
  offeringId: string,
  now: Date,
): Promise<{ offered: string[] }> {
  const locked = await lockOffering(deps, tx, offeringId)
  if (!locked?.mayOffer) return { offered: [] }
  const offering = await readOffered(deps, tx, offeringId, now)
  if (!offering || offering.nextStart === null) return { offered: [] }
  await refreshPriorities(deps, tx, offeringId, offering.rules)

  const queue: Queue = { deps, tx, offeringId, now }
  const { timeZone } = deps.municipality
  const until = new Date(offerDeadline(now.getTime(), offering.nextStart.getTime(), offering.times, timeZone))
  const offered: string[] = []
  let room = offering.room
  let last: Cursor | null = null
  while (!isFull(room)) {
    const page = await readWaiting(deps, tx, offeringId, last)
    if (page.last === null) break
    const { sure, passedOver } = await chooseSurely(queue, page.waiting, room)
    await makeOffers(
      deps,
      tx,
      sure.map(({ candidate, holdId }) => ({ enrolmentId: candidate.enrolmentId, holdId })),
      now,
      until,
    )
    await keepPassedOver(
      deps,
      tx,
      passedOver.map(({ candidate, reason }) => ({ enrolmentId: candidate.enrolmentId, reason })),
      now,
    )
    offered.push(...sure.map(({ candidate }) => candidate.enrolmentId))
    room = roomAfter(room, sure)
    last = page.last
  }
  return { offered }
}

/**
 * Chooses from a page, locks whom it chose and looks at those again; as long as it turns out that somebody's time was claimed
 * in between, whoever comes next is chosen and locked as well.
 */
async function chooseSurely(
  queue: Queue,
  waiting: readonly Waiting[],
  room: Offered['room'],
): Promise<{ sure: Offer<JudgedCandidate>[]; passedOver: PassedOver<JudgedCandidate>[] }> {
  const { deps, tx, offeringId, now } = queue
  const look = (who: readonly Waiting[]) => judgeWaiting(deps, tx, offeringId, who, now)
  const judged = new Map((await look(waiting)).map((each) => [each.enrolmentId, each]))
  const locked = new Set<string>()
  for (;;) {
    const { offered, passedOver } = nextOffers([...judged.values()], room)
    const others = offered
      .map(({ candidate }) => candidate)
      .filter(({ enrolmentId }) => !locked.has(enrolmentId))
    if (others.length === 0) return { sure: offered, passedOver }
    const busy = await lockAndFindBusy(queue, others)
    for (const each of others) locked.add(each.enrolmentId)
    for (const each of await look(others)) {
      const isClaimed = each.refusals.length === 0 && busy.has(each.childId)
      judged.set(each.enrolmentId, isClaimed ? { ...each, refusals: [timeClaimed] } : each)
    }
  }
}

/** The rules said that it fits, and the database knows better: believe the database. */
const timeClaimed = { code: 'session-clash', detail: 'The time is claimed.', facts: {} } as const

const turns = new WeakMap<Database, (asked: { deps: Dependencies; offeringId: string }) => Promise<true>>()

/** The same in a transaction of its own, letters and all; whoever asks for the same offering meanwhile shares the next turn. */
export async function offerFreedPlacesNow(
  deps: Dependencies,
  offeringId: string,
  letters: 'soon' | 'later' = 'soon',
): Promise<void> {
  let turn = turns.get(deps.db)
  if (!turn) {
    turn = createMicroBatch(async (asked) => {
      const byOffering = new Map(asked.map((each) => [each.offeringId, each.deps]))
      for (const [id, each] of byOffering) {
        await inTransaction(each.db, (tx) => offerFreedPlaces(each, tx, id, each.clock()))
      }
      return asked.map(() => true as const)
    })
    turns.set(deps.db, turn)
  }
  await turn({ deps, offeringId })
  if (letters === 'soon') sendOfferLettersSoon(deps)
}

/** After a child gave something up, what it waits for elsewhere may fit: a place passed over before is offered now. */
export async function offerWhereChildWaits(deps: Dependencies, childId: string): Promise<void> {
  const rows = await deps.db.sql<{ offeringId: string }>`
    SELECT offering_id AS "offeringId" FROM enrolment
    WHERE municipality_id = ${deps.municipality.id} AND child_id = ${childId} AND status = 'waitlisted' ORDER BY offering_id`
  for (const { offeringId } of rows) await offerFreedPlacesNow(deps, offeringId)
}

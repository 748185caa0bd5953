import type { Queryable } from '@portal/db/client.ts'
import type { Transaction } from '@portal/db/transaction.ts'
import type { EnrolmentStatus } from '@portal/shared/enrolments/status.ts'
import { newId } from '@portal/shared/ids.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { holdCalendar } from '../calendar/hold-calendar.ts'
import { Problem } from '../http/problem.ts'
import { giveUp } from '../waiting-list/accept-offer.ts'
import { offerFreedPlaces } from '../waiting-list/offer-freed-place.ts'
import { refreshLocked } from '../waiting-list/refresh-priority.ts'
import { takeByEnrolling } from '../waiting-list/take-by-enrolling.ts'
import {
  type Decided,
  decideTogether,
  isNone,
  type PlaceOptions,
  type PlaceResult,
  type PlaceWish,
} from './decide-together.ts'

/** `reason`: for the log of the enrolment. `pairId`: these children want a place together or not at all. */
export type Placing = PlaceOptions & { reason: string; pairId?: string }

const isPresent = (id: string | undefined): id is string => id !== undefined

/** First the calendar, then the offerings, those of the places given up too, then the children, each in the order of ids, as whoever enrols does. */
async function lockWishes(deps: Dependencies, tx: Transaction, wishes: readonly PlaceWish[]): Promise<void> {
  const m = deps.municipality.id
  const givesUp = wishes.map((wish) => wish.givesUp).filter(isPresent)
  await holdCalendar(deps, tx)
  await tx.sql`
    SELECT 1 FROM offering o WHERE o.municipality_id = ${m} AND (o.id = ANY (${wishes.map((wish) => wish.offeringId)}::uuid[])
      OR o.id IN (SELECT e.offering_id FROM enrolment e WHERE e.municipality_id = ${m} AND e.id = ANY (${givesUp}::uuid[])))
    ORDER BY o.id FOR NO KEY UPDATE`
  await tx.sql`
    SELECT 1 FROM child WHERE municipality_id = ${m} AND id = ANY (${wishes.map((wish) => wish.childId)}::uuid[])
    ORDER BY id FOR NO KEY UPDATE`
  if (givesUp.length > 0) await holdToGivenUp(tx, m, wishes, givesUp)
}

/** What is given up is a place of the same child. @throws Problem not-found, status-does-not-allow */
async function holdToGivenUp(
  db: Queryable,
  m: string,
  wishes: readonly PlaceWish[],
  ids: readonly string[],
): Promise<void> {
  type Row = { id: string; childId: string; status: EnrolmentStatus }
  const rows = await db.sql<Row>`
    SELECT id, child_id AS "childId", status FROM enrolment
    WHERE municipality_id = ${m} AND id = ANY (${[...ids]}::uuid[])`
  const isOwn = (row: Row) => wishes.some((wish) => wish.givesUp === row.id && wish.childId === row.childId)
  if (rows.length !== ids.length || !rows.every(isOwn)) throw new Problem('not-found')
  const gone = rows.find(({ status }) => status !== 'placed')
  if (gone) throw new Problem('status-does-not-allow', { facts: { status: gone.status } })
}

const takesPlace = ({ outcome }: PlaceResult) => outcome === 'placed' || outcome === 'awaiting_consent'
const isNew = (result: PlaceResult) => takesPlace(result) || result.outcome === 'waitlisted'

/** Writes all new enrolments in one statement; answers the ids of those that the database let in. */
async function write(
  deps: Dependencies,
  tx: Transaction,
  actor: Actor,
  decided: readonly Decided[],
  placing: Placing,
): Promise<Set<string>> {
  const now = deps.clock()
  const rows = decided.filter(isNew).map(({ wish, outcome, holdId, enrolmentId }, number) => ({
    number,
    id: enrolmentId,
    child_id: wish.childId,
    offering_id: wish.offeringId,
    status: outcome,
    hold_id: holdId,
    consent_until: outcome === 'awaiting_consent' ? (wish.consentUntil?.toISOString() ?? null) : null,
    // Whoever waits keeps the old place until it is offered the new one.
    gives_up: outcome === 'waitlisted' ? (wish.givesUp ?? null) : null,
    by_account: wish.byAccount ?? actor.accountId,
  }))
  if (rows.length === 0) return new Set()
  const inserted = await tx.sql<{ id: string }>`
    INSERT INTO enrolment (municipality_id, id, child_id, offering_id, status, joined_at, busy, hold_id, consent_until, gives_up,
      pair_id, changed_at, changed_by, change_reason)
    SELECT o.municipality_id, r.id, r.child_id, r.offering_id, r.status, ${now}::timestamptz,
      o.busy * tstzmultirange(tstzrange(${now}, NULL)), r.hold_id, r.consent_until, r.gives_up,
      ${placing.pairId ?? null}::uuid, ${now}::timestamptz, r.by_account, ${placing.reason}
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r (number integer, id uuid, child_id uuid, offering_id uuid,
      status text, hold_id uuid, consent_until timestamptz, gives_up uuid, by_account uuid)
    JOIN offering o ON o.municipality_id = ${deps.municipality.id} AND o.id = r.offering_id
    ORDER BY r.number
    ON CONFLICT DO NOTHING
    RETURNING id`
  return new Set(inserted.map(({ id }) => id))
}

/**
 * Whoever waits although a place is free joined behind others for whom none fitted: if it is offered one now, it has it (a swap
 * says yes by itself, for something goes with it).
 */
async function takeWhatIsOffered(
  deps: Dependencies,
  tx: Transaction,
  actor: Actor,
  results: readonly PlaceResult[],
): Promise<PlaceResult[]> {
  const now = deps.clock()
  const waiting = results.filter(({ outcome }) => outcome === 'waitlisted')
  const offerings = [...new Set(waiting.map(({ wish }) => wish.offeringId))].sort()
  for (const id of offerings) await offerFreedPlaces(deps, tx, id, now)
  const mine = waiting.filter(({ wish }) => !wish.consentUntil && !wish.givesUp)
  const ids = mine.flatMap(({ enrolmentId }) => enrolmentId ?? [])
  const placed: Set<string | null> = await takeByEnrolling(deps, tx, actor.accountId, ids)
  return results.map((result) =>
    placed.has(result.enrolmentId) ? { ...result, outcome: 'placed', position: null } : result,
  )
}

/**
 * Takes several places in the transaction of the caller: locks the offerings, then the children; judges all of them under the
 * locks by the shared rules, held places included; writes them in one statement. What a wish gives up is given up only when it gets
 * a place, and goes to the waiting list behind it at once. With `allOrNone` and one refused, nothing is written and the results
 * say what each would have got (`enrolmentId` null; ask `isNone`).
 *
 * The caller has made sure that the actor may act for these children. A fixed number of queries, whatever the number of wishes.
 * @throws Problem not-found, status-does-not-allow (what is given up is no place any more), session-clash (the database knows of
 * a claim on the child's time that the rules did not see: the transaction must end with nothing changed)
 */
export async function placeTogether(
  deps: Dependencies,
  tx: Transaction,
  actor: Actor,
  wishes: readonly PlaceWish[],
  placing: Placing,
): Promise<PlaceResult[]> {
  await lockWishes(deps, tx, wishes)
  const decided = (await decideTogether(deps, tx, actor, wishes, placing)).map((result) =>
    isNew(result) ? { ...result, enrolmentId: newId(deps.clock().getTime()) } : result,
  )
  if (isNone(decided, placing))
    return decided.map((result) => asResult(result, result.outcome === 'existing'))
  // Before the new ones are written: old and new may lie at the same time.
  const freed = new Set<string>()
  for (const { wish } of decided.filter(takesPlace)) {
    const offeringId = wish.givesUp && (await giveUp(deps, tx, actor.accountId, wish.givesUp, deps.clock()))
    if (offeringId) freed.add(offeringId)
  }
  const written = await write(deps, tx, actor, decided, placing)
  // New on a list, they stand at its end; where some come before others they may stand elsewhere.
  const joined = decided.filter((each) => each.outcome === 'waitlisted' && each.facts?.hasPriorityRules)
  for (const id of new Set(joined.map(({ wish }) => wish.offeringId))) await refreshLocked(deps, tx, id)
  const results = decided.map((result): PlaceResult => {
    if (!isNew(result) || written.has(result.enrolmentId ?? '')) return asResult(result, true)
    if (placing.allOrNone || result.wish.givesUp) throw new Problem('session-clash')
    const refusal = {
      code: 'session-clash' as const,
      detail: 'The child has another activity then.',
      facts: {},
    }
    return { ...asResult(result, false), outcome: 'refused', position: null, refusals: [refusal] }
  })
  // Who waits together does so because there is no room for all of them: nobody of them goes alone.
  const mayTake = !placing.allOrNone && results.some(({ outcome }) => outcome === 'waitlisted')
  const settled = mayTake ? await takeWhatIsOffered(deps, tx, actor, results) : results
  for (const id of [...freed].sort()) await offerFreedPlaces(deps, tx, id, deps.clock())
  return settled
}

const asResult = ({ holdId: _h, facts: _f, ...result }: Decided, isWritten: boolean): PlaceResult =>
  isWritten ? result : { ...result, enrolmentId: null }

/**
 * The same decisions without locks or effect: for previews.
 * @throws Problem not-found, status-does-not-allow (what is given up is no place)
 */
export async function judgeTogether(
  deps: Dependencies,
  db: Queryable & object,
  actor: Pick<Actor, 'accountId' | 'schoolIds'>,
  wishes: readonly PlaceWish[],
  options: PlaceOptions,
): Promise<PlaceResult[]> {
  const ids = wishes.map((wish) => wish.givesUp).filter(isPresent)
  if (ids.length > 0) await holdToGivenUp(db, deps.municipality.id, wishes, ids)
  const decided = await decideTogether(deps, db, actor, wishes, options)
  return decided.map((result) => asResult(result, true))
}

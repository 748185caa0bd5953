import type { Database } from '@portal/db/client.ts'
import { inTransaction, type Transaction } from '@portal/db/transaction.ts'
import { type Candidate, nextOffers, offerDeadline } from '@portal/shared/waiting-list/next-offer.ts'
import type { Dependencies } from '../app-env.ts'
import { judge } from '../enrolments/judge-child.ts'
import { createMicroBatch } from '../http/micro-batch.ts'

/** Looked at in one query; a longer list is gone through page by page, in order, until the free places are offered. */
const candidatesPerPage = 50

type Waiting = {
  enrolmentId: string
  childId: string
  priorityClass: number
  joinedNumber: number
  /** It wants a place together with whoever has the same, `pairSize` children in all. */
  pairId: string | null
  pairSize: number
}

/** What an offering promotes from: all under its lock. */
type Queue = { deps: Dependencies; tx: Transaction; offeringId: string; now: Date }

async function waitingAfter(queue: Queue, last: Waiting | undefined): Promise<Waiting[]> {
  const rows = await queue.tx.sql<Omit<Waiting, 'joinedNumber'> & { joinedNumber: string }>`
    SELECT id AS "enrolmentId", child_id AS "childId", priority_class AS "priorityClass", joined_number AS "joinedNumber",
      pair_id AS "pairId", (SELECT count(*)::integer FROM enrolment x
        WHERE x.municipality_id = e.municipality_id AND x.pair_id = e.pair_id AND x.status = 'waitlisted') AS "pairSize"
    FROM enrolment e
    WHERE municipality_id = ${queue.deps.municipality.id} AND offering_id = ${queue.offeringId} AND status = 'waitlisted'
      AND (priority_class, joined_number) > (${last?.priorityClass ?? -32_768}::smallint, ${last?.joinedNumber ?? -1}::bigint)
    ORDER BY priority_class, joined_number LIMIT ${candidatesPerPage}`
  return rows.map((row) => ({ ...row, joinedNumber: Number(row.joinedNumber) }))
}

/** Those for whom it fits now, as many as there are free places, in order. */
async function whoFits(queue: Queue, waiting: readonly Waiting[], free: number): Promise<Waiting[]> {
  const { deps, tx, offeringId, now } = queue
  const questions = waiting.map(({ childId }) => ({ childId, offeringId, accountId: childId, schoolIds: [] }))
  const judgements = await judge(tx, deps.municipality, questions, now)
  const candidates = waiting.flatMap((each, index): (Waiting & Candidate)[] => {
    const judgement = judgements[index]
    return judgement
      ? [{ ...each, refusals: [...judgement.eligibility, ...judgement.clashes, ...judgement.limit] }]
      : []
  })
  const chosen = new Set(nextOffers(candidates, free).offered.map((each) => each.enrolmentId))
  const likely = waiting.filter((each) => chosen.has(each.enrolmentId))
  // Both or none: no place for one of a pair while the other has none.
  return likely.filter(
    ({ pairId, pairSize }) =>
      pairId === null || likely.filter((each) => each.pairId === pairId).length === pairSize,
  )
}

/** Offers to the chosen whose time is still free; answers who was offered. */
async function offerTo(queue: Queue, chosen: readonly Waiting[], until: Date): Promise<string[]> {
  if (chosen.length === 0) return []
  const { deps, tx, now } = queue
  const rows = await tx.sql<{ id: string }>`
    UPDATE enrolment e SET status = 'offered', offered_until = ${until},
      busy = o.busy * tstzmultirange(tstzrange(${now}, NULL)),
      changed_at = ${now}, changed_by = NULL, change_reason = 'a place came free'
    FROM offering o
    WHERE e.municipality_id = ${deps.municipality.id} AND e.id = ANY (${chosen.map((each) => each.enrolmentId)}::uuid[])
      AND e.status = 'waitlisted' AND o.municipality_id = e.municipality_id AND o.id = e.offering_id
      AND NOT EXISTS (SELECT 1 FROM enrolment x
        WHERE x.municipality_id = e.municipality_id AND x.child_id = e.child_id AND x.id <> e.id
          AND x.id IS DISTINCT FROM e.gives_up AND x.status IN ('placed', 'offered', 'awaiting_consent')
          AND x.busy && (o.busy * tstzmultirange(tstzrange(${now}, NULL))))
    RETURNING e.id`
  return rows.map((row) => row.id)
}

/**
 * Offers free places of an offering to those who wait, in order, passing over a child for whom it does not fit now (it keeps
 * its turn). An offered place counts as taken, and the child's time as claimed. Locks the offering, then the children to
 * whom it is about to offer, and judges those again under their lock.
 */
export async function offerFreedPlaces(
  deps: Dependencies,
  tx: Transaction,
  offeringId: string,
  now: Date,
): Promise<{ offered: string[] }> {
  const { municipality } = deps
  const offered: string[] = []
  const [offering] = await tx.sql<{ free: number; waiting: number; status: string; nextStart: Date | null }>`
    SELECT o.capacity - o.taken - o.held AS free, o.waiting, o.status,
      (SELECT min(s.starts_at) FROM session s WHERE s.municipality_id = o.municipality_id AND s.offering_id = o.id
        AND s.cancelled_at IS NULL AND s.starts_at > ${now}) AS "nextStart"
    FROM offering o WHERE o.municipality_id = ${municipality.id} AND o.id = ${offeringId} FOR NO KEY UPDATE`
  if (!offering || offering.free <= 0 || offering.waiting === 0) return { offered }
  if (offering.status !== 'published' || offering.nextStart === null) return { offered }

  const queue: Queue = { deps, tx, offeringId, now }
  const until = new Date(offerDeadline(now.getTime(), offering.nextStart.getTime(), municipality.offerHours))
  let last: Waiting | undefined
  while (offered.length < offering.free) {
    const page = await waitingAfter(queue, last)
    if (page.length === 0) break
    const free = offering.free - offered.length
    const likely = await whoFits(queue, page, free)
    await tx.sql`
      SELECT 1 FROM child WHERE municipality_id = ${municipality.id}
        AND id = ANY (${likely.map((each) => each.childId)}::uuid[]) ORDER BY id FOR NO KEY UPDATE`
    const sure = likely.length === 0 ? [] : await whoFits(queue, likely, free)
    offered.push(...(await offerTo(queue, sure, until)))
    // Filled before the end of the page: whoever comes after has not been looked at yet.
    last = likely.length >= free ? likely.at(-1) : page.at(-1)
  }
  return { offered }
}

const turns = new WeakMap<Database, (asked: { deps: Dependencies; offeringId: string }) => Promise<true>>()

/** The same in a transaction of its own; whoever asks for the same offering meanwhile shares the next turn. */
export async function offerFreedPlacesNow(deps: Dependencies, offeringId: string): Promise<void> {
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
}

/** After a child gave something up, what it waits for elsewhere may fit: a place passed over before is offered now. */
export async function offerWhereChildWaits(deps: Dependencies, childId: string): Promise<void> {
  const rows = await deps.db.sql<{ offeringId: string }>`
    SELECT offering_id AS "offeringId" FROM enrolment
    WHERE municipality_id = ${deps.municipality.id} AND child_id = ${childId} AND status = 'waitlisted' ORDER BY offering_id`
  for (const { offeringId } of rows) await offerFreedPlacesNow(deps, offeringId)
}

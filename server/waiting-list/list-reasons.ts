import { nextOffers } from '@portal/shared/waiting-list/next-offer.ts'
import type { WaitingList } from '@portal/shared/waiting-list/waiting.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import { type Cursor, type JudgedCandidate, judgeWaiting, readOffered, readWaiting } from './read-queue.ts'
import { howListMoved } from './waiting-info.ts'

/** A longer list is looked through as far as this: what stands in the way of the first thousand says enough. */
const mostLookedAt = 1000

type Offering = { waiting: number; free: number; held: number; offered: number }

async function findOwn(deps: Dependencies, actor: Actor, id: string): Promise<Offering> {
  const [row] = await deps.db.sql<Offering>`
    SELECT o.waiting, greatest(0, o.capacity - o.taken - o.held) AS free, o.held,
      (SELECT count(*)::integer FROM enrolment e WHERE e.municipality_id = o.municipality_id AND e.offering_id = o.id
        AND e.status = 'offered') AS offered
    FROM offering o JOIN activity a ON a.municipality_id = o.municipality_id AND a.id = o.activity_id
    WHERE o.municipality_id = ${deps.municipality.id} AND o.id = ${id}
      AND (${actor.isTeam} OR a.provider_id = ANY (${actor.providerIds}::uuid[]))`
  if (!row) throw new Problem('not-found')
  return row
}

async function judgeAll(deps: Dependencies, id: string): Promise<JudgedCandidate[]> {
  const all: JudgedCandidate[] = []
  let after: Cursor | null = null
  do {
    const page = await readWaiting(deps, deps.db, id, after)
    all.push(...(await judgeWaiting(deps, deps.db, id, page.waiting, deps.clock())))
    after = page.last
  } while (after !== null && all.length < mostLookedAt)
  return all
}

/**
 * How the waiting list of an offering stands, and of how many what is the reason that they are not offered a place now: counts only,
 * so that whoever may not see participants sees none. The reasons are looked up now by the same rules as when a place is offered.
 * @throws Problem not-found, also for another provider's offering
 */
export async function listReasons(deps: Dependencies, actor: Actor, id: string): Promise<WaitingList> {
  const own = await findOwn(deps, actor, id)
  const offering = await readOffered(deps, deps.db, id, deps.clock())
  if (!offering) throw new Problem('not-found')
  const { offered, passedOver } = nextOffers(await judgeAll(deps, id), offering.room)
  const counts = new Map<string, number>()
  for (const { reason } of passedOver) counts.set(reason.code, (counts.get(reason.code) ?? 0) + 1)
  const stopped =
    offering.status !== 'published'
      ? 'not-published'
      : offering.nextStart === null
        ? 'no-session-to-come'
        : null
  // Whom a place fits that is free was not offered it yet, or nothing is offered at all; the others are not in turn.
  const others = own.waiting - passedOver.length - offered.length
  if (others > 0) counts.set('no-place-free', others)
  if (offered.length > 0) counts.set('offered-soon', offered.length)
  return {
    ...own,
    stopped,
    moved: await howListMoved(deps, deps.db, id),
    reasons: [...counts].map(([code, count]) => ({ code, count })).sort((a, b) => b.count - a.count),
  }
}

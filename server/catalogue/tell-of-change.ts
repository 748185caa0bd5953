import type { Transaction } from '@portal/db/transaction.ts'
import type { TimedSession } from '@portal/shared/catalogue/session-changes.ts'
import type { NoticeKind } from '@portal/shared/notices/notice.ts'
import type { Facts, Refusal } from '@portal/shared/problem.ts'
import { timeOf, toLocal } from '@portal/shared/schedule/local-time.ts'
import type { Dependencies } from '../app-env.ts'
import { type NewNotice, recordNotices } from '../notices/record-notices.ts'
import type { PlannedChange, Touched } from './plan-change.ts'

/** A session on the municipality's clock. */
export function localSession(
  { startsAt, endsAt }: Pick<TimedSession, 'startsAt' | 'endsAt'>,
  timeZone: string,
) {
  const start = toLocal(new Date(startsAt), timeZone)
  return {
    date: start.date,
    startTime: timeOf(start.minutes),
    endTime: timeOf(toLocal(new Date(endsAt), timeZone).minutes),
  }
}

const countFacts = ({ changes: { moved, added, cancelled }, place }: PlannedChange): Facts => ({
  moved: moved.length,
  added: added.length,
  cancelled: cancelled.length,
  ...(place ? { placeName: place.from, newPlaceName: place.to } : {}),
})

/** The kind and the first session of each, with which the sentence begins; the rest is in the counts. */
function headline(change: PlannedChange, timeZone: string): { kind: NoticeKind; facts: Facts } {
  const [moved] = change.changes.moved
  const [cancelled] = change.changes.cancelled
  const [added] = change.changes.added
  if (moved) {
    const to = localSession(moved.to, timeZone)
    return {
      kind: 'session-moved',
      facts: {
        ...localSession(moved.from, timeZone),
        newDate: to.date,
        newStartTime: to.startTime,
        newEndTime: to.endTime,
      },
    }
  }
  if (cancelled) return { kind: 'session-cancelled', facts: localSession(cancelled, timeZone) }
  if (change.place) return { kind: 'location-changed', facts: {} }
  return { kind: 'session-added', facts: added ? localSession(added, timeZone) : {} }
}

/** The first thing in the child's way that is no other activity: it keeps its place, and the family is told. */
function clashFacts(clashes: readonly Refusal[]): Facts {
  const [clash] = clashes
  if (!clash) return {}
  const { date, startTime, lessonsEnd, lessonsStart, otherTitle } = clash.facts
  return {
    clash: clash.code,
    clashDate: date ?? null,
    clashTime: startTime ?? null,
    clashWith: otherTitle ?? null,
    lessonsAt: lessonsEnd ?? lessonsStart ?? null,
  }
}

/**
 * Records one notice per child of what a change does, whatever the number of sessions: for who waits too. `ended`: the enrolments that
 * this change ended, for the child is elsewhere at that time. What stands in the facts:
 * - all kinds but `offering-cancelled`: `moved`, `added`, `cancelled` (numbers of sessions), `placeName` and `newPlaceName` when it moves
 *   to another place
 * - `session-moved`: the first that moves, from `date`, `startTime`, `endTime` to `newDate`, `newStartTime`, `newEndTime`;
 *   `session-cancelled` and `session-added`: the first one
 * - `clash` (`lesson-clash`, `travel-clash`, or for who waits `session-clash`), `clashDate`, `clashTime`, `clashWith`, `lessonsAt`: what is
 *   in the way of this child afterwards
 * - `place-ended`: as the clash, `otherTitle`, `otherStart`, `otherEnd`: what the child has at that time
 * - `isWaiting`: it has no place, it waits for one
 */
export async function tellOfChange(
  deps: Dependencies,
  tx: Transaction,
  offeringId: string,
  change: PlannedChange,
  ended: ReadonlySet<string>,
  reason: string,
): Promise<void> {
  if (change.touched.length === 0) return
  const { timeZone } = deps.municipality
  const news = headline(change, timeZone)
  const counts = countFacts(change)
  const noticeFor = (child: Touched): Pick<NewNotice, 'kind' | 'facts'> => {
    const isWaiting = !child.holdsPlace
    if (change.cancels) return { kind: 'offering-cancelled', facts: { isWaiting } }
    const elsewhere = child.clashes.find((clash) => clash.code === 'session-clash')
    if (elsewhere && ended.has(child.enrolmentId)) {
      const { date, startTime, endTime, otherTitle, otherStart, otherEnd } = elsewhere.facts
      return {
        kind: 'place-ended',
        facts: {
          ...counts,
          date: date ?? null,
          startTime: startTime ?? null,
          endTime: endTime ?? null,
          otherTitle: otherTitle ?? null,
          otherStart: otherStart ?? null,
          otherEnd: otherEnd ?? null,
        },
      }
    }
    return { kind: news.kind, facts: { ...counts, ...news.facts, ...clashFacts(child.clashes), isWaiting } }
  }
  await recordNotices(
    deps,
    tx,
    change.touched.map((child) => ({
      ...noticeFor(child),
      childId: child.childId,
      enrolmentId: child.enrolmentId,
      offeringId,
      reason,
    })),
  )
}

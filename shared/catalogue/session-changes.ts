/** A session in time: moments in milliseconds since 1970, end exclusive. */
export type TimedSession = { id: string; startsAt: number; endsAt: number }
export type KnownSession = TimedSession & { isCancelled: boolean }

/** What changes for who comes, in order of time; what is over by now is left out. */
export type SessionChanges = {
  moved: { from: TimedSession; to: TimedSession }[]
  /** New, or on again after having been cancelled. */
  added: TimedSession[]
  cancelled: TimedSession[]
}

const sameTime = (a: TimedSession, b: TimedSession) => a.startsAt === b.startsAt && a.endsAt === b.endsAt

/**
 * The wanted sessions, where one that names no session (`isNew`) but stands at exactly the times of a known one that is not named
 * otherwise, is that one: a list sent without ids moves nothing.
 */
export function keepKnownIds(
  known: readonly KnownSession[],
  wanted: readonly (TimedSession & { isNew: boolean })[],
): TimedSession[] {
  const left = new Map(known.map((session) => [session.id, session]))
  for (const { id } of wanted) left.delete(id)
  return wanted.map(({ isNew, ...session }) => {
    if (!isNew) return session
    const same = [...left.values()]
      .filter((each) => sameTime(each, session))
      // One that goes on before one that was cancelled.
      .sort((a, b) => Number(a.isCancelled) - Number(b.isCancelled))[0]
    if (!same) return session
    left.delete(same.id)
    return { ...session, id: same.id }
  })
}

const inTime = (a: TimedSession, b: TimedSession) => a.startsAt - b.startsAt

/** What the wanted list of sessions changes for who comes, seen from `now`. */
export function sessionChanges(
  known: readonly KnownSession[],
  wanted: readonly TimedSession[],
  now: number,
): SessionChanges {
  const standing = new Map(
    known
      .filter((session) => !session.isCancelled)
      .map(({ id, startsAt, endsAt }) => [id, { id, startsAt, endsAt }]),
  )
  const changes: SessionChanges = { moved: [], added: [], cancelled: [] }
  for (const { id, startsAt, endsAt } of [...wanted].sort(inTime)) {
    const to = { id, startsAt, endsAt }
    const from = standing.get(id)
    standing.delete(id)
    if (!from) {
      if (to.endsAt > now) changes.added.push(to)
    } else if (!sameTime(from, to) && (from.endsAt > now || to.endsAt > now)) changes.moved.push({ from, to })
  }
  changes.cancelled = [...standing.values()].filter((session) => session.endsAt > now).sort(inTime)
  return changes
}

/**
 * How the free places of an offering are shared out when some are held. `general`: places for everybody, so capacity − taken −
 * held. `holds`: open holds with what is left of each.
 */
export type FreePlaces = { general: number; holds: ReadonlyMap<string, number> }

/** From which places a child gets one. */
export type PlaceFrom = { from: 'hold'; holdId: string } | { from: 'general' }

/** Those who wait: all, and of each hold how many of them match it. */
export type QueueBefore = { waiting: number; matching: ReadonlyMap<string, number> }

/**
 * The place for somebody before whom nobody stands who could have it: from the first own hold with a place (`matches`: ids in the
 * order of matchingHolds), else a general one, else null.
 */
export function placeFor(free: FreePlaces, matches: readonly string[]): PlaceFrom | null {
  const holdId = matches.find((id) => (free.holds.get(id) ?? 0) > 0)
  if (holdId !== undefined) return { from: 'hold', holdId }
  return free.general > 0 ? { from: 'general' } : null
}

/** The same for a newcomer: never before somebody who waits for the same places. Null: wait, or be refused where there is no list. */
export function placeForNewcomer(
  free: FreePlaces,
  queue: QueueBefore,
  matches: readonly string[],
): PlaceFrom | null {
  const open = matches.filter((id) => (queue.matching.get(id) ?? 0) === 0)
  return placeFor(queue.waiting === 0 ? free : { ...free, general: 0 }, open)
}

/** What is free after a place is taken. */
export function without(free: FreePlaces, place: PlaceFrom): FreePlaces {
  if (place.from === 'general') return { ...free, general: free.general - 1 }
  return { ...free, holds: new Map(free.holds).set(place.holdId, (free.holds.get(place.holdId) ?? 0) - 1) }
}

/** The queue with one more at its end, who matches these holds. */
export function withOneMore(queue: QueueBefore, matches: readonly string[]): QueueBefore {
  const matching = new Map(queue.matching)
  for (const id of matches) matching.set(id, (matching.get(id) ?? 0) + 1)
  return { waiting: queue.waiting + 1, matching }
}

/**
 * Shares free places out among those who wait, who come in order: each the first that it may have. One for whom it does not fit
 * now (`fits` false) is passed over and keeps its turn, and so is one for whom no place is left that it may have: a child
 * further on may match a hold. Answers a place for each in the same order, null for who goes on waiting.
 */
export function shareOutPlaces(
  free: FreePlaces,
  inOrder: readonly { matches: readonly string[]; fits: boolean }[],
): (PlaceFrom | null)[] {
  let left = free
  return inOrder.map(({ matches, fits }) => {
    const place = fits ? placeFor(left, matches) : null
    if (place) left = without(left, place)
    return place
  })
}

/**
 * Shares free places out among newcomers, who come in order: each a place, or a turn at the end of the queue (null) where there
 * is one, else nothing (null too).
 */
export function shareOutToNewcomers(
  free: FreePlaces,
  queue: QueueBefore,
  inOrder: readonly { matches: readonly string[] }[],
  hasWaitingList: boolean,
): (PlaceFrom | null)[] {
  let left = free
  let before = queue
  return inOrder.map(({ matches }) => {
    const place = placeForNewcomer(left, before, matches)
    if (place) left = without(left, place)
    else if (hasWaitingList) before = withOneMore(before, matches)
    return place
  })
}

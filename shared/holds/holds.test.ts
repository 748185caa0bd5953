import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ChildTies, type Hold, matchingHolds, openHolds } from './matching-holds.ts'
import {
  type FreePlaces,
  type PlaceFrom,
  placeForNewcomer,
  shareOutPlaces,
  shareOutToNewcomers,
} from './share-out-places.ts'

const stranger: ChildTies = { schoolId: null, neighbourhoods: [], isInvited: false }
const hold = (id: string, change: Partial<Hold>): Hold => ({
  id,
  kind: 'invited',
  schoolId: null,
  neighbourhoodCode: null,
  until: 1000,
  ...change,
})
const ids = (holds: readonly Hold[]) => holds.map(({ id }) => id)

describe('A held place', () => {
  const forSchool = hold('school', { kind: 'school', schoolId: 's1', until: 300 })
  const forWest = hold('west', { kind: 'neighbourhood', neighbourhoodCode: 'WK1', until: 200 })
  const forInvited = hold('invited', { until: 100 })
  const all = [forSchool, forWest, forInvited]

  it('is for pupils of that school, for who lives or learns in that neighbourhood, and for who was invited', () => {
    expect(ids(matchingHolds({ ...stranger, schoolId: 's1' }, all))).toEqual(['school'])
    expect(ids(matchingHolds({ ...stranger, schoolId: 's2' }, all))).toEqual([])
    expect(ids(matchingHolds({ ...stranger, neighbourhoods: ['WK9', 'WK1'] }, all))).toEqual(['west'])
    expect(ids(matchingHolds({ ...stranger, isInvited: true }, all))).toEqual(['invited'])
    expect(ids(matchingHolds(stranger, all))).toEqual([])
  })

  it('comes from the hold that ends first, when several are for the child', () => {
    const child = { schoolId: 's1', neighbourhoods: ['WK1'], isInvited: true }
    expect(ids(matchingHolds(child, all))).toEqual(['invited', 'west', 'school'])
  })

  it('is held for nobody from the moment of its end on', () => {
    expect(ids(openHolds(all, 99))).toEqual(['school', 'west', 'invited'])
    expect(ids(openHolds(all, 100))).toEqual(['school', 'west'])
  })
})

describe('A newcomer', () => {
  const nobody = { waiting: 0, matching: new Map<string, number>() }
  const free: FreePlaces = { general: 1, holds: new Map([['h', 1]]) }

  it('gets the place that is held for it and leaves the general one', () => {
    expect(placeForNewcomer(free, nobody, ['h'])).toEqual({ from: 'hold', holdId: 'h' })
    expect(placeForNewcomer(free, nobody, [])).toEqual({ from: 'general' })
    expect(placeForNewcomer({ ...free, general: 0 }, nobody, [])).toBeNull()
  })

  it('passes those who wait without a tie to the hold, and none who has one', () => {
    expect(placeForNewcomer(free, { waiting: 3, matching: new Map() }, ['h'])).toEqual({
      from: 'hold',
      holdId: 'h',
    })
    expect(placeForNewcomer(free, { waiting: 3, matching: new Map([['h', 1]]) }, ['h'])).toBeNull()
    expect(placeForNewcomer(free, { waiting: 3, matching: new Map() }, [])).toBeNull()
  })
})

const holdIds = ['a', 'b', 'c']
const anyFree = fc
  .record({
    general: fc.integer({ min: 0, max: 4 }),
    left: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 3, maxLength: 3 }),
  })
  .map(
    ({ general, left }): FreePlaces => ({
      general,
      holds: new Map(holdIds.map((id, index) => [id, left[index] ?? 0])),
    }),
  )
const anyMatches = fc.shuffledSubarray(holdIds)
const anyWaiting = fc.array(fc.record({ matches: anyMatches, fits: fc.boolean() }), { maxLength: 14 })

/** What was given out: never more than there was, never to who does not match. */
function expectFair(
  free: FreePlaces,
  children: readonly { matches: readonly string[] }[],
  given: readonly (PlaceFrom | null)[],
): Map<string, number> {
  const used = new Map<string, number>()
  for (const [index, place] of given.entries()) {
    if (!place) continue
    const key = place.from === 'hold' ? place.holdId : 'general'
    used.set(key, (used.get(key) ?? 0) + 1)
    if (place.from === 'hold') expect(children[index]?.matches).toContain(place.holdId)
  }
  expect(used.get('general') ?? 0).toBeLessThanOrEqual(free.general)
  for (const [id, left] of free.holds) expect(used.get(id) ?? 0).toBeLessThanOrEqual(left)
  return used
}

describe('Places that are shared out among those who wait', () => {
  it('are never more than there are, held ones go to who matches, and nobody waits for a place it could have', () => {
    fc.assert(
      fc.property(anyFree, anyWaiting, (free, waiting) => {
        const given = shareOutPlaces(free, waiting)
        const used = expectFair(free, waiting, given)
        for (const [index, { matches, fits }] of waiting.entries()) {
          if (!fits) expect(given[index]).toBeNull()
          if (given[index] || !fits) continue
          expect(used.get('general') ?? 0).toBe(free.general)
          for (const id of matches) expect(used.get(id) ?? 0).toBe(free.holds.get(id))
        }
      }),
    )
  })

  it('go to nobody before somebody whom the same place would have suited', () => {
    fc.assert(
      fc.property(anyFree, anyWaiting, (free, waiting) => {
        const given = shareOutPlaces(free, waiting)
        for (const [index, place] of given.entries()) {
          if (!place) continue
          const passed = waiting.filter((each, before) => before < index && each.fits && !given[before])
          const couldHave = passed.filter(
            ({ matches }) => place.from === 'general' || matches.includes(place.holdId),
          )
          expect(couldHave).toEqual([])
        }
      }),
    )
  })

  it('leave a general place alone while an own one is there', () => {
    fc.assert(
      fc.property(anyFree, anyMatches, (free, matches) => {
        const [place] = shareOutPlaces(free, [{ matches, fits: true }])
        const hasOwn = matches.some((id) => (free.holds.get(id) ?? 0) > 0)
        if (hasOwn) expect(place?.from).toBe('hold')
      }),
    )
  })
})

describe('Places that are shared out among newcomers', () => {
  it('pass nobody who waits for the same place, whoever comes in whatever order', () => {
    fc.assert(
      fc.property(anyFree, anyWaiting, anyWaiting, fc.boolean(), (free, before, children, hasWaitingList) => {
        const queue = {
          waiting: before.length,
          matching: new Map(
            holdIds.map((id) => [id, before.filter(({ matches }) => matches.includes(id)).length]),
          ),
        }
        const given = shareOutToNewcomers(free, queue, children, hasWaitingList)
        const used = expectFair(free, children, given)
        for (const [index, place] of given.entries()) {
          const child = children[index]
          if (!child) continue
          const inQueue = [
            ...before,
            ...children.filter((_, other) => hasWaitingList && other < index && !given[other]),
          ]
          if (place?.from === 'general') expect(inQueue).toEqual([])
          if (place?.from === 'hold') {
            expect(inQueue.filter(({ matches }) => matches.includes(place.holdId))).toEqual([])
          }
          // Whoever waits: each own hold is used up, or somebody waits for it who came before.
          if (place) continue
          for (const id of child.matches) {
            const isUsedUp = (used.get(id) ?? 0) === free.holds.get(id)
            expect(isUsedUp || inQueue.some(({ matches }) => matches.includes(id))).toBe(true)
          }
        }
      }),
    )
  })
})

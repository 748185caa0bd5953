import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type KnownSession, keepKnownIds, sessionChanges } from './session-changes.ts'

const hour = 3_600_000
const at = (id: string, startsAt: number, isCancelled = false): KnownSession => ({
  id,
  startsAt: startsAt * hour,
  endsAt: (startsAt + 1) * hour,
  isCancelled,
})
const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id)

describe('what changes for who comes', () => {
  it('tells what moved, what came and what went', () => {
    const known = [at('a', 10), at('b', 20), at('c', 30)]
    const changes = sessionChanges(known, [at('a', 10), at('c', 32), at('d', 40)], 0)
    expect(changes.moved).toEqual([
      {
        from: { id: 'c', startsAt: 30 * hour, endsAt: 31 * hour },
        to: { id: 'c', startsAt: 32 * hour, endsAt: 33 * hour },
      },
    ])
    expect(ids(changes.added)).toEqual(['d'])
    expect(ids(changes.cancelled)).toEqual(['b'])
  })

  it('is silent about what is over', () => {
    const changes = sessionChanges([at('a', 10), at('b', 20)], [at('c', 11)], 50 * hour)
    expect(changes).toEqual({ moved: [], added: [], cancelled: [] })
  })

  it('takes one that was cancelled and stands in the list again as one that is added', () => {
    expect(ids(sessionChanges([at('a', 10, true)], [at('a', 10)], 0).added)).toEqual(['a'])
    expect(sessionChanges([at('a', 10, true)], [], 0).cancelled).toEqual([])
  })

  it('knows a session by its times where no id was sent', () => {
    const known = [at('a', 10), at('b', 20)]
    const wanted = keepKnownIds(known, [
      { ...at('x', 20), isNew: true },
      { ...at('y', 30), isNew: true },
    ])
    expect(ids(wanted)).toEqual(['b', 'y'])
  })
})

const times = fc.uniqueArray(fc.nat(100), { maxLength: 12 })

describe('for any two lists of sessions', () => {
  it('a list that is sent back without ids changes nothing', () => {
    fc.assert(
      fc.property(times, (starts) => {
        const known = starts.map((start, index) => at(`s${index}`, start))
        const wanted = keepKnownIds(
          known,
          starts.map((start, index) => ({ ...at(`n${index}`, start), isNew: true })),
        )
        expect(sessionChanges(known, wanted, 0)).toEqual({ moved: [], added: [], cancelled: [] })
      }),
    )
  })

  it('what was, less what is cancelled, with what is added and moved, is what was wanted', () => {
    fc.assert(
      fc.property(times, times, fc.nat(12), (before, after, shared) => {
        const known = before.map((start, index) => at(`k${index}`, start))
        const wanted = after.map((start, index) =>
          at(index < shared && index < before.length ? `k${index}` : `n${index}`, start),
        )
        const { moved, added, cancelled } = sessionChanges(known, wanted, -1)
        const result = new Map(known.map((session) => [session.id, session.startsAt]))
        for (const { id } of cancelled) result.delete(id)
        for (const { to } of moved) result.set(to.id, to.startsAt)
        for (const session of added) result.set(session.id, session.startsAt)
        expect([...result].sort()).toEqual(wanted.map(({ id, startsAt }) => [id, startsAt]).sort())
      }),
    )
  })
})

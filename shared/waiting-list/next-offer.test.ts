import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Refusal } from '../problem.ts'
import { type Candidate, nextOffers, type Room } from './next-offer.ts'

const clash: Refusal = { code: 'session-clash', detail: '', facts: {} }
const child = (name: string, over: Partial<Candidate> = {}): Candidate => ({
  enrolmentId: name,
  priorityClass: 0,
  joinedNumber: Number(name.replace(/\D/g, '')) || 1,
  pairId: null,
  refusals: [],
  holds: [],
  ...over,
})
const names = (offers: { candidate: Candidate }[]) => offers.map(({ candidate }) => candidate.enrolmentId)
const general = (places: number): Room => ({ general: places, holds: [] })

describe('who is offered a place', () => {
  it('is the lowest class first, and within it who joined first', () => {
    const list = [
      child('a1', { priorityClass: 2 }),
      child('b2', { priorityClass: 1 }),
      child('c3'),
      child('d4'),
    ]
    expect(names(nextOffers(list, general(3)).offered)).toEqual(['c3', 'd4', 'b2'])
  })

  it('passes over a child for whom it does not fit, says why, and is silent about who comes after the last place', () => {
    const { offered, passedOver } = nextOffers(
      [child('a1', { refusals: [clash] }), child('b2'), child('c3', { refusals: [clash] })],
      general(1),
    )
    expect(names(offered)).toEqual(['b2'])
    expect(passedOver).toEqual([{ candidate: expect.objectContaining({ enrolmentId: 'a1' }), reason: clash }])
  })

  const held: Room = { general: 1, holds: [{ id: 'school', left: 2 }] }
  it('gives a held place to whom it is held for, before one for everybody', () => {
    const { offered } = nextOffers([child('a1', { holds: ['school'] }), child('b2')], held)
    expect(offered.map(({ candidate, holdId }) => [candidate.enrolmentId, holdId])).toEqual([
      ['a1', 'school'],
      ['b2', null],
    ])
  })

  it('gives a place for everybody to whom it is held for when the held ones are gone', () => {
    const list = [1, 2, 3].map((number) => child(`a${number}`, { holds: ['school'] }))
    expect(nextOffers(list, held).offered.map(({ holdId }) => holdId)).toEqual(['school', 'school', null])
  })

  it('passes over who is not meant when only held places are left', () => {
    const { offered, passedOver } = nextOffers([child('a1'), child('b2', { holds: ['school'] })], {
      general: 0,
      holds: [{ id: 'school', left: 1 }],
    })
    expect(names(offered)).toEqual(['b2'])
    expect(passedOver.map(({ reason }) => reason.code)).toEqual(['only-held-places-free'])
  })

  it('moves one between two holds so that nobody is passed over for nothing', () => {
    const room: Room = {
      general: 0,
      holds: [
        { id: 'school', left: 1 },
        { id: 'area', left: 1 },
      ],
    }
    const { offered } = nextOffers(
      [child('a1', { holds: ['school', 'area'] }), child('b2', { holds: ['school'] })],
      room,
    )
    expect(offered.map(({ candidate, holdId }) => [candidate.enrolmentId, holdId])).toEqual([
      ['a1', 'area'],
      ['b2', 'school'],
    ])
  })
})

describe('two who want a place together', () => {
  const pair = (over: Partial<Candidate> = {}) => [
    child('a1', { pairId: 'p' }),
    child('b3', { pairId: 'p', ...over }),
  ]
  it('are offered two places, at the turn of who joined last', () => {
    expect(names(nextOffers([...pair(), child('c2')], general(3)).offered)).toEqual(['a1', 'c2', 'b3'])
    expect(names(nextOffers([...pair(), child('c2')], general(1)).offered)).toEqual(['c2'])
  })
  it('are passed over when there is one place, which goes to who comes after them', () => {
    const { offered, passedOver } = nextOffers([...pair(), child('c4')], general(1))
    expect(names(offered)).toEqual(['c4'])
    expect(passedOver.map(({ reason }) => reason)).toEqual([
      expect.objectContaining({ code: 'pair-needs-more-places', facts: { needed: 2, free: 1 } }),
      expect.objectContaining({ code: 'pair-needs-more-places' }),
    ])
  })
  it('are both passed over when it fits one of them only, without a word about the other’s reason', () => {
    const { offered, passedOver } = nextOffers(pair({ refusals: [clash] }), general(2))
    expect(offered).toEqual([])
    expect(passedOver.map(({ candidate, reason }) => [candidate.enrolmentId, reason.code])).toEqual([
      ['a1', 'pair-does-not-fit'],
      ['b3', 'session-clash'],
    ])
  })
  it('give a held place back when there is none for the other', () => {
    const list = [
      child('a1', { pairId: 'p', holds: ['school'] }),
      child('b2', { pairId: 'p' }),
      child('c3', { holds: ['school'] }),
    ]
    const room: Room = { general: 0, holds: [{ id: 'school', left: 1 }] }
    expect(names(nextOffers(list, room).offered)).toEqual(['c3'])
  })
})

/** Whether all of them can have a place at once, by trying everything. */
function allSeated(all: readonly Candidate[], room: Room): boolean {
  const [first, ...rest] = all
  if (!first) return true
  const ways: Room[] = room.holds
    .filter(({ id, left }) => left > 0 && first.holds.includes(id))
    .map(({ id }) => ({
      ...room,
      holds: room.holds.map((hold) => (hold.id === id ? { ...hold, left: hold.left - 1 } : hold)),
    }))
  if (room.general > 0) ways.push({ ...room, general: room.general - 1 })
  return ways.some((left) => allSeated(rest, left))
}

describe('whatever the list and the places are', () => {
  const holds = ['x', 'y', 'z']
  const anybody = fc.record({
    enrolmentId: fc.uuid(),
    priorityClass: fc.integer({ min: 0, max: 2 }),
    joinedNumber: fc.integer({ min: 1, max: 1000 }),
    pairId: fc.option(fc.constantFrom('p', 'q'), { freq: 3 }),
    refusals: fc.constantFrom<Refusal[]>([], [], [], [clash]),
    holds: fc.subarray(holds),
  })
  const list = fc.uniqueArray(anybody, { selector: (each) => each.joinedNumber, maxLength: 8 })
  const places = fc.record({
    general: fc.integer({ min: 0, max: 3 }),
    holds: fc.tuple(
      ...holds.map((id) => fc.record({ id: fc.constant(id), left: fc.integer({ min: 0, max: 2 }) })),
    ),
  })
  const turnOf = (each: Candidate, all: readonly Candidate[]) =>
    Math.max(
      ...all
        .filter((other) => other === each || (each.pairId !== null && other.pairId === each.pairId))
        .map((other) => other.priorityClass * 10_000 + other.joinedNumber),
    )

  it('everybody in turn gets a place who can have one beside those before', () => {
    fc.assert(
      fc.property(list, places, (all, room) => {
        const offered = nextOffers(all, room).offered.map(({ candidate }) => candidate)
        const had: Candidate[] = []
        const inTurn = [...all].sort((a, b) => turnOf(a, all) - turnOf(b, all))
        for (const each of inTurn) {
          if (had.includes(each)) continue
          const unit = all.filter((other) => other === each || (each.pairId && other.pairId === each.pairId))
          const fits = unit.every(({ refusals }) => refusals.length === 0)
          const may = fits && allSeated([...had, ...unit], room)
          for (const member of unit) expect(offered.includes(member)).toBe(may)
          if (may) had.push(...unit)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('no place is given twice, no hold to whom it is not for, and nobody is offered and passed over', () => {
    fc.assert(
      fc.property(list, places, (all, room) => {
        const { offered, passedOver } = nextOffers(all, room)
        expect(offered.filter(({ holdId }) => holdId === null).length).toBeLessThanOrEqual(room.general)
        for (const { id, left } of room.holds) {
          const mine = offered.filter(({ holdId }) => holdId === id)
          expect(mine.length).toBeLessThanOrEqual(left)
          for (const { candidate } of mine) expect(candidate.holds).toContain(id)
        }
        const seen = [...names(offered), ...names(passedOver)]
        expect(new Set(seen).size).toBe(seen.length)
      }),
    )
  })
})

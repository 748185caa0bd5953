import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type PairMember, settlePair } from './pair.ts'
import { mayBecome, takesPlace } from './status.ts'

const member = (id: string, over: Partial<PairMember> = {}): PairMember => ({
  id,
  status: 'offered',
  hasAccepted: false,
  aloneToo: false,
  ...over,
})
const yes = { hasAccepted: true }

describe('children who want a place together', () => {
  it('wait with a yes until all have said it', () => {
    expect(settlePair([member('a', yes), member('b')])).toEqual({ outcome: 'waits', steps: [] })
    expect(settlePair([member('a', yes), member('b', yes)])).toEqual({
      outcome: 'together',
      steps: [
        { id: 'a', becomes: 'placed' },
        { id: 'b', becomes: 'placed' },
      ],
    })
  })
  it('go back to their own turn when one says no, or have the place alone if the family said so', () => {
    const no = member('b', { status: 'declined' })
    expect(settlePair([member('a', yes), no]).steps).toEqual([{ id: 'a', becomes: 'waitlisted' }])
    expect(settlePair([member('a', { ...yes, aloneToo: true }), no]).steps).toEqual([
      { id: 'a', becomes: 'placed' },
    ])
    expect(settlePair([member('a', { aloneToo: true }), no]).steps).toEqual([{ id: 'a', becomes: 'alone' }])
    expect(settlePair([member('a', { status: 'waitlisted', aloneToo: true }), no]).steps).toEqual([
      { id: 'a', becomes: 'alone' },
    ])
  })
  it('never lose a place that they have', () => {
    expect(
      settlePair([member('a', { status: 'placed' }), member('b', { status: 'withdrawn' })]).steps,
    ).toEqual([{ id: 'a', becomes: 'alone' }])
  })

  it('wait for nobody when the others are of the pair no more', () => {
    expect(settlePair([member('a', yes)]).steps).toEqual([{ id: 'a', becomes: 'placed' }])
    expect(settlePair([member('a')]).steps).toEqual([{ id: 'a', becomes: 'alone' }])
    expect(settlePair([member('a', { status: 'declined' })]).steps).toEqual([])
  })

  const anyone = fc.record({
    status: fc.constantFrom(
      'waitlisted',
      'offered',
      'placed',
      'declined',
      'expired',
      'withdrawn',
      'cancelled',
    ),
    hasAccepted: fc.boolean(),
    aloneToo: fc.boolean(),
  })
  const some = fc
    .array(anyone, { minLength: 2, maxLength: 4 })
    .map((all) => all.map((each, index): PairMember => ({ ...each, id: String(index) })))
  it('are never placed without each other unless the family said so, and only go where an enrolment may go', () => {
    fc.assert(
      fc.property(some, (members) => {
        const { outcome, steps } = settlePair(members)
        for (const { id, becomes } of steps) {
          const before = members.find((each) => each.id === id)
          if (!before) throw new Error('A step for nobody.')
          if (becomes === 'alone') continue
          expect(mayBecome(before.status, becomes)).toBe(true)
          if (becomes === 'placed') expect(before.hasAccepted).toBe(true)
          if (becomes === 'placed' && !before.aloneToo) expect(outcome).toBe('together')
        }
        if (outcome === 'together') {
          const after = members.map((each) => steps.find(({ id }) => id === each.id)?.becomes ?? each.status)
          expect(after.every((status) => status === 'placed')).toBe(true)
        }
      }),
    )
  })
  it('settle once: what was settled has nothing left to do', () => {
    fc.assert(
      fc.property(some, (members) => {
        const { outcome, steps } = settlePair(members)
        if (outcome === 'broken') return
        const after = members.map((each): PairMember => {
          const becomes = steps.find(({ id }) => id === each.id)?.becomes
          return becomes && becomes !== 'alone' ? { ...each, status: becomes } : each
        })
        expect(settlePair(after).steps).toEqual([])
        for (const each of after) if (each.status === 'placed') expect(takesPlace).toContain(each.status)
      }),
    )
  })
})

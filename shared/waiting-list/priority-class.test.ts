import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type PriorityFacts, priorityClass, priorityRules } from './priority-class.ts'

const facts = (...met: (typeof priorityRules)[number][]): PriorityFacts => ({
  'no-place': met.includes('no-place'),
  'focus-neighbourhood': met.includes('focus-neighbourhood'),
  sibling: met.includes('sibling'),
})

it('a child is in the class of the first rule that it meets', () => {
  expect(priorityClass(priorityRules, facts('no-place', 'sibling'))).toBe(0)
  expect(priorityClass(priorityRules, facts('sibling'))).toBe(2)
  expect(priorityClass(priorityRules, facts())).toBe(3)
})

it('the municipality says which rules count, and in what order', () => {
  expect(priorityClass(['sibling', 'no-place'], facts('no-place'))).toBe(1)
  expect(priorityClass(['sibling'], facts('no-place'))).toBe(1)
})

it('without rules everybody is in the same class', () => {
  expect(priorityClass([], facts('no-place', 'focus-neighbourhood', 'sibling'))).toBe(0)
})

it('a class never gets worse because a child meets one rule more', () => {
  const rules = fc.shuffledSubarray([...priorityRules])
  fc.assert(
    fc.property(
      rules,
      fc.subarray([...priorityRules]),
      fc.constantFrom(...priorityRules),
      (order, met, more) => {
        expect(priorityClass(order, facts(...met, more))).toBeLessThanOrEqual(
          priorityClass(order, facts(...met)),
        )
      },
    ),
  )
})

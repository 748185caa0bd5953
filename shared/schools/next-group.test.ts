import { expect, it } from 'vitest'
import { combinedGroupName, nextGroupName } from './next-group.ts'

it.each([
  ['Groep 5', 5, 'Groep 6'],
  ['5A', 5, '6A'],
  ['Klas 1', 1, 'Klas 2'],
  ['De Dolfijnen', 3, 'De Dolfijnen'],
  ['Groep 15', 5, 'Groep 15'],
  ['3/4 · groep 3', 3, '3/4 · groep 4'],
])('%s of year %i is called %s a year later', (name, year, next) => {
  expect(nextGroupName(name, year)).toBe(next)
})

it('a combined group has a name of its own for each year, of at most sixty characters', () => {
  expect(combinedGroupName('3/4', 3)).toBe('3/4 · groep 3')
  const long = combinedGroupName('x'.repeat(64), 8)
  expect(long).toHaveLength(60)
  expect(nextGroupName(long, 7)).toBe(long)
})

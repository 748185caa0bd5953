import { expect, it } from 'vitest'
import { linesOf, moved, readDraft } from './settings-draft.ts'

const text = { offerHours: '48', offerHoursNear: '12', offerNearDays: '3' }

it('shows the rules that count first, in their order, then the others', () => {
  expect(linesOf(['sibling'])).toEqual([
    { rule: 'sibling', counts: true },
    { rule: 'no-place', counts: false },
    { rule: 'focus-neighbourhood', counts: false },
  ])
})

it('moves a rule one place, and leaves the first and last where they are', () => {
  const lines = linesOf(['no-place', 'focus-neighbourhood', 'sibling'])
  expect(moved(lines, 'sibling', -1).map(({ rule }) => rule)).toEqual([
    'no-place',
    'sibling',
    'focus-neighbourhood',
  ])
  expect(moved(lines, 'sibling', 1)).toEqual(lines)
  expect(moved(lines, 'no-place', -1)).toEqual(lines)
})

it('keeps only the rules that count, and names every field that is not right', () => {
  const lines = linesOf(['sibling', 'no-place'])
  expect(readDraft(text, lines, 4)).toEqual({
    settings: {
      offerHours: 48,
      offerHoursNear: 12,
      offerNearDays: 3,
      priorityRules: ['sibling', 'no-place'],
      version: 4,
    },
  })
  expect(readDraft({ offerHours: '0', offerHoursNear: 'twaalf', offerNearDays: '31' }, lines, 1)).toEqual({
    wrong: ['offerHours', 'offerHoursNear', 'offerNearDays'],
  })
  expect(readDraft({ ...text, offerHours: '10', offerHoursNear: '11' }, lines, 1)).toEqual({
    wrong: ['offerHoursNear'],
  })
})

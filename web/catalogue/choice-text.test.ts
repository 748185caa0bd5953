import { areas as allAreas, slots as allSlots } from '@portal/shared/catalogue/offering.ts'
import { expect, it } from 'vitest'
import { areas, choiceText, slots } from './choice-text.ts'

const known = {
  neighbourhoods: [{ code: 'BU1', name: 'De Hambaken' }],
  schools: [{ id: 's1', name: 'De Kruiskamp' }],
} as unknown as Parameters<typeof choiceText>[2]

it('names the same areas and moments as the rules do', () => {
  expect(areas).toEqual(allAreas)
  expect(slots).toEqual(allSlots)
})

it('says a choice in words', () => {
  const text = (key: Parameters<typeof choiceText>[0], value: string) => choiceText(key, value, known)
  expect(text('postcode', '5211ab')).toContain('5211AB')
  expect(text('school', 's1')).toBe('De Kruiskamp')
  expect(text('neighbourhood', 'BU1')).toBe('De Hambaken')
  expect(text('age', '8')).toContain('8')
  expect(text('weekday', '3')).toBe('woensdag')
  for (const slot of slots) expect(text('slot', slot)).toBeTruthy()
  for (const area of areas) expect(text('area', area)).toBeTruthy()
})

it('has no words for a choice that nobody could have made here', () => {
  for (const [key, value] of [
    ['school', 'gone'],
    ['neighbourhood', 'BU9'],
    ['weekday', '8'],
    ['slot', 'midnight'],
    ['area', 'constructor'],
    ['free', 'maybe'],
  ] as const)
    expect(choiceText(key, value, known), key).toBeNull()
})

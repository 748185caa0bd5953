import { expect, it } from 'vitest'
import { removalOutcome } from './removal.ts'

it.each([
  [{ isSelf: false, otherGuardians: 0, isPupil: false }, 'child-removed'],
  [{ isSelf: false, otherGuardians: 0, isPupil: true }, 'stays-with-school'],
  [{ isSelf: false, otherGuardians: 1, isPupil: false }, 'leaves-family'],
  [{ isSelf: false, otherGuardians: 1, isPupil: true }, 'leaves-family'],
  [{ isSelf: true, otherGuardians: 2, isPupil: false }, 'child-removed'],
  [{ isSelf: true, otherGuardians: 0, isPupil: true }, 'stays-with-school'],
] as const)('removing %o: %s', (child, outcome) => {
  expect(removalOutcome(child)).toBe(outcome)
})

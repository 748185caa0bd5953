import type { HeldPlaces } from '@portal/shared/holds/hold.ts'
import { expect, it } from 'vitest'
import { heldText } from './held-text.ts'

const hold: HeldPlaces = {
  kind: 'school',
  name: 'Kindcentrum De Kruisstraat',
  places: 4,
  left: 3,
  until: '2026-12-02T23:00:00.000Z',
}

it('says how many places are held, for whom, and until which day on the clock of the municipality', () => {
  expect(heldText(hold)).toBe('3 plekken vrijgehouden voor Kindcentrum De Kruisstraat tot 3\u00a0december')
  expect(heldText({ ...hold, left: 1 })).toBe(
    '1 plek vrijgehouden voor Kindcentrum De Kruisstraat tot 3\u00a0december',
  )
  expect(heldText({ ...hold, kind: 'neighbourhood', name: 'West' })).toBe(
    '3 plekken vrijgehouden voor kinderen uit West tot 3\u00a0december',
  )
  expect(heldText({ ...hold, kind: 'invited', name: null, left: 1 })).toBe(
    '1 plek vrijgehouden voor een uitgenodigd kind tot 3\u00a0december',
  )
})

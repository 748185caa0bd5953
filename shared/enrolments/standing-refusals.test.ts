import { expect, it } from 'vitest'
import type { Refusal } from '../problem.ts'
import { standingRefusals } from './standing-refusals.ts'
import { enrolmentStatuses } from './status.ts'

const lesson: Refusal = { code: 'lesson-clash', detail: '', facts: { minutes: 15 } }
const elsewhere: Refusal = { code: 'travel-clash', detail: '', facts: { otherOfferingId: 'x' } }
const moved: Refusal = { code: 'other-neighbourhood', detail: '', facts: {} }
const all = { sessionsToCome: 2, eligibility: [moved], clashes: [lesson, elsewhere] }

it('names all that stands in the way of a place that is held', () => {
  expect(standingRefusals({ ...all, status: 'placed' })).toEqual([moved, lesson, elsewhere])
})

it('leaves out what a waiting child has elsewhere: it is passed over and keeps its turn', () => {
  expect(standingRefusals({ ...all, status: 'waitlisted' })).toEqual([moved, lesson])
})

it('says nothing of what is over, by its state or by its sessions', () => {
  expect(standingRefusals({ ...all, status: 'placed', sessionsToCome: 0 })).toEqual([])
  const silent = enrolmentStatuses.filter((status) => standingRefusals({ ...all, status }).length === 0)
  expect(silent.sort()).toEqual(
    ['cancelled', 'completed', 'declined', 'expired', 'not_placed', 'wished', 'withdrawn'].sort(),
  )
})

import { expect, it } from 'vitest'
import { claimsTime, enrolmentStatuses, isLive, mayBecome, takesPlace, transitions } from './status.ts'

const ends = enrolmentStatuses.filter((status) => transitions[status].length === 0)

it('nothing follows an end, and whatever still lives can be given up or cancelled', () => {
  expect(ends).toEqual(['not_placed', 'expired', 'withdrawn', 'cancelled', 'completed'])
  for (const status of isLive.filter((each) => !ends.includes(each))) {
    expect(mayBecome(status, 'withdrawn'), status).toBe(true)
    expect(mayBecome(status, 'cancelled'), status).toBe(true)
  }
})

it('a child on the waiting list gets a place only by being offered it', () => {
  expect(mayBecome('waitlisted', 'placed')).toBe(false)
  expect(mayBecome('waitlisted', 'offered')).toBe(true)
  expect(mayBecome('offered', 'placed')).toBe(true)
})

it('a no can be undone: back to the offer, or to the own turn on the list, and to nothing else', () => {
  expect(transitions.declined).toEqual(['offered', 'waitlisted'])
})

it('nobody who has a place goes back to waiting, but for an offer that is taken back', () => {
  const back = takesPlace.filter((status) => mayBecome(status, 'waitlisted'))
  expect(back).toEqual(['offered'])
})

it('whoever claims the child’s time also takes a place, and whoever takes a place lives', () => {
  expect(claimsTime.filter((status) => !takesPlace.includes(status))).toEqual([])
  expect(takesPlace.filter((status) => !isLive.includes(status))).toEqual([])
  // What is over keeps its place in the count, but stands in nobody's way.
  expect(takesPlace.filter((status) => !claimsTime.includes(status))).toEqual(['completed'])
})

it('every state is reached by some way from a wish, a place or the waiting list', () => {
  const reached = new Set<string>(['wished', 'placed', 'waitlisted', 'awaiting_consent'])
  for (const status of reached)
    for (const next of transitions[status as keyof typeof transitions]) reached.add(next)
  expect([...reached].sort()).toEqual([...enrolmentStatuses].sort())
})

import { expect, it } from 'vitest'
import { enrolmentStatuses } from '../enrolments/status.ts'
import { offerState, offerStates, undoMinutes, whyNoUndo } from './offer-state.ts'

const of = (status: (typeof enrolmentStatuses)[number], over = {}) =>
  offerState({ status, hasAccepted: false, isNewest: true, offeredUntil: 100, ...over }, 50)

it('an offer can be answered while it stands and its time is not over', () => {
  expect(of('offered')).toBe('open')
  expect(of('offered', { offeredUntil: 50 })).toBe('expired')
  expect(enrolmentStatuses.filter((status) => of(status) === 'open')).toEqual(['offered'])
})

it('a link to an offer before the last answers nothing', () => {
  for (const status of enrolmentStatuses) expect(of(status, { isNewest: false })).toBe('replaced')
})

it('every state of an enrolment says something of its own, and every state of an offer occurs', () => {
  const seen = enrolmentStatuses.map((status) => of(status))
  expect(
    new Set([...seen, of('offered', { isNewest: false }), of('offered', { hasAccepted: true })]),
  ).toEqual(new Set(offerStates))
})

it('a no can be taken back once, until half an hour later', () => {
  const last = undoMinutes * 60_000
  expect(whyNoUndo({ answeredAt: 0, undoneAt: null }, last)).toBeNull()
  expect(whyNoUndo({ answeredAt: 0, undoneAt: null }, last + 1)).toBe('undo-too-late')
  expect(whyNoUndo({ answeredAt: 0, undoneAt: 5 }, 10)).toBe('undo-used')
})

import { expect, it } from 'vitest'
import { emptyClosure, errorsOf, fieldOf, inputOf } from './closure-draft.ts'

it('finds everything that is wrong with a closure at once', () => {
  expect(errorsOf({ ...emptyClosure, kind: 'short-day', name: ' ' })).toEqual({
    name: 'wrongName',
    firstDate: 'wrongDate',
    lessonsEnd: 'wrongEnd',
  })
  expect(errorsOf({ ...emptyClosure, name: 'x', firstDate: '2027-01-02', lastDate: '2027-01-01' })).toEqual({
    lastDate: 'wrongLast',
  })
})

it('sends one day as its own last day, and an end of lessons only for a short day', () => {
  expect(inputOf({ ...emptyClosure, name: 'x', firstDate: '2027-01-02', lessonsEnd: '12:00' })).toMatchObject(
    {
      lastDate: '2027-01-02',
      lessonsEnd: null,
    },
  )
})

it('shows what the API refuses at its field, or above the form where the form does not ask it', () => {
  expect(fieldOf('/lastDate')).toBe('lastDate')
  expect(fieldOf('/replacesId')).toBe('form')
  expect(fieldOf('')).toBe('form')
})

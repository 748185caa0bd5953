import { expect, it } from 'vitest'
import { ApiProblem } from '../api.ts'
import { calledOf, looksLikeMail } from './mail-address.ts'
import { refusedInvitation } from './refused-invitation.ts'

it('says beside the address what is about the address, and the rest above the form', () => {
  const refused = (code: 'already-member' | 'rate-limited' | 'invalid-input') =>
    Object.keys(refusedInvitation(new ApiProblem(409, { code }), 'Sara'))
  expect(refused('already-member')).toEqual(['email'])
  expect(refused('invalid-input')).toEqual(['email'])
  expect(refused('rate-limited')).toEqual(['form'])
  expect(refusedInvitation(new Error('no answer'), 'Sara').form).toMatch(/^Dit lukt nu niet/)
})

it('knows a slip of the finger in an address, and calls people by what they gave', () => {
  for (const wrong of ['', 'naam', 'naam@voorbeeld', 'na am@voorbeeld.nl', '@voorbeeld.nl'])
    expect(looksLikeMail(wrong), wrong).toBe(false)
  expect(looksLikeMail('naam+kind@voorbeeld.nl')).toBe(true)
  expect(calledOf({ name: 'Jan', email: 'jan@voorbeeld.nl' }, 'Niemand')).toBe('Jan')
  expect(calledOf({ name: '', email: 'jan@voorbeeld.nl' }, 'Niemand')).toBe('jan@voorbeeld.nl')
  expect(calledOf({ name: '', email: '' }, 'Niemand')).toBe('Niemand')
})

import { expect, it } from 'vitest'
import { maskedEmail } from './invitation.ts'

it('shows the first letter of an address and where it is, and hides how long it is', () => {
  expect(maskedEmail('fatima@demo.example')).toBe('f…@demo.example')
  expect(maskedEmail('f@demo.example')).toBe('f…@demo.example')
  expect(maskedEmail('"a@b"@demo.example')).toBe('"…@demo.example')
})

import { ChamberNumber, Phone, Website } from '@portal/shared/providers/organisation.ts'
import { Email } from '@portal/shared/sign-in/sign-in.ts'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { changesOf, emptyOrganisation, errorOf, organisationFields } from './organisation-draft.ts'

const texts = [
  'x',
  '112',
  '073 615 51 55',
  '+31 (0)73-6155155',
  '06 bel mij',
  'naam@voorbeeld.nl',
  'naam@',
  'www.voorbeeld.nl',
  'https://voorbeeld.nl/jeugd',
  'javascript:alert(1)',
  'voorbeeld',
  '12345678',
  '1234 5678',
  '12.34.56.78',
  '1234567',
  '123456789',
  '1234567a',
]

describe('the form of an organisation', () => {
  it.each([
    ['phone', Phone],
    ['email', Email],
    ['website', Website],
    ['chamberNumber', ChamberNumber],
  ] as const)('finds the same right and wrong in %s as the server', (name, schema) => {
    for (const text of texts) expect(errorOf(name, text) === null, text).toBe(v.is(schema, text))
  })

  it('wants everything but a website', () => {
    expect(organisationFields.filter((name) => errorOf(name, emptyOrganisation[name]) !== null)).toEqual([
      'name',
      'contactName',
      'phone',
      'email',
      'chamberNumber',
      'offers',
    ])
    expect(errorOf('offers', 'x'.repeat(2001))).toBe('wrong.long')
  })

  it('sends only what was changed, with the version that was seen', () => {
    const provider = {
      ...emptyOrganisation,
      name: 'Judoclub',
      phone: '0731234567',
      website: null,
      chamberNumber: '12345678',
      version: 4,
    } as Parameters<typeof changesOf>[1]
    const draft = { ...emptyOrganisation, name: 'Judoclub', phone: ' 0737654321 ', chamberNumber: '12345678' }
    expect(changesOf(draft, provider)).toEqual({ phone: '0737654321', version: 4 })
  })
})

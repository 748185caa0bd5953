import { type AccessCases, makeChild } from './case.ts'

export const familyCases: AccessCases = {
  kinds: { child: makeChild },
  about: {
    '/children/{id}': 'child',
    '/children/{id}/checks': 'child',
    '/children/{id}/week': 'child',
    '/children/{id}/looks': 'child',
    '/children/{id}/changes': 'child',
    '/children/{id}/changes/previews': 'child',
    '/children/{id}/removal-preview': 'child',
  },
  bodies: {
    'POST /children': () => ({
      firstName: 'Proef',
      lastName: 'Kind',
      birthDate: '2018-01-01',
      postcode: '5223AB',
    }),
    'PATCH /children/{id}': () => ({ firstName: 'Anders' }),
    'POST /children/{id}/changes/previews': () => ({ postcode: '5224BD' }),
  },
}

import { type AccessCases, makeChild } from './case.ts'

export const familyCases: AccessCases = {
  kinds: { child: makeChild },
  about: {
    '/children/{id}': 'child',
    '/children/{id}/checks': 'child',
    '/children/{id}/week': 'child',
  },
  bodies: {
    'POST /children': () => ({
      firstName: 'Proef',
      lastName: 'Kind',
      birthDate: '2018-01-01',
      postcode: '5223AB',
    }),
    'PATCH /children/{id}': () => ({ firstName: 'Anders' }),
  },
}

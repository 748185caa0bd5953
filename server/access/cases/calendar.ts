import type { AccessCases } from './case.ts'

export const calendarCases: AccessCases = {
  kinds: {},
  about: {
    '/schools/{id}/clashes': 'school',
    '/schools/{id}/closures/previews': 'school',
    '/schools/{id}/next-year/previews': 'school',
    '/schools/{id}/pupils/{childId}/previews': 'pupil',
    '/offerings/{id}/clashes': 'offering',
  },
  bodies: {
    'POST /schools/{id}/closures/previews': () => ({
      closure: { kind: 'study-day', name: 'Proef', firstDate: '2027-01-05', lastDate: '2027-01-05' },
    }),
    'POST /schools/{id}/next-year/previews': () => ({ schoolYear: 2026, groups: [] }),
    'POST /schools/{id}/pupils/{childId}/previews': () => ({ groupId: null }),
    'POST /notices/readings': () => ({ until: '2026-11-24T09:00:00Z' }),
  },
}

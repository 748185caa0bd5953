import type { Sector } from './school.ts'

/** The calendar year in which the school year of a date (`YYYY-MM-DD`) begins: school years turn on 1 August. */
export const schoolYearOf = (date: string): number =>
  Number(date.slice(0, 4)) - (date.slice(5) < '08-01' ? 1 : 0)

/** `2026-2027` */
export const schoolYearName = (schoolYear: number): string => `${schoolYear}-${schoolYear + 1}`

/** The last year that a school of this sector teaches: eight in primary education, six in secondary; special schools use both. */
export const lastYearOf = (sector: Sector): number => (sector === 'vo' ? 6 : 8)

import { dutchDate, today } from '../ui/dates.ts'

/** The day of a moment on the municipality's calendar: "25 november". */
export const momentDay = (iso: string): string => dutchDate(today(new Date(iso)))

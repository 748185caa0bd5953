import { addDays, weekdayOf } from '@portal/shared/schedule/local-time.ts'
import { namedId } from '../named-id.ts'
import { municipalityId, schoolIdOf } from '../reference/load-reference.ts'
import { schools } from '../reference/schools.ts'
import { demonstrationSchools } from './accounts.ts'

export type LessonRow = {
  municipality_id: string
  id: string
  timetable_id: string
  weekday: number
  year: number | null
  group_id: null
  starts_at: string
  ends_at: string
}

/** Lesson times as schools here have them: mostly a continuous day, some with a lunch break and a free afternoon. */
function lessonsFor(
  sector: 'po' | 'vo',
  pattern: number,
): { weekday: number; year: number | null; start: string; end: string }[] {
  const days = [1, 2, 3, 4, 5]
  if (sector === 'vo') {
    return [1, 2, 3, 4, 5, 6].flatMap((year) =>
      days.map((weekday) => ({
        weekday,
        year,
        start: '08:30',
        end: year <= 2 ? '14:45' : weekday === 5 ? '14:00' : '15:30',
      })),
    )
  }
  if (pattern === 0) return days.map((weekday) => ({ weekday, year: null, start: '08:30', end: '14:00' }))
  if (pattern === 1) {
    return days.map((weekday) => ({
      weekday,
      year: null,
      start: '08:30',
      end: weekday === 3 ? '12:30' : '14:30',
    }))
  }
  return days.flatMap((weekday) => [
    { weekday, year: null, start: '08:45', end: '12:00' },
    ...(weekday === 3 || weekday === 5 ? [] : [{ weekday, year: null, start: '13:00', end: '15:00' }]),
  ])
}

/** The calendar year in which the school year of a date begins: school years turn on 1 August. */
export const schoolYearOf = (date: string) => Number(date.slice(0, 4)) - (date.slice(5) < '08-01' ? 1 : 0)

/** Timetables (published, from the start of the school year) and groups of every school; one has a draft for later. */
export function schoolLife(today: string) {
  const schoolYear = schoolYearOf(today)
  const of = { municipality_id: municipalityId }
  const timetables: Record<string, unknown>[] = []
  const lessons: LessonRow[] = []
  const groups: {
    municipality_id: string
    id: string
    school_id: string
    school_year: number
    name: string
    year: number
  }[] = []
  const nextDraft = addDays(today, 28 + ((8 - weekdayOf(today)) % 7))
  for (const [number, school] of schools.entries()) {
    const schoolId = schoolIdOf(school)
    const timetableId = namedId('timetable', schoolId)
    timetables.push({
      ...of,
      id: timetableId,
      school_id: schoolId,
      valid_from: `${schoolYear}-08-01`,
      status: 'published',
      changed_at: `${schoolYear}-07-01T10:00:00Z`,
    })
    const pattern = school.brin === demonstrationSchools.primary ? 0 : number % 3
    for (const [index, lesson] of lessonsFor(school.sector, pattern).entries()) {
      lessons.push({
        ...of,
        id: namedId('lesson', timetableId, index),
        timetable_id: timetableId,
        weekday: lesson.weekday,
        year: lesson.year,
        group_id: null,
        starts_at: lesson.start,
        ends_at: lesson.end,
      })
    }
    if (school.brin === demonstrationSchools.primary) {
      // A plan for a longer Tuesday, for the school to look at and publish.
      const draftId = namedId('timetable', schoolId, 'draft')
      timetables.push({
        ...of,
        id: draftId,
        school_id: schoolId,
        valid_from: nextDraft,
        status: 'draft',
        changed_at: `${today}T06:00:00Z`,
      })
      for (const weekday of [1, 2, 3, 4, 5]) {
        lessons.push({
          ...of,
          id: namedId('lesson', draftId, weekday),
          timetable_id: draftId,
          weekday,
          year: null,
          group_id: null,
          starts_at: '08:30',
          ends_at: weekday === 2 ? '15:30' : weekday === 3 ? '12:30' : '14:00',
        })
      }
    }
    for (let year = 1; year <= (school.sector === 'po' ? 8 : 6); year += 1) {
      groups.push({
        ...of,
        id: namedId('group', schoolId, year),
        school_id: schoolId,
        school_year: schoolYear,
        name: school.sector === 'po' ? `Groep ${year}` : `Klas ${year}`,
        year,
      })
    }
  }
  return { timetables, lessons, groups }
}

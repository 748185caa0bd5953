import { minutesOf, weekdayOf } from './local-time.ts'

/** A version of a school's timetable; drafts do not belong here. Times `HH:MM`, end exclusive. */
export type TimetableVersion = {
  validFrom: string
  lessons: {
    weekday: number
    startTime: string
    endTime: string
    year: number | null
    groupId: string | null
  }[]
}

/** Days without lessons as they stand in the database: regional defaults (`schoolId` null) and the school's own. */
export type ClosureFact = {
  id: string
  schoolId: string | null
  replacesId: string | null
  applies: boolean
  kind: 'holiday' | 'study-day' | 'short-day'
  name: string
  firstDate: string
  lastDate: string
  lessonsEnd: string | null
}

export type LessonBlock = { start: number; end: number }

export type SchoolDay = {
  /** Minutes since local midnight, in order. */
  lessons: LessonBlock[]
  closure: { name: string; kind: ClosureFact['kind'] } | null
  /** False when no published timetable is valid on the date: nothing is known about lessons. */
  isKnown: boolean
}

/** The closures that count for a school: its own, and the regional defaults that it did not replace. */
export function closuresOfSchool(closures: readonly ClosureFact[], schoolId: string | null): ClosureFact[] {
  const own = closures.filter((closure) => closure.schoolId !== null && closure.schoolId === schoolId)
  const replaced = new Set(own.map((closure) => closure.replacesId))
  const defaults = closures.filter((closure) => closure.schoolId === null && !replaced.has(closure.id))
  return [...own, ...defaults].filter((closure) => closure.applies)
}

/** The version valid on a date: the newest that begins on or before it. */
export function versionOn(versions: readonly TimetableVersion[], date: string): TimetableVersion | null {
  let found: TimetableVersion | null = null
  for (const version of versions) {
    if (version.validFrom <= date && (!found || version.validFrom > found.validFrom)) found = version
  }
  return found
}

/** Blocks of the child's group, else of its year, else of the whole school: for the whole week at once. */
export function lessonsOfPupil(
  version: TimetableVersion,
  pupil: { year: number | null; groupId: string | null },
): TimetableVersion['lessons'] {
  const ofGroup = version.lessons.filter(
    (lesson) => lesson.groupId !== null && lesson.groupId === pupil.groupId,
  )
  if (ofGroup.length > 0) return ofGroup
  const ofYear = version.lessons.filter(
    (lesson) => lesson.groupId === null && lesson.year !== null && lesson.year === pupil.year,
  )
  if (ofYear.length > 0) return ofYear
  return version.lessons.filter((lesson) => lesson.groupId === null && lesson.year === null)
}

/** What school is like for a pupil on a date. `closures` are those of closuresOfSchool. */
export function schoolDay(
  date: string,
  versions: readonly TimetableVersion[],
  closures: readonly ClosureFact[],
  pupil: { year: number | null; groupId: string | null },
): SchoolDay {
  const today = closures.filter((closure) => closure.firstDate <= date && date <= closure.lastDate)
  const whole = today.find((closure) => closure.kind !== 'short-day')
  const version = versionOn(versions, date)
  if (whole) {
    return { lessons: [], closure: { name: whole.name, kind: whole.kind }, isKnown: version !== null }
  }
  if (!version) return { lessons: [], closure: null, isKnown: false }
  const short = today.filter((closure) => closure.lessonsEnd !== null)
  const lastEnd = Math.min(24 * 60, ...short.map((closure) => minutesOf(closure.lessonsEnd ?? '24:00')))
  const lessons = lessonsOfPupil(version, pupil)
    .filter((lesson) => lesson.weekday === weekdayOf(date))
    .map((lesson) => ({
      start: minutesOf(lesson.startTime),
      end: Math.min(minutesOf(lesson.endTime), lastEnd),
    }))
    .filter((lesson) => lesson.start < lesson.end)
    .sort((a, b) => a.start - b.start)
  const [first] = short
  return { lessons, closure: first ? { name: first.name, kind: first.kind } : null, isKnown: true }
}

import type { Lesson } from '@portal/shared/timetables/timetable.ts'

/** For whom times are entered: the whole school, a year (`year:5`) or one group (`group:<id>`). */
export type Target = 'school' | `year:${number}` | `group:${string}`

/** Lesson times as typed, per weekday from Monday (1) to Friday (5): blocks of begin and end, `HH:MM` or empty. */
export type WeekText = Record<number, { start: string; end: string }[]>

export const schoolDays = [1, 2, 3, 4, 5] as const

/** Which times hold for a target: its own, else its year's, else the whole school's; `none` when there are none at all. */
export type Source = 'own' | 'year' | 'school' | 'none'

const isOf = (target: Target) => (lesson: Lesson) => {
  if (target === 'school') return lesson.year === null && lesson.groupId === null
  const [kind, id] = target.split(':')
  return kind === 'year' ? lesson.year === Number(id) : lesson.groupId === id
}

/** The times that hold for a target, for the whole week at once, as `lessonsOfPupil` in shared/schedule has it. */
export function weekOf(
  lessons: readonly Lesson[],
  target: Target,
  yearOfGroup: (groupId: string) => number | null,
): { week: WeekText; source: Source } {
  const year = target.startsWith('group:') ? yearOfGroup(target.slice('group:'.length)) : null
  const asked: [Source, Lesson[]][] = [
    ['own', lessons.filter(isOf(target))],
    ['year', year === null ? [] : lessons.filter(isOf(`year:${year}`))],
    ['school', lessons.filter(isOf('school'))],
  ]
  const [source, used] = asked.find(([, found]) => found.length > 0) ?? ['none', []]
  const week: WeekText = {}
  for (const day of schoolDays) {
    const blocks = used
      .filter((lesson) => lesson.weekday === day)
      .sort((a, b) => a.startTime.localeCompare(b.startTime))
      .map((lesson) => ({ start: lesson.startTime, end: lesson.endTime }))
    week[day] = blocks.length > 0 ? blocks : [{ start: '', end: '' }]
  }
  return { week, source }
}

/** A version with the times of one target in place of what it had; null: none of its own any more. Lessons at the weekend stay. */
export function withWeek(lessons: readonly Lesson[], target: Target, week: WeekText | null): Lesson[] {
  const isOwn = isOf(target)
  const rest = lessons.filter((lesson) => !isOwn(lesson) || (week !== null && lesson.weekday > 5))
  if (week === null) return rest
  const [kind, id = ''] = target.split(':')
  const whose = { year: kind === 'year' ? Number(id) : null, groupId: kind === 'group' ? id : null }
  const typed = schoolDays.flatMap((weekday) =>
    (week[weekday] ?? [])
      .filter((block) => block.start || block.end)
      .map((block) => ({ weekday, startTime: block.start, endTime: block.end, ...whose })),
  )
  return [...rest, ...typed]
}

/** What is wrong with the times of a week: names of fields (`end-2-1`: the end of Tuesday's first block), in order. */
export function wrongTimes(week: WeekText): string[] {
  return schoolDays.flatMap((day) => {
    let before = ''
    return (week[day] ?? []).flatMap(({ start, end }, index) => {
      if (!start && !end) return []
      const isRight = start !== '' && end > start && start >= before
      before = end
      return isRight ? [] : [`end-${day}-${index + 1}`]
    })
  })
}

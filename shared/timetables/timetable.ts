import * as v from 'valibot'
import { Id, LocalDate, LocalTime, Weekday } from '../wire.ts'
import { ChangeReason } from './change-reason.ts'
import { Closure } from './closure.ts'

/**
 * A block of lessons on a weekday, end exclusive, in the municipality's local time. `year` and `groupId` both null: the
 * whole school. Blocks of a group override those of its year, which override those of the whole school, for the whole week.
 */
export const Lesson = v.object({
  weekday: Weekday,
  startTime: LocalTime,
  endTime: LocalTime,
  year: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(8))),
  groupId: v.nullable(Id),
})
export type Lesson = v.InferOutput<typeof Lesson>

/** The body of PUT /schools/{id}/timetables/{validFrom}. A draft has no effect on any check. */
export const TimetableInput = v.object({
  status: v.optional(v.picklist(['draft', 'published']), 'published'),
  lessons: v.pipe(
    v.array(
      v.pipe(
        v.object({
          weekday: Weekday,
          startTime: LocalTime,
          endTime: LocalTime,
          year: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(8))), null),
          groupId: v.optional(v.nullable(Id), null),
        }),
        v.forward(
          v.partialCheck(
            [['startTime'], ['endTime']],
            (lesson) => lesson.endTime > lesson.startTime,
            'Lessons end after they start.',
          ),
          ['endTime'],
        ),
        v.forward(
          v.partialCheck(
            [['year'], ['groupId']],
            (lesson) => lesson.year === null || lesson.groupId === null,
            'Name a year or a group, not both.',
          ),
          ['groupId'],
        ),
      ),
    ),
    v.maxLength(500, 'A timetable has at most 500 blocks of lessons.'),
  ),
  reason: ChangeReason,
})
export type TimetableInput = v.InferOutput<typeof TimetableInput>

/** `validUntil`: the day before the next published version begins, null when there is none. `validFrom` null: nothing published yet. */
export const Timetable = v.object({
  schoolId: Id,
  validFrom: v.nullable(LocalDate),
  validUntil: v.nullable(LocalDate),
  status: v.nullable(v.picklist(['draft', 'published'])),
  lessons: v.array(Lesson),
  closures: v.array(Closure),
  /** All versions of the school, the newest first. */
  versions: v.array(v.object({ validFrom: LocalDate, status: v.picklist(['draft', 'published']) })),
  /** Of all of them together: send it as If-Match with a change. */
  version: v.string(),
})
export type Timetable = v.InferOutput<typeof Timetable>

/** A standing enrolment that no longer fits. `minutes`: how long the overlap (or the lack of travel time) is. */
export const StandingClash = v.object({
  enrolmentId: Id,
  status: v.string(),
  child: v.object({ id: Id, firstName: v.string(), lastName: v.string() }),
  offering: v.object({ id: Id, title: v.string() }),
  code: v.picklist(['lesson-clash', 'travel-clash']),
  /** The first session that clashes, and how many do. */
  date: LocalDate,
  startTime: LocalTime,
  endTime: LocalTime,
  lessonsEnd: LocalTime,
  minutes: v.number(),
  sessions: v.number(),
})
export type StandingClash = v.InferOutput<typeof StandingClash>

/** What PUT (after) and POST .../checks (before) of a timetable answer. */
export const TimetableResult = v.object({
  schoolId: Id,
  validFrom: LocalDate,
  status: v.picklist(['draft', 'published']),
  clashes: v.array(StandingClash),
})
export type TimetableResult = v.InferOutput<typeof TimetableResult>

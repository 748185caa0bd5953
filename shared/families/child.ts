import * as v from 'valibot'
import { Warning } from '../problem.ts'
import { sectors } from '../schools/school.ts'
import { Id, LocalDate, LocalTime, Moment, Postcode, typedText } from '../wire.ts'

export const Child = v.object({
  id: Id,
  firstName: v.string(),
  lastName: v.string(),
  birthDate: LocalDate,
  postcode: v.string(),
  /** From the postcode; null outside the municipality. */
  neighbourhood: v.nullable(v.object({ code: v.string(), name: v.string() })),
  schoolId: v.nullable(Id),
  school: v.nullable(v.object({ id: Id, name: v.string(), sector: v.picklist(sectors) })),
  groupId: v.nullable(Id),
  group: v.nullable(v.object({ id: Id, name: v.string(), year: v.number() })),
  warnings: v.array(Warning),
})
export type Child = v.InferOutput<typeof Child>

export const ChildPage = v.object({
  items: v.array(Child),
  total: v.number(),
  page: v.number(),
  pageSize: v.number(),
})
export type ChildPage = v.InferOutput<typeof ChildPage>

const fields = {
  firstName: typedText(1, 100),
  lastName: typedText(1, 100),
  birthDate: LocalDate,
  postcode: Postcode,
  schoolId: v.nullable(Id),
  groupId: v.nullable(Id),
}

/** POST /children. The verb also refuses a birth date in the future or more than 20 years ago, a foreign school or group. */
export const ChildInput = v.object({
  ...fields,
  schoolId: v.optional(fields.schoolId, null),
  groupId: v.optional(fields.groupId, null),
})
export type ChildInput = v.InferOutput<typeof ChildInput>

export const ChildPatch = v.partial(v.object(fields))
export type ChildPatch = v.InferOutput<typeof ChildPatch>

/** One day of a child: lessons that really happen, and activities in which it has or was offered a place. Local times, end exclusive. */
export const WeekDay = v.object({
  date: LocalDate,
  closure: v.nullable(v.object({ name: v.string(), kind: v.string() })),
  lessons: v.array(v.object({ startTime: LocalTime, endTime: LocalTime })),
  activities: v.array(
    v.object({
      enrolmentId: Id,
      offeringId: Id,
      title: v.string(),
      status: v.string(),
      startTime: LocalTime,
      endTime: LocalTime,
      start: Moment,
      place: v.string(),
      address: v.string(),
    }),
  ),
})
export type WeekDay = v.InferOutput<typeof WeekDay>

/** GET /children/{id}/week?date=: the Monday-to-Sunday week in which the date lies. */
export const Week = v.object({
  childId: Id,
  monday: LocalDate,
  days: v.array(WeekDay),
  warnings: v.array(Warning),
})
export type Week = v.InferOutput<typeof Week>

import * as v from 'valibot'
import { Refusal, Warning } from '../problem.ts'
import { sectors } from '../schools/school.ts'
import { Id, LocalDate, LocalTime, Moment, Postcode, typedText } from '../wire.ts'

const neighbourhood = v.nullable(v.object({ code: v.string(), name: v.string() }))

export const Child = v.object({
  id: Id,
  firstName: v.string(),
  lastName: v.string(),
  birthDate: LocalDate,
  /** The first home that the reader may see (homes.ts), with its neighbourhood; that is null outside the municipality. */
  postcode: v.nullable(v.string()),
  neighbourhood,
  secondPostcode: v.nullable(v.string()),
  secondNeighbourhood: neighbourhood,
  /** There is a home that another guardian entered. */
  hasHiddenHome: v.boolean(),
  schoolId: v.nullable(Id),
  school: v.nullable(v.object({ id: Id, name: v.string(), sector: v.picklist(sectors) })),
  groupId: v.nullable(Id),
  group: v.nullable(v.object({ id: Id, name: v.string(), year: v.number() })),
  /** The reader is this child: a young person. */
  isSelf: v.boolean(),
  hasOwnAccount: v.boolean(),
  /** Why the reader may look but not act (may-act.ts); null when they may. */
  whyNotAct: v.nullable(v.picklist(['guardian-acts', 'young-person-acts'])),
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

/**
 * POST /children. `isSelf`: somebody of 16 or over enters themselves. The verb also refuses a birth date in the future or more
 * than 20 years ago, a foreign school or group.
 */
export const ChildInput = v.object({
  ...fields,
  schoolId: v.optional(fields.schoolId, null),
  groupId: v.optional(fields.groupId, null),
  secondPostcode: v.optional(v.nullable(Postcode), null),
  isSelf: v.optional(v.boolean(), false),
})
export type ChildInput = v.InferOutput<typeof ChildInput>

/** PATCH /children/{id}. Null for a postcode takes away that home of those that the reader sees. */
export const ChildPatch = v.partial(
  v.object({ ...fields, postcode: v.nullable(Postcode), secondPostcode: v.nullable(Postcode) }),
)
export type ChildPatch = v.InferOutput<typeof ChildPatch>

/** POST /children/{id}/changes/previews: those fields of a change that enrolments may rest on. */
export const ChangePreviewRequest = v.omit(ChildPatch, ['firstName', 'lastName'])

/** Standing enrolments for which something new would stand in the way. None is dropped by the change itself. */
export const ChangePreview = v.object({
  enrolments: v.array(
    v.object({
      enrolmentId: Id,
      status: v.string(),
      offering: v.object({ id: Id, title: v.string() }),
      refusals: v.array(Refusal),
    }),
  ),
})
export type ChangePreview = v.InferOutput<typeof ChangePreview>

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
  /** Sessions of those activities that were cancelled: nobody goes there, and the time is free. */
  cancelled: v.array(
    v.object({ offeringId: Id, title: v.string(), startTime: LocalTime, endTime: LocalTime }),
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

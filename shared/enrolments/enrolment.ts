import * as v from 'valibot'
import { Refusal, Warning } from '../problem.ts'
import { WaitingInfo } from '../waiting-list/waiting.ts'
import { Id, LocalDate, LocalTime, Moment, PageQuery, pageOf } from '../wire.ts'
import { type EnrolmentStatus, enrolmentStatuses } from './status.ts'

/** `autoAccept`: if the child comes on the waiting list, take a place for it as soon as there is one. */
export const EnrolmentRequest = v.object({ childId: Id, offeringId: Id, autoAccept: v.optional(v.boolean()) })
export type EnrolmentRequest = v.InferOutput<typeof EnrolmentRequest>

/** POST /children/{id}/checks */
export const CheckRequest = v.object({ offeringId: Id })
export type CheckRequest = v.InferOutput<typeof CheckRequest>

/** No effect. `outcome`: what enrolling now would give. `fits`: no clash. `room`: a place would be free at once. */
export const CheckResult = v.object({
  eligible: v.boolean(),
  fits: v.boolean(),
  room: v.boolean(),
  /** The place is one of those held for this child: until when they are. Null: it is everybody's, or there is none. */
  heldUntil: v.nullable(Moment),
  outcome: v.picklist(['placed', 'waitlisted', 'refused']),
  /** When waitlisted: the place on the list that it would get. */
  position: v.nullable(v.number()),
  /** Places that the child has and may have in the period in which the offering begins; null without a limit. */
  places: v.nullable(v.object({ held: v.number(), most: v.number(), period: v.string() })),
  refusals: v.array(Refusal),
  warnings: v.array(Warning),
})
export type CheckResult = v.InferOutput<typeof CheckResult>

/**
 * `position` counts from 1 and stands only while waitlisted, as do `autoAccept` and (of one enrolment by itself) `waiting`;
 * `offeredUntil` only while offered, `consentUntil` while consent is awaited; `undoUntil` after a no, as long as it can be taken back.
 */
export const Enrolment = v.object({
  id: Id,
  status: v.picklist(enrolmentStatuses),
  position: v.optional(v.number()),
  offeredUntil: v.optional(Moment),
  /** First names of the children with whom it wants a place together; only for the family. */
  togetherWith: v.optional(v.array(v.string())),
  /** Offered: the family said yes, and waits for the yes of the others. */
  hasAccepted: v.optional(v.boolean()),
  /** The place of the same child that goes as soon as this one is accepted (a swap). */
  givesUp: v.optional(v.object({ id: Id, title: v.string() })),
  autoAccept: v.optional(v.boolean()),
  undoUntil: v.optional(Moment),
  waiting: v.optional(WaitingInfo),
  consentUntil: v.optional(Moment),
  childId: Id,
  offeringId: Id,
  child: v.object({ id: Id, firstName: v.string(), lastName: v.string() }),
  offering: v.object({
    id: Id,
    title: v.string(),
    placeName: v.string(),
    firstDate: v.nullable(LocalDate),
    lastDate: v.nullable(LocalDate),
    weekdays: v.array(v.number()),
    startTime: v.nullable(LocalTime),
    endTime: v.nullable(LocalTime),
  }),
  joinedAt: Moment,
  changedAt: Moment,
  /** What stands in the way by now, of one that stands: nothing is dropped, it is for the family to decide. */
  clashes: v.array(Refusal),
})
export type Enrolment = v.InferOutput<typeof Enrolment>

export const EnrolmentPage = pageOf(Enrolment)
export type EnrolmentPage = v.InferOutput<typeof EnrolmentPage>

/** GET /offerings/{id}/participants: for the provider's own offerings only. `age` in whole years today. Attendance is kept from the next release on. */
export const Participant = v.object({
  enrolmentId: Id,
  childId: Id,
  firstName: v.string(),
  lastName: v.string(),
  age: v.number(),
  status: v.picklist(enrolmentStatuses),
  position: v.optional(v.number()),
  joinedAt: Moment,
  attendance: v.array(v.object({ sessionId: Id, mark: v.string() })),
})
export type Participant = v.InferOutput<typeof Participant>

export const ParticipantPage = pageOf(Participant)
export type ParticipantPage = v.InferOutput<typeof ParticipantPage>

/** What POST /enrolments answers: 201 when made, 200 when the child had this enrolment already. */
export const EnrolmentReceipt = v.object({
  id: Id,
  status: v.picklist(enrolmentStatuses),
  position: v.optional(v.number()),
  childId: Id,
  offeringId: Id,
})
export type EnrolmentReceipt = v.InferOutput<typeof EnrolmentReceipt>

/** GET /enrolments: own ones, the newest change first. `status` may be given several times, separated by commas. */
export const EnrolmentQuery = v.object({
  childId: v.optional(Id),
  offeringId: v.optional(Id),
  status: v.optional(
    v.pipe(
      v.string(),
      v.maxLength(200, 'Name each status once.'),
      v.regex(
        new RegExp(`^(${enrolmentStatuses.join('|')})(,(${enrolmentStatuses.join('|')}))*$`),
        'Give statuses of an enrolment, separated by commas.',
      ),
      v.transform((text) => text.split(',') as EnrolmentStatus[]),
    ),
  ),
  ...PageQuery,
})
export type EnrolmentQuery = v.InferOutput<typeof EnrolmentQuery>

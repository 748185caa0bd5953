import * as v from 'valibot'
import { enrolmentStatuses } from '../enrolments/status.ts'
import { Refusal } from '../problem.ts'
import { Id, Moment, PageQuery, pageOf } from '../wire.ts'

/** Most pupils in one go. */
export const mostPupils = 200

/** How long the whole of it can be undone. */
export const undoMinutes = 15

export const classModes = ['all-that-can', 'all-or-none'] as const
export type ClassMode = (typeof classModes)[number]

export const classOutcomes = ['placed', 'awaiting_consent', 'waitlisted', 'existing', 'refused'] as const
export type ClassOutcome = (typeof classOutcomes)[number]

/**
 * POST /schools/{id}/class-enrolments and its previews: these pupils and all of this group. `all-or-none`: nobody when not everybody
 * can (with `mayWait`: when there is no room for all, all wait together). Without `mayWait` nobody is put on the waiting list.
 */
export const ClassEnrolmentInput = v.pipe(
  v.object({
    offeringId: Id,
    childIds: v.optional(
      v.pipe(v.array(Id), v.maxLength(mostPupils, `Name at most ${mostPupils} pupils.`)),
      [],
    ),
    groupId: v.optional(v.nullable(Id), null),
    mode: v.picklist(classModes),
    mayWait: v.boolean(),
  }),
  v.forward(
    v.partialCheck(
      [['childIds'], ['groupId']],
      ({ childIds, groupId }) => childIds.length > 0 || groupId !== null,
      'Name pupils or a group.',
    ),
    ['childIds'],
  ),
)
export type ClassEnrolmentInput = v.InferOutput<typeof ClassEnrolmentInput>

const Counts = v.object({
  placed: v.number(),
  awaitingConsent: v.number(),
  waitlisted: v.number(),
  existing: v.number(),
  refused: v.number(),
  /** Of those who await consent: children of whom no guardian is known, so that nobody can be asked. */
  familyUnknown: v.number(),
})
export type ClassCounts = v.InferOutput<typeof Counts>

/**
 * One pupil. `position` on the waiting list from 1, as it was; `refusals` say why not. `isFamilyKnown` false: no guardian is known,
 * hand out a code. `status`: as it is now, null in a preview and when nothing was written.
 * A pupil who left the school has no name here any more.
 */
export const ClassLine = v.object({
  childId: Id,
  firstName: v.string(),
  lastName: v.string(),
  group: v.nullable(v.string()),
  isPupil: v.boolean(),
  outcome: v.picklist(classOutcomes),
  position: v.nullable(v.number()),
  refusals: v.array(Refusal),
  isFamilyKnown: v.boolean(),
  enrolmentId: v.nullable(Id),
  status: v.nullable(v.picklist(enrolmentStatuses)),
})
export type ClassLine = v.InferOutput<typeof ClassLine>

const OfferingName = v.object({ id: Id, title: v.string() })

/** What it would give; changes nothing. `isNone`: all or none, and not all can, so nobody would be enrolled. */
export const ClassPreview = v.object({
  offering: OfferingName,
  isNone: v.boolean(),
  /** Until when guardians could answer who would be asked. */
  consentUntil: Moment,
  counts: Counts,
  lines: v.array(ClassLine),
})
export type ClassPreview = v.InferOutput<typeof ClassPreview>

const summary = {
  id: Id,
  offering: OfferingName,
  /** Name of the group as it was; null for chosen pupils. */
  group: v.nullable(v.string()),
  mode: v.picklist(classModes),
  mayWait: v.boolean(),
  isNone: v.boolean(),
  madeAt: Moment,
  /** Empty where the account has no name. */
  madeBy: v.string(),
  undoneAt: v.nullable(Moment),
  counts: Counts,
}

/** One line of the list of what a school enrolled together. */
export const ClassEnrolmentSummary = v.object(summary)
export type ClassEnrolmentSummary = v.InferOutput<typeof ClassEnrolmentSummary>

/** GET /schools/{id}/class-enrolments: the newest first. */
export const ClassEnrolmentPage = pageOf(ClassEnrolmentSummary)
export type ClassEnrolmentPage = v.InferOutput<typeof ClassEnrolmentPage>
export const ClassEnrolmentQuery = v.object({ ...PageQuery })

/** The result, to keep. `undo`: until when, and how many enrolments it would withdraw; null when it cannot be undone (any more). */
export const ClassEnrolment = v.object({
  ...summary,
  lines: v.array(ClassLine),
  undo: v.nullable(v.object({ until: Moment, count: v.number() })),
})
export type ClassEnrolment = v.InferOutput<typeof ClassEnrolment>

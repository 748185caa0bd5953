import * as v from 'valibot'
import { ChangeReason } from '../timetables/change-reason.ts'
import { Id, LocalDate, Moment, PageQuery, Postcode, pageOf, SearchText, typedText } from '../wire.ts'

/** Whether the family has found the child: it has a guardian, or a code was handed out that still works, or neither. */
export const pupilStatuses = ['claimed', 'code', 'none'] as const

/**
 * A child at a school, as the school sees it. `pupilNumber`: its key in the administration of the school, null when a guardian
 * named this school and the school never brought the child in. `postcode`: only as the school itself gave it.
 */
export const Pupil = v.object({
  id: Id,
  firstName: v.string(),
  lastName: v.string(),
  birthDate: LocalDate,
  pupilNumber: v.nullable(v.string()),
  postcode: v.nullable(v.string()),
  group: v.nullable(v.object({ id: Id, name: v.string(), year: v.number(), schoolYear: v.number() })),
  status: v.picklist(pupilStatuses),
  codeExpiresAt: v.nullable(Moment),
  /** Places and turns on waiting lists, which end when the pupil is removed. */
  liveEnrolments: v.number(),
})
export type Pupil = v.InferOutput<typeof Pupil>

export const PupilPage = pageOf(Pupil)
export type PupilPage = v.InferOutput<typeof PupilPage>

export const pupilSorts = ['name', 'group', 'birth-date'] as const

/** GET /schools/{id}/pupils. `group`: an id, or `none` for those without. */
export const PupilQuery = v.object({
  q: v.optional(SearchText),
  group: v.optional(v.union([v.literal('none'), Id], 'Give the id of a group, or none.')),
  status: v.optional(v.picklist(pupilStatuses)),
  sort: v.optional(v.picklist(pupilSorts), 'name'),
  ...PageQuery,
})
export type PupilQuery = v.InferOutput<typeof PupilQuery>

/** The key of EDEXML has at most 256 characters. */
export const PupilNumber = typedText(1, 256)

const fields = {
  firstName: typedText(1, 100),
  lastName: typedText(1, 100),
  birthDate: LocalDate,
  groupId: v.nullable(Id),
  pupilNumber: v.nullable(PupilNumber),
  postcode: v.nullable(Postcode),
}

/** POST /schools/{id}/pupils. The verb also refuses a birth date in the future or more than 20 years ago, and a foreign group. */
export const PupilInput = v.object({
  ...fields,
  groupId: v.optional(fields.groupId, null),
  pupilNumber: v.optional(fields.pupilNumber, null),
  postcode: v.optional(fields.postcode, null),
})
export type PupilInput = v.InferOutput<typeof PupilInput>

/** PATCH /schools/{id}/pupils/{childId}. Of a child with a guardian only group and number: the family keeps the rest. */
export const PupilPatch = v.object({ ...v.partial(v.object(fields)).entries, reason: ChangeReason })
export type PupilPatch = v.InferOutput<typeof PupilPatch>

/** POST /schools/{id}/pupils/{childId}/previews: those fields of a change that enrolments may rest on; `leaves`: off the school. */
export const PupilPreviewRequest = v.object({
  leaves: v.optional(v.boolean(), false),
  birthDate: v.optional(fields.birthDate),
  groupId: v.optional(fields.groupId),
  postcode: v.optional(fields.postcode),
})
export type PupilPreviewRequest = v.InferOutput<typeof PupilPreviewRequest>

/** DELETE /schools/{id}/pupils/{childId} */
export const PupilRemoval = v.object({ reason: ChangeReason })

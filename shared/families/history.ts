import * as v from 'valibot'
import { Id, Moment, pageOf } from '../wire.ts'

/** Fields of a child of which a change is told by name; a value never is. */
export const childFields = [
  'firstName',
  'lastName',
  'birthDate',
  'postcode',
  'secondPostcode',
  'schoolId',
  'groupId',
] as const

/**
 * GET /children/{id}/looks: what one person outside the family saw of a child, over all days, the latest first. `name` is empty
 * where the account has none; `of`: their school, organisation or municipality. `reason` is given by the team.
 */
export const SeenLook = v.object({
  name: v.string(),
  role: v.picklist(['school', 'provider', 'team']),
  of: v.string(),
  what: v.picklist(['pupil', 'participant', 'enrolment', 'check', 'timetable-clash', 'search', 'child']),
  reason: v.string(),
  times: v.number(),
  firstAt: Moment,
  lastAt: Moment,
})
export type SeenLook = v.InferOutput<typeof SeenLook>

export const SeenLookPage = pageOf(SeenLook)
export type SeenLookPage = v.InferOutput<typeof SeenLookPage>

/** Who changed something, as the reader knows them. `portal`: nobody, a rule did; `other`: somebody who is gone or no longer tied. */
export const changers = ['you', 'young', 'guardian', 'school', 'provider', 'team', 'portal', 'other'] as const

/**
 * GET /children/{id}/changes: what changed, the latest first. `verb` as in the log of changes, or `enrolment`; then `offering` and
 * `status` (what it became) stand. `fields`: which of the child's fields, without those of a home that the reader may not see.
 */
export const ChildChange = v.object({
  at: Moment,
  by: v.object({ role: v.picklist(changers), name: v.string() }),
  verb: v.string(),
  fields: v.array(v.picklist(childFields)),
  offering: v.nullable(v.object({ id: Id, title: v.string() })),
  status: v.nullable(v.string()),
})
export type ChildChange = v.InferOutput<typeof ChildChange>

export const ChildChangePage = pageOf(ChildChange)
export type ChildChangePage = v.InferOutput<typeof ChildChangePage>

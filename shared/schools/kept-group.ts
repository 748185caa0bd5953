import * as v from 'valibot'
import { ChangeReason } from '../timetables/change-reason.ts'
import { Id, pageOf, typedText } from '../wire.ts'
import { SchoolGroup } from './school.ts'

export const GroupYear = v.pipe(
  v.number(),
  v.integer('Give a year from 1 to 8.'),
  v.minValue(1, 'Give a year from 1 to 8.'),
  v.maxValue(8, 'Give a year from 1 to 8.'),
)

const SchoolYear = v.pipe(
  v.number(),
  v.integer('Give the year in which the school year begins.'),
  v.minValue(2000, 'Give the year in which the school year begins.'),
  v.maxValue(2100, 'Give the year in which the school year begins.'),
)

export const GroupName = typedText(1, 60)

/** POST /schools/{id}/groups. The verb also refuses a year above what the sector teaches, and a school year far away. */
export const GroupInput = v.object({ name: GroupName, year: GroupYear, schoolYear: SchoolYear })
export type GroupInput = v.InferOutput<typeof GroupInput>

/** PATCH /schools/{id}/groups/{groupId}: a group stays in its school year. */
export const GroupPatch = v.partial(v.object({ name: GroupName, year: GroupYear }))
export type GroupPatch = v.InferOutput<typeof GroupPatch>

/** A group as its own school keeps it: with how many pupils and lessons of its own hang on it. */
export const KeptGroup = v.object({ ...SchoolGroup.entries, pupils: v.number(), lessons: v.number() })
export type KeptGroup = v.InferOutput<typeof KeptGroup>

/** GET /schools/{id}/kept-groups. `schoolYears`: those with groups, the newest first; `schoolYear`: that of today. */
export const KeptGroupPage = v.object({
  ...pageOf(KeptGroup).entries,
  schoolYear: v.number(),
  schoolYears: v.array(v.number()),
})
export type KeptGroupPage = v.InferOutput<typeof KeptGroupPage>

/** Of a group that goes up: to what group of the next school year; null: its pupils leave the school. */
const Destination = v.nullable(v.object({ name: GroupName, year: GroupYear }))

/** POST /schools/{id}/next-year: every group with pupils of that school year has to be named. */
export const NextYearInput = v.object({
  /** The school year that ends. */
  schoolYear: SchoolYear,
  groups: v.pipe(
    v.array(v.object({ groupId: Id, to: Destination })),
    v.maxLength(200, 'Name at most 200 groups.'),
  ),
  reason: ChangeReason,
})
export type NextYearInput = v.InferOutput<typeof NextYearInput>

/**
 * What going up would do, and what is proposed. `claimed`: pupils with a guardian, who stay in the portal when they leave;
 * `lessons`: lessons of the group itself, which do not go along.
 */
export const NextYearPreview = v.object({
  schoolYear: v.number(),
  toSchoolYear: v.number(),
  groups: v.array(
    v.object({
      groupId: Id,
      name: v.string(),
      year: v.number(),
      pupils: v.number(),
      claimed: v.number(),
      lessons: v.number(),
      to: v.nullable(v.object({ name: v.string(), year: v.number(), exists: v.boolean() })),
    }),
  ),
})
export type NextYearPreview = v.InferOutput<typeof NextYearPreview>

/** What was done. `left`: without the school, still with their family; `removed`: had no family here, all that was kept is gone. */
export const NextYearResult = v.object({
  schoolYear: v.number(),
  moved: v.number(),
  left: v.number(),
  removed: v.number(),
  newGroups: v.number(),
})
export type NextYearResult = v.InferOutput<typeof NextYearResult>

import * as v from 'valibot'
import { Id, LocalDate, Moment, PageQuery, pageOf, SearchText } from '../wire.ts'

/**
 * Kinds of which the log shows what was and what became. Of every other kind (a child, a guardian, an invitation) it shows only which
 * fields changed: those values are personal, and a log is read without a reason.
 */
export const openKinds = [
  'provider',
  'offering',
  'timetable',
  'closure',
  'school',
  'group',
  'school-group',
  'membership',
] as const

/** Whether the values of a change may be shown in the log. */
export const showsValues = (kind: string): boolean => (openKinds as readonly string[]).includes(kind)

/** Names of what changed: the fields of before and after. */
export const fieldsOf = (before: object | null, after: object | null): string[] => [
  ...new Set([before, after].flatMap((side) => Object.keys(side ?? {}))),
]

/**
 * The values of a change that the log shows. Which children something was done with (`childIds`) becomes how many, as `children`: a
 * class that got its codes is a matter of the school, who is in it is not.
 */
export function shownValues(values: Record<string, unknown> | null): Record<string, unknown> | null {
  if (values === null) return null
  const { childIds, childId: _, ...rest } = values
  return Array.isArray(childIds) ? { ...rest, children: childIds.length } : rest
}

/** GET /changes: `person` looks in name and mail of staff; `from` and `until` are local days, both included. */
export const ChangeQuery = v.pipe(
  v.object({
    kind: v.optional(v.pipe(v.string(), v.regex(/^[a-z][a-z-]{0,39}$/, 'Give a kind such as provider.'))),
    subject: v.optional(Id),
    person: v.optional(SearchText),
    from: v.optional(LocalDate),
    until: v.optional(LocalDate),
    ...PageQuery,
  }),
  v.forward(
    v.partialCheck(
      [['from'], ['until']],
      (query) => !query.from || !query.until || query.from <= query.until,
      'The last day is before the first.',
    ),
    ['until'],
  ),
)
export type ChangeQuery = v.InferOutput<typeof ChangeQuery>

/** One change. `by` is null for what the portal did by itself; a parent is not named, staff is. */
export const Change = v.object({
  id: v.string(),
  at: Moment,
  by: v.nullable(v.object({ id: Id, isStaff: v.boolean(), name: v.string(), email: v.string() })),
  verb: v.string(),
  subject: v.object({
    kind: v.string(),
    id: Id,
    /** Of an organisation, offering or school; empty for what is personal. */
    name: v.string(),
  }),
  fields: v.array(v.string()),
  /** Null when the values are not shown, or there are none. */
  before: v.nullable(v.record(v.string(), v.unknown())),
  after: v.nullable(v.record(v.string(), v.unknown())),
})
export type Change = v.InferOutput<typeof Change>
/** `kinds`: those that occur, for the filter. */
export const ChangePage = v.object({ ...pageOf(Change).entries, kinds: v.array(v.string()) })
export type ChangePage = v.InferOutput<typeof ChangePage>

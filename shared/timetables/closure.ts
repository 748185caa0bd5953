import * as v from 'valibot'
import { Id, LocalDate, LocalTime, pageOf, typedText } from '../wire.ts'
import { ChangeReason } from './change-reason.ts'

export const closureKinds = ['holiday', 'study-day', 'short-day'] as const

/** Days without lessons, both ends included; on a short day lessons end at `lessonsEnd`. `isDefault`: the region's, not the school's own. */
export const Closure = v.object({
  id: Id,
  kind: v.picklist(closureKinds),
  name: v.string(),
  firstDate: LocalDate,
  lastDate: LocalDate,
  lessonsEnd: v.nullable(LocalTime),
  isDefault: v.boolean(),
  /** The regional default that this one stands in for. */
  replacesId: v.nullable(Id),
  /** False: the school does have lessons on these days, against the regional default it replaces. */
  applies: v.boolean(),
})
export type Closure = v.InferOutput<typeof Closure>

export const ClosurePage = pageOf(Closure)
export type ClosurePage = v.InferOutput<typeof ClosurePage>

const fields = {
  kind: v.picklist(closureKinds),
  name: typedText(1, 100),
  firstDate: LocalDate,
  lastDate: LocalDate,
  lessonsEnd: v.nullable(LocalTime),
  applies: v.boolean(),
}

/** POST /schools/{id}/closures. */
export const ClosureInput = v.pipe(
  v.object({
    ...fields,
    lessonsEnd: v.optional(fields.lessonsEnd, null),
    replacesId: v.optional(v.nullable(Id), null),
    applies: v.optional(fields.applies, true),
    reason: ChangeReason,
  }),
  v.forward(
    v.partialCheck(
      [['firstDate'], ['lastDate']],
      (input) => input.lastDate >= input.firstDate,
      'The last day is before the first.',
    ),
    ['lastDate'],
  ),
  v.forward(
    v.partialCheck(
      [['kind'], ['lessonsEnd']],
      (input) => (input.kind === 'short-day') === (input.lessonsEnd !== null),
      'A short day, and only a short day, says when lessons end.',
    ),
    ['lessonsEnd'],
  ),
)
export type ClosureInput = v.InferOutput<typeof ClosureInput>

/** PATCH /schools/{id}/closures/{closureId}: any of the fields; together with the others they must hold as for a new one. */
export const ClosurePatch = v.object({ ...v.partial(v.object(fields)).entries, reason: ChangeReason })
export type ClosurePatch = v.InferOutput<typeof ClosurePatch>

/** DELETE /schools/{id}/closures/{closureId} */
export const ClosureRemoval = v.object({ reason: ChangeReason })

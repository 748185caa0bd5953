import * as v from 'valibot'
import { Refusal, Warning } from '../problem.ts'
import { ClosureInput } from '../timetables/closure.ts'
import { Id, pageOf } from '../wire.ts'

const touched = {
  enrolmentId: Id,
  status: v.string(),
  offering: v.object({ id: Id, title: v.string() }),
  refusals: v.array(Refusal),
}
const named = v.object({ id: Id, firstName: v.string(), lastName: v.string() })

/** GET /schools/{id}/clashes: enrolments of pupils that stand and do not fit (any more), by the rules of enrolling. */
export const SchoolClash = v.object({ ...touched, child: named })
export type SchoolClash = v.InferOutput<typeof SchoolClash>
export const SchoolClashPage = pageOf(SchoolClash)
export type SchoolClashPage = v.InferOutput<typeof SchoolClashPage>

/** GET /offerings/{id}/clashes: the same of one offering. `child` is null for who may not see participants. */
export const OfferingClash = v.object({ ...touched, child: v.nullable(named) })
export type OfferingClash = v.InferOutput<typeof OfferingClash>
export const OfferingClashPage = pageOf(OfferingClash)
export type OfferingClashPage = v.InferOutput<typeof OfferingClashPage>

/** What a change would newly bring: what would stand in the way, and sessions that would fall on a day without lessons. */
export const Touched = v.object({ ...touched, child: named, warnings: v.array(Warning) })
export type Touched = v.InferOutput<typeof Touched>

/** Whom a change would touch. None of the enrolments is dropped by it. */
export const TouchPreview = v.object({ enrolments: v.array(Touched) })
export type TouchPreview = v.InferOutput<typeof TouchPreview>

/**
 * POST /schools/{id}/closures/previews. `closure` with `closureId`: that own closure would become this one; without: it would be
 * added; `closureId` alone: it would be removed.
 */
export const ClosurePreviewRequest = v.pipe(
  v.object({
    closureId: v.optional(v.nullable(Id), null),
    closure: v.optional(v.nullable(ClosureInput), null),
  }),
  v.forward(
    v.partialCheck(
      [['closureId'], ['closure']],
      ({ closureId, closure }) => closureId !== null || closure !== null,
      'Give a closure, or the id of one.',
    ),
    ['closure'],
  ),
)
export type ClosurePreviewRequest = v.InferOutput<typeof ClosurePreviewRequest>

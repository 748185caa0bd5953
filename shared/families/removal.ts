import * as v from 'valibot'
import { Id } from '../wire.ts'

/**
 * What removing a child does. `child-removed`: it goes with all that is kept of it; `leaves-family`: other guardians stay, and
 * only this one's tie and homes go; `stays-with-school`: the school brought the child in and keeps it, without a family.
 */
export const removalOutcomes = ['child-removed', 'leaves-family', 'stays-with-school'] as const
export type RemovalOutcome = (typeof removalOutcomes)[number]

/**
 * One guardian does not decide for the others, nor for the school: only the last one takes the child away, and what a school
 * brought in stays there. A young person decides about all of it.
 */
export function removalOutcome(child: {
  isSelf: boolean
  otherGuardians: number
  isPupil: boolean
}): RemovalOutcome {
  if (!child.isSelf && child.otherGuardians > 0) return 'leaves-family'
  return child.isPupil ? 'stays-with-school' : 'child-removed'
}

/** GET /children/{id}/removal-preview. `waiting`: children on the waiting list, of whom one gets the place. */
export const RemovalPreview = v.object({
  outcome: v.picklist(removalOutcomes),
  schoolName: v.nullable(v.string()),
  enrolments: v.array(
    v.object({
      enrolmentId: Id,
      status: v.string(),
      offering: v.object({ id: Id, title: v.string() }),
      waiting: v.number(),
    }),
  ),
})
export type RemovalPreview = v.InferOutput<typeof RemovalPreview>

import type { Queryable } from '@portal/db/client.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'

/**
 * One change of something. `before` and `after` hold the fields that changed, or all of what was made or removed; never a token,
 * code, key or hash. What is personal (subject `child`) goes from the log together with the child.
 */
export type Change = {
  /** What was done: `add-child`, `invite-guardian`. */
  verb: string
  subjectKind: string
  subjectId: string
  before?: Record<string, unknown> | null
  after?: Record<string, unknown> | null
}

/** Writes into the log of changes, in the transaction of the change itself: both are kept or neither. */
export async function logChange(
  deps: Pick<Dependencies, 'municipality' | 'clock'>,
  tx: Queryable,
  actor: Pick<Actor, 'accountId'> | null,
  { verb, subjectKind, subjectId, before, after }: Change,
): Promise<void> {
  await tx.sql`
    INSERT INTO change_log (municipality_id, at, by_account, verb, subject_kind, subject_id, before, after)
    VALUES (${deps.municipality.id}, ${deps.clock()}, ${actor?.accountId ?? null}, ${verb}, ${subjectKind}, ${subjectId},
      ${before ? JSON.stringify(before) : null}::jsonb, ${after ? JSON.stringify(after) : null}::jsonb)`
}

/** The fields of `after` that differ from `before`, as both were. */
export function changedFields<Fields extends Record<string, unknown>>(
  before: Fields,
  after: Partial<Fields>,
): { before: Partial<Fields>; after: Partial<Fields> } {
  const changed = Object.keys(after).filter(
    (key) => JSON.stringify(after[key]) !== JSON.stringify(before[key]),
  )
  const pick = (from: Partial<Fields>) =>
    Object.fromEntries(changed.map((key) => [key, from[key]])) as Partial<Fields>
  return { before: pick(before), after: pick(after) }
}

/** Why something was done, as `after` has it: nothing where nobody said. */
export const because = (reason: string): { because?: string } => (reason ? { because: reason } : {})

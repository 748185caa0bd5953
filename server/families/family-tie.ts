import { ageOn } from '@portal/shared/eligibility/age.ts'
import { whyNotAct } from '@portal/shared/families/may-act.ts'
import { toLocal } from '@portal/shared/schedule/local-time.ts'
import { sql } from 'drizzle-orm'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'

/** How an actor stands to child `c` of a statement: the columns of `tieOf`. */
export type Tie = { isGuardian: boolean; isSelf: boolean; hasOwnAccount: boolean; birthDate: string }

export const tieOf = (actor: Actor) => sql`
  EXISTS (SELECT 1 FROM guardianship u WHERE u.municipality_id = c.municipality_id AND u.child_id = c.id
    AND u.account_id = ${actor.accountId}) AS "isGuardian",
  coalesce(c.account_id = ${actor.accountId}, false) AS "isSelf", c.account_id IS NOT NULL AS "hasOwnAccount",
  c.birth_date AS "birthDate"`

/** Of child `c`: whose guardian somebody is, or who they are themselves (a young person). */
export const isOfFamily = (actor: Actor) => sql`(c.account_id = ${actor.accountId} OR EXISTS (
  SELECT 1 FROM guardianship u
  WHERE u.municipality_id = c.municipality_id AND u.child_id = c.id AND u.account_id = ${actor.accountId}))`

/** How somebody of the family stands to a child. @throws Problem not-found for anybody else */
export async function findTie(deps: Dependencies, actor: Actor, childId: string): Promise<Tie> {
  const [tie] = await deps.db.sql<Tie>`
    SELECT ${tieOf(actor)} FROM child c
    WHERE c.municipality_id = ${deps.municipality.id} AND c.id = ${childId} AND ${isOfFamily(actor)}`
  if (!tie) throw new Problem('not-found')
  return tie
}

/**
 * When the family before this one left child `id` to its school (remove-child.ts), -infinity when none did: what was before is theirs, and
 * not told to whoever claims the child later.
 */
export const leftToSchool = (municipalityId: string, id: string) => sql`coalesce((
  SELECT max(b.at) FROM change_log b WHERE b.municipality_id = ${municipalityId} AND b.subject_kind = 'child'
    AND b.subject_id = ${id} AND b.verb = 'leave-child-with-school'), '-infinity'::timestamptz)`

/** Why somebody of the family may not act at this age; null when they may. */
export function whyNotActOf(deps: Pick<Dependencies, 'clock' | 'municipality'>, tie: Tie) {
  return whyNotAct({
    ...tie,
    age: ageOn(tie.birthDate, toLocal(deps.clock(), deps.municipality.timeZone).date),
  })
}

/**
 * Holds somebody of the family to who acts at this age.
 * @throws Problem guardian-acts, young-person-acts, not-found
 */
export function holdToAge(deps: Pick<Dependencies, 'clock' | 'municipality'>, tie: Tie): void {
  const reason = whyNotActOf(deps, tie)
  if (reason) throw new Problem(reason)
}

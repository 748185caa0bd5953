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

/**
 * Holds somebody of the family to who acts at this age.
 * @throws Problem guardian-acts, young-person-acts, not-found
 */
export function holdToAge(deps: Pick<Dependencies, 'clock' | 'municipality'>, tie: Tie): void {
  const age = ageOn(tie.birthDate, toLocal(deps.clock(), deps.municipality.timeZone).date)
  const reason = whyNotAct({ ...tie, age })
  if (reason) throw new Problem(reason)
}

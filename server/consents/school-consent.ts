import { inTransaction, type Transaction } from '@portal/db/transaction.ts'
import type { SchoolConsent } from '@portal/shared/consents/consent.ts'
import { ageOn } from '@portal/shared/eligibility/age.ts'
import { ages } from '@portal/shared/families/may-act.ts'
import { toLocal } from '@portal/shared/schedule/local-time.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { findTie, holdToAge, isOfFamily, type Tie, tieOf } from '../families/family-tie.ts'
import { Problem } from '../http/problem.ts'
import { logChange } from '../log/log-change.ts'
import { giveStandingConsent } from './keep-answer.ts'

/** Whether the school of an own child may enrol it without asking. @throws Problem not-found */
export async function findSchoolConsent(
  deps: Dependencies,
  actor: Actor,
  childId: string,
): Promise<SchoolConsent> {
  const { birthDate } = await findTie(deps, actor, childId)
  const [row] = await deps.db.sql<{
    school: SchoolConsent['school']
    givenAt: Date | null
    byYou: boolean
  }>`
    SELECT CASE WHEN s.id IS NOT NULL THEN json_build_object('id', s.id, 'name', s.name) END AS school,
      x.given_at AS "givenAt", coalesce(x.given_by = ${actor.accountId}, false) AS "byYou"
    FROM child c
    LEFT JOIN school s ON s.municipality_id = c.municipality_id AND s.id = c.school_id
    LEFT JOIN school_consent x ON x.municipality_id = c.municipality_id AND x.child_id = c.id AND x.school_id = c.school_id
    WHERE c.municipality_id = ${deps.municipality.id} AND c.id = ${childId}`
  if (!row) throw new Problem('not-found')
  const age = ageOn(birthDate, toLocal(deps.clock(), deps.municipality.timeZone).date)
  return {
    school: row.school,
    isNeeded: age < ages.actsAlone,
    given: row.givenAt ? { at: row.givenAt.toISOString(), byYou: row.byYou } : null,
  }
}

/** Locks an own child of which the actor is a guardian who decides. */
async function lockOwn(deps: Dependencies, tx: Transaction, actor: Actor, childId: string) {
  const [row] = await tx.sql<Tie & { schoolId: string | null }>`
    SELECT ${tieOf(actor)}, c.school_id AS "schoolId" FROM child c
    WHERE c.municipality_id = ${deps.municipality.id} AND c.id = ${childId} AND ${isOfFamily(actor)} FOR NO KEY UPDATE`
  if (!row?.isGuardian) throw new Problem('not-found')
  holdToAge(deps, row)
  return row
}

/**
 * Lets the school of an own child enrol it from now on, without asking each time.
 * @param schoolId as the guardian read it: not another school that the child went to meanwhile
 * @throws Problem not-found, guardian-acts, young-person-acts, changed-meanwhile
 */
export async function giveSchoolConsent(
  deps: Dependencies,
  actor: Actor,
  childId: string,
  schoolId: string,
): Promise<SchoolConsent> {
  await inTransaction(deps.db, async (tx) => {
    const child = await lockOwn(deps, tx, actor, childId)
    if (child.schoolId !== schoolId) throw new Problem('changed-meanwhile')
    await giveStandingConsent(deps, tx, { childId, schoolId, accountId: actor.accountId })
  })
  return findSchoolConsent(deps, actor, childId)
}

/**
 * Takes it back, whoever of the guardians gave it: from then on each enrolment by the school is asked for. What the school enrolled
 * the child for until then stays. Asking again changes nothing.
 * @throws Problem not-found, guardian-acts, young-person-acts
 */
export async function takeBackSchoolConsent(
  deps: Dependencies,
  actor: Actor,
  childId: string,
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    await lockOwn(deps, tx, actor, childId)
    const gone = await tx.sql<{ schoolId: string }>`
      DELETE FROM school_consent WHERE municipality_id = ${deps.municipality.id} AND child_id = ${childId}
      RETURNING school_id AS "schoolId"`
    for (const { schoolId } of gone) {
      await logChange(deps, tx, actor, {
        verb: 'take-back-school-consent',
        subjectKind: 'child',
        subjectId: childId,
        before: { schoolId },
      })
    }
  })
}

import type { Queryable } from '@portal/db/client.ts'
import { inTransaction, type Transaction } from '@portal/db/transaction.ts'
import { type RemovalOutcome, type RemovalPreview, removalOutcome } from '@portal/shared/families/removal.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { holdCalendar } from '../calendar/hold-calendar.ts'
import { tellOfChildren, watchChildren } from '../calendar/watch-children.ts'
import { enrolledBySchool } from '../enrolments/enrolled-by-school.ts'
import { lockChildren } from '../enrolments/lock-children.ts'
import { withdrawLocked } from '../enrolments/withdraw-child.ts'
import { Problem } from '../http/problem.ts'
import { endInvitationsOf } from '../invitations/standing-invitations.ts'
import { logChange } from '../log/log-change.ts'
import { dropHomesOf } from './drop-homes.ts'
import { eraseChildren } from './erase-children.ts'
import { holdToAge, isOfFamily, type Tie, tieOf } from './family-tie.ts'
import { forgetInLog } from './forget-in-log.ts'

type Removal = { outcome: RemovalOutcome; schoolName: string | null; family: string[] }

/**
 * What removing would do now. `family`: the accounts of its guardians and its own.
 * @throws Problem not-found, guardian-acts, young-person-acts
 */
async function readRemoval(deps: Dependencies, db: Queryable, actor: Actor, id: string): Promise<Removal> {
  const [row] = await db.sql<
    Tie & { guardians: string[]; accountId: string | null; isPupil: boolean; schoolName: string | null }
  >`
    SELECT ARRAY(SELECT u.account_id::text FROM guardianship u
        WHERE u.municipality_id = c.municipality_id AND u.child_id = c.id) AS guardians,
      c.account_id AS "accountId", p.child_id IS NOT NULL AS "isPupil", s.name AS "schoolName", ${tieOf(actor)}
    FROM child c
    LEFT JOIN pupil p ON p.municipality_id = c.municipality_id AND p.child_id = c.id
    LEFT JOIN school s ON s.municipality_id = p.municipality_id AND s.id = p.school_id
    WHERE c.municipality_id = ${deps.municipality.id} AND c.id = ${id} AND ${isOfFamily(actor)}`
  if (!row) throw new Problem('not-found')
  holdToAge(deps, row)
  const otherGuardians = row.guardians.filter((account) => account !== actor.accountId).length
  return {
    outcome: removalOutcome({ isSelf: row.isSelf, otherGuardians, isPupil: row.isPupil }),
    schoolName: row.schoolName,
    family: [...row.guardians, ...(row.accountId ? [row.accountId] : [])],
  }
}

/**
 * What removing would do, and which enrolments would end; nothing is changed.
 * @throws Problem not-found, guardian-acts, young-person-acts
 */
export async function previewRemoval(deps: Dependencies, actor: Actor, id: string): Promise<RemovalPreview> {
  const { outcome, schoolName } = await readRemoval(deps, deps.db, actor, id)
  const enrolments =
    outcome === 'leaves-family'
      ? []
      : await deps.db.sql<{
          enrolmentId: string
          status: string
          offeringId: string
          title: string
          waiting: number
        }>`
          SELECT e.id AS "enrolmentId", e.status, o.id AS "offeringId", a.title,
            CASE WHEN e.status IN ('placed', 'offered', 'awaiting_consent') THEN o.waiting ELSE 0 END AS waiting
          FROM enrolment e
          JOIN offering o ON o.municipality_id = e.municipality_id AND o.id = e.offering_id
          JOIN activity a ON a.municipality_id = o.municipality_id AND a.id = o.activity_id
          WHERE e.municipality_id = ${deps.municipality.id} AND e.child_id = ${id}
            AND e.status IN ('wished', 'placed', 'waitlisted', 'offered', 'awaiting_consent')
            AND (${outcome === 'child-removed'} OR NOT ${enrolledBySchool})
          ORDER BY o.first_date NULLS LAST, a.title, e.id`
  return {
    outcome,
    schoolName,
    enrolments: enrolments.map(({ offeringId, title, ...enrolment }) => ({
      ...enrolment,
      offering: { id: offeringId, title },
    })),
  }
}

/** Removing comes to an end soon: each time the child was being enrolled, or its family changed, meanwhile. */
const mostTries = 8

/**
 * Removes an own child, as shared/families/removal.ts says: with all that is kept of it, or only from this family. Places that
 * come free go to whoever waits.
 * @throws Problem not-found, guardian-acts, young-person-acts
 */
export async function removeChild(deps: Dependencies, actor: Actor, id: string): Promise<void> {
  for (let tries = 1; tries <= mostTries; tries += 1) {
    if (await tryToRemove(deps, actor, id)) return
  }
  throw new Problem('unavailable', { detail: 'Too much is changing at once; try again.', retryAfter: 1 })
}

/** False, with nothing changed, when the child was enrolled meanwhile. */
function tryToRemove(deps: Dependencies, actor: Actor, id: string): Promise<boolean> {
  return inTransaction(deps.db, async (tx) => {
    // Before anything is locked: nobody locks what is not theirs.
    await readRemoval(deps, tx, actor, id)
    await holdCalendar(deps, tx)
    const offerings = await lockChildren(deps, tx, [id])
    if (!offerings) return false
    // Under the lock: nobody becomes or ceases to be a guardian any more.
    const removal = await readRemoval(deps, tx, actor, id)
    if (removal.outcome === 'leaves-family') await leaveFamily(deps, tx, actor, id)
    else {
      const which = removal.outcome === 'child-removed' ? 'all' : 'not-by-school'
      await withdrawLocked(deps, tx, actor, [id], offerings, { which, reason: 'child removed by family' })
      if (removal.outcome === 'child-removed') await eraseChildren(deps, tx, [id])
      else await leaveWithSchool(deps, tx, id, removal.family)
    }
    await logChange(deps, tx, actor, { verb: verbs[removal.outcome], subjectKind: 'child', subjectId: id })
    return true
  })
}

const verbs: Record<RemovalOutcome, string> = {
  'child-removed': 'remove-child',
  'leaves-family': 'leave-child',
  'stays-with-school': 'leave-child-with-school',
}

/** What the family entered goes; what the school knows stays. */
async function leaveWithSchool(
  deps: Dependencies,
  tx: Transaction,
  id: string,
  family: readonly string[],
): Promise<void> {
  const m = deps.municipality.id
  const invitations = await tx.sql<{ id: string }>`
    DELETE FROM invitation WHERE municipality_id = ${m} AND child_id = ${id} RETURNING id`
  // What was told to this family is not for whoever claims the child later.
  await tx.sql`DELETE FROM notice WHERE municipality_id = ${m} AND child_id = ${id}`
  const watch = await watchChildren(deps, tx, [id])
  await dropHomesOf(deps, tx, id, family)
  await tellOfChildren(deps, tx, watch)
  await forgetInLog(
    deps,
    tx,
    [id],
    invitations.map((invitation) => invitation.id),
  )
  await tx.sql`DELETE FROM guardianship WHERE municipality_id = ${m} AND child_id = ${id}`
  await tx.sql`UPDATE child SET account_id = NULL WHERE municipality_id = ${m} AND id = ${id}`
}

/** Only this guardian goes, with their homes and with invitations that they sent and nobody has used. */
async function leaveFamily(deps: Dependencies, tx: Transaction, actor: Actor, id: string): Promise<void> {
  const watch = await watchChildren(deps, tx, [id])
  await dropHomesOf(deps, tx, id, [actor.accountId])
  await tellOfChildren(deps, tx, watch)
  await tx.sql`
    DELETE FROM guardianship
    WHERE municipality_id = ${deps.municipality.id} AND child_id = ${id} AND account_id = ${actor.accountId}`
  await endInvitationsOf(deps, tx, actor, actor.accountId)
}

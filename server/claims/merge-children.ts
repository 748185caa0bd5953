import type { Transaction } from '@portal/db/transaction.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { tellOfChildren, watchChildren } from '../calendar/watch-children.ts'
import { lockChildren } from '../enrolments/lock-children.ts'
import { holdToAge, isOfFamily, type Tie, tieOf } from '../families/family-tie.ts'
import { Problem } from '../http/problem.ts'
import type { OpenCode } from './find-code.ts'

/** One of the two children was enrolled between the look and the lock: rolls back, to be tried again. */
export class EnrolledMeanwhile extends Error {}

/**
 * Every table that points to a child, and what becomes of its rows when two children become one. A test compares this with the
 * foreign keys of the database, so that a new table cannot be forgotten.
 */
export const whatMoves: Record<string, string> = {
  enrolment: 'moves, with its events and its turn on the waiting list',
  offering_invitation: 'moves',
  invitation: 'moves',
  notice: 'moves, with who has seen it',
  look: 'moves; those of the same person, day and kind are added up',
  pupil: 'moves, and replaces one of a school before',
  claim_code: 'moves, so that the school sees that it was used',
  guardianship: 'moves',
  class_enrolment_line: 'moves, so that the school still finds it in its results',
}

/**
 * Makes the pupil behind a code and an own child one: the own child's id, name and homes stay, with the pupil's school, group,
 * number and all that hangs on it. Birth dates have to be equal, and they may not be two pupils of the school (twins); names are
 * never compared.
 * @throws Problem not-found, young-person-acts, guardian-acts, merge-birth-dates-differ, merge-other-pupil, merge-places-clash;
 * EnrolledMeanwhile
 */
export async function mergeIntoOwn(
  deps: Dependencies,
  tx: Transaction,
  actor: Actor,
  open: OpenCode,
  ownId: string,
): Promise<void> {
  const m = deps.municipality.id
  const [tie] = await tx.sql<Tie>`
    SELECT ${tieOf(actor)} FROM child c WHERE c.municipality_id = ${m} AND c.id = ${ownId} AND ${isOfFamily(actor)}`
  if (!tie) throw new Problem('not-found')
  holdToAge(deps, tie)
  if (!(await lockChildren(deps, tx, [ownId, open.childId])))
    throw new EnrolledMeanwhile('One of the two was enrolled meanwhile.')
  const [own] = await tx.sql<{
    birthDate: string
    pupilBirthDate: string
    schoolId: string
    groupId: string | null
    isOtherPupil: boolean
  }>`
    SELECT EXISTS (SELECT 1 FROM pupil x JOIN pupil y ON y.municipality_id = x.municipality_id AND y.school_id = x.school_id
        AND y.child_id = p.id WHERE x.municipality_id = c.municipality_id AND x.child_id = c.id) AS "isOtherPupil",
      c.birth_date AS "birthDate", p.birth_date AS "pupilBirthDate", p.school_id AS "schoolId", p.group_id AS "groupId"
    FROM child c JOIN child p ON p.municipality_id = c.municipality_id AND p.id = ${open.childId}
    WHERE c.municipality_id = ${m} AND c.id = ${ownId}`
  if (!own) throw new Problem('not-found')
  if (own.birthDate !== own.pupilBirthDate) throw new Problem('merge-birth-dates-differ')
  if (own.isOtherPupil) throw new Problem('merge-other-pupil')
  await holdApart(deps, tx, ownId, open.childId)

  const watch = await watchChildren(deps, tx, [ownId, open.childId])
  // The school first: what the own child was at a school before goes with it (leave_school of 0022).
  await tx.sql`
    UPDATE child SET school_id = ${own.schoolId}, group_id = ${own.groupId} WHERE municipality_id = ${m} AND id = ${ownId}`
  await tx.sql`DELETE FROM pupil WHERE municipality_id = ${m} AND child_id = ${ownId}`
  await tx.sql`UPDATE pupil SET child_id = ${ownId} WHERE municipality_id = ${m} AND child_id = ${open.childId}`
  await tx.sql`UPDATE enrolment SET child_id = ${ownId} WHERE municipality_id = ${m} AND child_id = ${open.childId}`
  await tx.sql`UPDATE notice SET child_id = ${ownId} WHERE municipality_id = ${m} AND child_id = ${open.childId}`
  await tx.sql`
    INSERT INTO offering_invitation (municipality_id, offering_id, child_id)
    SELECT municipality_id, offering_id, ${ownId}::uuid FROM offering_invitation
    WHERE municipality_id = ${m} AND child_id = ${open.childId} ON CONFLICT DO NOTHING`
  await tx.sql`UPDATE invitation SET child_id = ${ownId} WHERE municipality_id = ${m} AND child_id = ${open.childId}`
  await tx.sql`
    INSERT INTO look AS l (municipality_id, child_id, day, by_account, role, school_id, provider_id, what, reason, times,
      first_at, last_at)
    SELECT municipality_id, ${ownId}::uuid, day, by_account, role, school_id, provider_id, what, reason, times, first_at, last_at
    FROM look WHERE municipality_id = ${m} AND child_id = ${open.childId}
    ON CONFLICT (municipality_id, child_id, day, by_account, what, reason) DO UPDATE SET times = l.times + excluded.times,
      first_at = least(l.first_at, excluded.first_at), last_at = greatest(l.last_at, excluded.last_at)`
  await tx.sql`UPDATE claim_code SET child_id = ${ownId} WHERE municipality_id = ${m} AND child_id = ${open.childId}`
  await tx.sql`
    INSERT INTO guardianship (municipality_id, account_id, child_id, created_at)
    SELECT municipality_id, account_id, ${ownId}::uuid, created_at FROM guardianship
    WHERE municipality_id = ${m} AND child_id = ${open.childId} ON CONFLICT DO NOTHING`
  // What was done to either was done to the one that they are now; it goes with it when it is removed.
  await tx.sql`
    UPDATE change_log SET subject_id = ${ownId}
    WHERE municipality_id = ${m} AND subject_kind = 'child' AND subject_id = ${open.childId}`
  await tx.sql`
    UPDATE change_log SET
      before = CASE WHEN before->>'childId' = ${open.childId} THEN jsonb_set(before, '{childId}', to_jsonb(${ownId}::text)) ELSE before END,
      after = CASE WHEN after->>'childId' = ${open.childId} THEN jsonb_set(after, '{childId}', to_jsonb(${ownId}::text)) ELSE after END
    WHERE municipality_id = ${m} AND (before->>'childId' = ${open.childId} OR after->>'childId' = ${open.childId})`
  await tx.sql`
    UPDATE class_enrolment_line SET child_id = ${ownId} WHERE municipality_id = ${m} AND child_id = ${open.childId}`
  await tx.sql`DELETE FROM child WHERE municipality_id = ${m} AND id = ${open.childId}`
  await tellOfChildren(deps, tx, watch)
}

/**
 * Nobody can hold two places at once, nor one offering twice: when the two together would, nothing is done, and it is said which
 * of the own child's to give up first. @throws Problem merge-places-clash
 */
async function holdApart(
  { municipality }: Dependencies,
  tx: Transaction,
  ownId: string,
  pupilId: string,
): Promise<void> {
  const [clash] = await tx.sql<{ title: string; otherTitle: string; count: number }>`
    SELECT a.title, b.title AS "otherTitle", count(*) OVER ()::integer AS count
    FROM enrolment e
    JOIN enrolment x ON x.municipality_id = e.municipality_id AND x.child_id = ${pupilId}
    JOIN offering o ON o.municipality_id = e.municipality_id AND o.id = e.offering_id
    JOIN activity a ON a.municipality_id = o.municipality_id AND a.id = o.activity_id
    JOIN offering p ON p.municipality_id = x.municipality_id AND p.id = x.offering_id
    JOIN activity b ON b.municipality_id = p.municipality_id AND b.id = p.activity_id
    WHERE e.municipality_id = ${municipality.id} AND e.child_id = ${ownId}
      AND ((e.offering_id = x.offering_id
          AND e.status IN ('wished', 'placed', 'waitlisted', 'offered', 'awaiting_consent', 'completed')
          AND x.status IN ('wished', 'placed', 'waitlisted', 'offered', 'awaiting_consent', 'completed'))
        OR (e.busy && x.busy AND e.status IN ('placed', 'offered', 'awaiting_consent')
          AND x.status IN ('placed', 'offered', 'awaiting_consent')))
    ORDER BY a.title LIMIT 1`
  if (!clash) return
  throw new Problem('merge-places-clash', {
    detail: 'Give up one of the two places first.',
    facts: { title: clash.title, otherTitle: clash.otherTitle, count: clash.count },
  })
}

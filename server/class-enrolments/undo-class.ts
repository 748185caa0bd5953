import { inTransaction } from '@portal/db/transaction.ts'
import { type ClassEnrolment, undoMinutes } from '@portal/shared/class-enrolments/class-enrolment.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import { logChange } from '../log/log-change.ts'
import { holdToOwnSchool } from '../schools/own-school.ts'
import { offerFreedPlaces, offerFreedPlacesNow } from '../waiting-list/offer-freed-place.ts'
import { findClassEnrolment, isAsItWasLeft } from './queries.ts'

/**
 * Withdraws what a run enrolled, within a quarter of an hour: only what is still as the run left it, so that an answer of a guardian
 * or an offered place stays. Places that come free are offered in the same transaction. Asking again changes nothing.
 * @throws Problem not-found, class-undo-too-late
 */
export async function undoClass(
  deps: Dependencies,
  actor: Actor,
  schoolId: string,
  id: string,
): Promise<ClassEnrolment> {
  holdToOwnSchool(actor, schoolId)
  const m = deps.municipality.id
  const children = await inTransaction(deps.db, async (tx) => {
    const now = deps.clock()
    const [run] = await tx.sql<{ offeringId: string; madeAt: Date; undoneAt: Date | null; title: string }>`
      SELECT k.offering_id AS "offeringId", k.made_at AS "madeAt", k.undone_at AS "undoneAt", a.title
      FROM class_enrolment k
      JOIN offering o ON o.municipality_id = k.municipality_id AND o.id = k.offering_id
      JOIN activity a ON a.municipality_id = o.municipality_id AND a.id = o.activity_id
      WHERE k.municipality_id = ${m} AND k.school_id = ${schoolId} AND k.id = ${id} FOR NO KEY UPDATE OF k`
    if (!run) throw new Problem('not-found')
    if (run.undoneAt) return []
    if (now.getTime() >= run.madeAt.getTime() + undoMinutes * 60_000) throw new Problem('class-undo-too-late')
    await tx.sql`
      SELECT 1 FROM offering WHERE municipality_id = ${m} AND id = ${run.offeringId} FOR NO KEY UPDATE`
    const withdrawn = await tx.sql<{ childId: string }>`
      UPDATE enrolment e SET status = 'withdrawn', offered_until = NULL, changed_at = ${now}, changed_by = ${actor.accountId},
        change_reason = 'undone by school'
      FROM class_enrolment_line l
      WHERE l.municipality_id = ${m} AND l.class_enrolment_id = ${id} AND e.municipality_id = l.municipality_id
        AND e.id = l.enrolment_id AND ${isAsItWasLeft}
      RETURNING e.child_id AS "childId"`
    await tx.sql`UPDATE class_enrolment SET undone_at = ${now} WHERE municipality_id = ${m} AND id = ${id}`
    await logChange(deps, tx, actor, {
      verb: 'undo-class',
      subjectKind: 'school',
      subjectId: schoolId,
      before: { id, title: run.title, children: withdrawn.length },
    })
    await offerFreedPlaces(deps, tx, run.offeringId, now)
    return withdrawn.map(({ childId }) => childId)
  })
  await offerWhereTheyWait(deps, children)
  return findClassEnrolment(deps, actor, schoolId, id)
}

/** Their time is free again: what they wait for elsewhere may fit now. */
async function offerWhereTheyWait(deps: Dependencies, childIds: readonly string[]): Promise<void> {
  if (childIds.length === 0) return
  const rows = await deps.db.sql<{ id: string }>`
    SELECT DISTINCT offering_id AS id FROM enrolment
    WHERE municipality_id = ${deps.municipality.id} AND child_id = ANY (${[...childIds]}::uuid[]) AND status = 'waitlisted'
    ORDER BY offering_id`
  for (const { id } of rows) await offerFreedPlacesNow(deps, id)
}

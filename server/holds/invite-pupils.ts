import { inTransaction, type Transaction } from '@portal/db/transaction.ts'
import type { InvitedPupil, InvitedPupilPage, PupilInvitations } from '@portal/shared/holds/hold.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import { offsetOf } from '../http/wire-dates.ts'
import { recordLooks } from '../looks/record-looks.ts'
import { recordNotices } from '../notices/record-notices.ts'
import { holdToOwnSchool } from '../schools/own-school.ts'
import { offerFreedPlaces } from '../waiting-list/offer-freed-place.ts'

/**
 * Pupils of an own school who were invited to an offering, by name; it is recorded that they were looked at.
 * @throws Problem not-found, also for an offering that is not public
 */
export async function listInvitedPupils(
  deps: Dependencies,
  actor: Actor,
  schoolId: string,
  offeringId: string,
  query: { page: number; pageSize: number },
): Promise<InvitedPupilPage> {
  holdToOwnSchool(actor, schoolId)
  const m = deps.municipality.id
  const [offering] = await deps.db.sql`
    SELECT 1 FROM offering WHERE municipality_id = ${m} AND id = ${offeringId} AND status = 'published'`
  if (!offering) throw new Problem('not-found')
  const rows = await deps.db.sql<InvitedPupil & { total: number }>`
    SELECT c.id, c.first_name AS "firstName", c.last_name AS "lastName", g.name AS "group",
      EXISTS (SELECT 1 FROM enrolment e WHERE e.municipality_id = c.municipality_id AND e.child_id = c.id
        AND e.offering_id = i.offering_id AND e.status IN ('placed', 'offered', 'awaiting_consent', 'completed')) AS "isEnrolled",
      count(*) OVER ()::integer AS total
    FROM offering_invitation i
    JOIN child c ON c.municipality_id = i.municipality_id AND c.id = i.child_id
    LEFT JOIN school_group g ON g.municipality_id = c.municipality_id AND g.id = c.group_id
    WHERE i.municipality_id = ${m} AND i.offering_id = ${offeringId} AND c.school_id = ${schoolId}
    ORDER BY c.last_name, c.first_name, c.id LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}`
  const seen = rows.map(({ id }) => id)
  await recordLooks(deps, deps.db, actor, { role: 'school', schoolId, what: 'pupil' }, seen)
  return {
    items: rows.map(({ total: _, ...pupil }) => pupil),
    total: rows[0]?.total ?? 0,
    page: query.page,
    pageSize: query.pageSize,
  }
}

type Invitable = { title: string; isPublished: boolean; isForInvited: boolean }

/** Locks an offering that is public. @throws Problem not-found */
async function lockPublished(deps: Dependencies, tx: Transaction, id: string): Promise<Invitable> {
  const m = deps.municipality.id
  await tx.sql`SELECT 1 FROM offering WHERE municipality_id = ${m} AND id = ${id} FOR NO KEY UPDATE`
  const [offering] = await tx.sql<Invitable>`
    SELECT a.title, o.status = 'published' AS "isPublished", o.invited_only OR EXISTS (SELECT 1 FROM place_hold h
      WHERE h.municipality_id = o.municipality_id AND h.offering_id = o.id AND h.kind = 'invited'
        AND h.released_at IS NULL AND h.until > ${deps.clock()}) AS "isForInvited"
    FROM offering o JOIN activity a ON a.municipality_id = o.municipality_id AND a.id = o.activity_id
    WHERE o.municipality_id = ${m} AND o.id = ${id}`
  if (!offering?.isPublished) throw new Problem('not-found')
  return offering
}

/** Of each child a line in the log of changes, which goes with the child; one statement for all. */
async function logInvitations(
  deps: Dependencies,
  tx: Transaction,
  actor: Actor,
  verb: 'invite-pupil' | 'uninvite-pupil',
  offeringId: string,
  childIds: readonly string[],
): Promise<void> {
  const what = JSON.stringify({ offeringId })
  await tx.sql`
    INSERT INTO change_log (municipality_id, at, by_account, verb, subject_kind, subject_id, before, after)
    SELECT ${deps.municipality.id}, ${deps.clock()}::timestamptz, ${actor.accountId}::uuid, ${verb}, 'child', child,
      ${verb === 'invite-pupil' ? null : what}::jsonb, ${verb === 'invite-pupil' ? what : null}::jsonb
    FROM unnest(${[...childIds]}::uuid[]) AS child ORDER BY child`
}

/**
 * Invites pupils of an own school to an offering that is for invited children, or holds places for them. Who waits already may now be
 * offered a place. Inviting somebody again changes nothing.
 * @throws Problem not-found (also for a pupil of another school), takes-no-invitations
 */
export async function invitePupils(
  deps: Dependencies,
  actor: Actor,
  schoolId: string,
  offeringId: string,
  { childIds }: PupilInvitations,
): Promise<void> {
  holdToOwnSchool(actor, schoolId)
  const m = deps.municipality.id
  await inTransaction(deps.db, async (tx) => {
    const { isForInvited, title } = await lockPublished(deps, tx, offeringId)
    const pupils = await tx.sql<{ id: string }>`
      SELECT id FROM child WHERE municipality_id = ${m} AND school_id = ${schoolId} AND id = ANY (${childIds}::uuid[])
      ORDER BY id FOR NO KEY UPDATE`
    if (pupils.length < childIds.length) throw new Problem('not-found')
    if (!isForInvited) throw new Problem('takes-no-invitations')
    const added = await tx.sql<{ id: string }>`
      INSERT INTO offering_invitation (municipality_id, offering_id, child_id)
      SELECT ${m}, ${offeringId}::uuid, child FROM unnest(${childIds}::uuid[]) AS child
      ON CONFLICT DO NOTHING RETURNING child_id AS id`
    const ids = added.map(({ id }) => id)
    await recordLooks(deps, tx, actor, { role: 'school', schoolId, what: 'pupil' }, childIds)
    if (ids.length === 0) return
    await logInvitations(deps, tx, actor, 'invite-pupil', offeringId, ids)
    await recordNotices(
      deps,
      tx,
      ids.map((childId) => ({ kind: 'pupil-invited', childId, offeringId, facts: { activity: title } })),
    )
    await offerFreedPlaces(deps, tx, offeringId, deps.clock())
  })
}

/**
 * Takes the invitation of a pupil back. A place that the child has, it keeps.
 * @throws Problem not-found, also when the pupil was not invited
 */
export async function uninvitePupil(
  deps: Dependencies,
  actor: Actor,
  schoolId: string,
  offeringId: string,
  childId: string,
): Promise<void> {
  holdToOwnSchool(actor, schoolId)
  const m = deps.municipality.id
  await inTransaction(deps.db, async (tx) => {
    await lockPublished(deps, tx, offeringId)
    const [removed] = await tx.sql`
      DELETE FROM offering_invitation i USING child c
      WHERE i.municipality_id = ${m} AND i.offering_id = ${offeringId} AND i.child_id = ${childId}
        AND c.municipality_id = i.municipality_id AND c.id = i.child_id AND c.school_id = ${schoolId} RETURNING 1`
    if (!removed) throw new Problem('not-found')
    await logInvitations(deps, tx, actor, 'uninvite-pupil', offeringId, [childId])
  })
}

import { ageOn } from '@portal/shared/eligibility/age.ts'
import type { Participant, ParticipantPage } from '@portal/shared/enrolments/enrolment.ts'
import type { ProviderStatus } from '@portal/shared/providers/provider.ts'
import { toLocal } from '@portal/shared/schedule/local-time.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import { offsetOf } from '../http/wire-dates.ts'
import { reasonOf } from '../looks/reason.ts'
import { recordLooks } from '../looks/record-looks.ts'

type Row = Omit<Participant, 'age' | 'joinedAt' | 'position' | 'attendance'> & {
  birthDate: string
  joinedAt: Date
  position: number | null
  total: number
}

/**
 * Who comes and who waits, of an own offering (the team: of any, with a reason): those with a place first.
 * An organisation that is suspended still sees who has a place and comes; not who waits, for nobody gets a place with it now. One
 * that was rejected sees nobody.
 * @throws Problem not-found, also for another provider's offering
 */
export async function listParticipants(
  deps: Dependencies,
  actor: Actor,
  offeringId: string,
  query: { page: number; pageSize: number; reason?: string | undefined },
): Promise<ParticipantPage> {
  const { db, municipality } = deps
  const [own] = await db.sql<{ providerId: string; status: ProviderStatus }>`
    SELECT a.provider_id AS "providerId", v.status FROM offering o
    JOIN activity a ON a.municipality_id = o.municipality_id AND a.id = o.activity_id
    JOIN provider v ON v.municipality_id = a.municipality_id AND v.id = a.provider_id
    WHERE o.municipality_id = ${municipality.id} AND o.id = ${offeringId} AND (${actor.isTeam} OR a.provider_id = ANY (${actor.coachedProviderIds}::uuid[]))`
  if (!own) throw new Problem('not-found')
  const isOwn = actor.coachedProviderIds.includes(own.providerId)
  if (isOwn && !actor.isTeam && own.status === 'rejected') throw new Problem('not-found')
  const seesWaiting = actor.isTeam || own.status === 'approved'
  const look = isOwn
    ? { role: 'provider' as const, providerId: own.providerId }
    : { role: 'team' as const, reason: reasonOf(query.reason) }
  const rows = await db.sql<Row>`
    SELECT e.id AS "enrolmentId", e.child_id AS "childId", c.first_name AS "firstName", c.last_name AS "lastName",
      c.birth_date AS "birthDate", e.status, e.joined_at AS "joinedAt", count(*) OVER ()::integer AS total,
      CASE WHEN e.status = 'waitlisted' THEN row_number() OVER (
        PARTITION BY e.status ORDER BY e.priority_class, e.joined_number)::integer END AS position
    FROM enrolment e JOIN child c ON c.municipality_id = e.municipality_id AND c.id = e.child_id
    WHERE e.municipality_id = ${municipality.id} AND e.offering_id = ${offeringId}
      AND e.status IN ('placed', 'offered', 'awaiting_consent', 'waitlisted', 'completed')
      AND (e.status <> 'waitlisted' OR ${seesWaiting})
    ORDER BY array_position(ARRAY['placed', 'completed', 'offered', 'awaiting_consent', 'waitlisted'], e.status),
      CASE WHEN e.status = 'waitlisted' THEN e.joined_number END, c.last_name, c.first_name, e.id
    LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}`
  await recordLooks(
    deps,
    db,
    actor,
    { ...look, what: 'participant' },
    rows.map((row) => row.childId),
  )
  const today = toLocal(deps.clock(), municipality.timeZone).date
  return {
    items: rows.map(({ birthDate, joinedAt, position, total: _, ...row }) => ({
      ...row,
      age: ageOn(birthDate, today),
      joinedAt: joinedAt.toISOString(),
      ...(position === null ? {} : { position }),
      attendance: [],
    })),
    total: rows[0]?.total ?? 0,
    page: query.page,
    pageSize: query.pageSize,
  }
}

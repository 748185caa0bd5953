import type { Offering, OfferingPage, Place } from '@portal/shared/catalogue/offering.ts'
import { timeOf, toLocal } from '@portal/shared/schedule/local-time.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { isOfFamily } from '../families/family-tie.ts'
import { Problem } from '../http/problem.ts'
import { offsetOf } from '../http/wire-dates.ts'
import {
  aroundOffering,
  type OfferingRow,
  offeringColumns,
  offeringSummary,
  placeOf,
} from './offering-columns.ts'

/** All offerings of the actor's own organisations, drafts and past ones too, the newest first. */
export async function listOwnOfferings(
  deps: Dependencies,
  actor: Actor,
  query: { page: number; pageSize: number },
): Promise<OfferingPage> {
  const now = deps.clock()
  const rows = await deps.db.sql<OfferingRow & { total: number }>`
    SELECT ${offeringColumns()}, count(*) OVER ()::integer AS total FROM offering o ${aroundOffering(now)}
    WHERE o.municipality_id = ${deps.municipality.id} AND a.provider_id = ANY (${actor.providerIds}::uuid[])
    ORDER BY o.first_date NULLS FIRST, a.title, o.id LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}`
  return {
    items: rows.map(({ total: _, ...row }) =>
      offeringSummary(row as OfferingRow, deps.municipality.timeZone),
    ),
    total: rows[0]?.total ?? 0,
    page: query.page,
    pageSize: query.pageSize,
  }
}

/** A child of somebody's family has a place in an offering, or waits for one. */
async function hasChildIn(deps: Dependencies, actor: Actor, id: string): Promise<boolean> {
  const [found] = await deps.db.sql`
    SELECT 1 FROM enrolment e JOIN child c ON c.municipality_id = e.municipality_id AND c.id = e.child_id
    WHERE e.municipality_id = ${deps.municipality.id} AND e.offering_id = ${id} AND ${isOfFamily(actor)}
      AND e.status IN ('wished', 'placed', 'waitlisted', 'offered', 'awaiting_consent', 'completed') LIMIT 1`
  return found !== undefined
}

/**
 * Whether somebody may see an offering: a draft is for its own provider only; what is hidden also for the team, and for the
 * families whose children are in it.
 */
async function maySee(
  deps: Dependencies,
  actor: Actor | null,
  { id, status, providerId }: Pick<OfferingRow, 'id' | 'status' | 'providerId'>,
): Promise<boolean> {
  if (status === 'published' || status === 'cancelled') return true
  if (!actor) return false
  if (actor.providerIds.includes(providerId)) return true
  return status === 'hidden' && (actor.isTeam || (await hasChildIn(deps, actor, id)))
}

/**
 * One offering with all its sessions.
 * @throws Problem not-found, also when it may not be seen
 */
export async function findOffering(deps: Dependencies, actor: Actor | null, id: string): Promise<Offering> {
  const now = deps.clock()
  const { timeZone } = deps.municipality
  const [row] = await deps.db.sql<OfferingRow>`
    SELECT ${offeringColumns()} FROM offering o ${aroundOffering(now)} WHERE o.municipality_id = ${deps.municipality.id} AND o.id = ${id}`
  if (!row || !(await maySee(deps, actor, row))) throw new Problem('not-found')
  const sessions = await deps.db.sql<{
    id: string
    startsAt: Date
    endsAt: Date
    place: Place
    cancelled: boolean
  }>`
    SELECT s.id, s.starts_at AS "startsAt", s.ends_at AS "endsAt", s.cancelled_at IS NOT NULL AS cancelled, ${placeOf('p')} AS place
    FROM session s JOIN place p ON p.municipality_id = s.municipality_id AND p.id = s.place_id
    JOIN neighbourhood pn ON pn.municipality_id = p.municipality_id AND pn.code = p.neighbourhood_code
    WHERE s.municipality_id = ${deps.municipality.id} AND s.offering_id = ${id} ORDER BY s.starts_at`
  const [more] = await deps.db.sql<{
    schools: { id: string; name: string }[] | null
    round: { id: string; name: string; opensAt: string; closesAt: string } | null
  }>`
    SELECT (SELECT json_agg(json_build_object('id', s.id, 'name', s.name) ORDER BY s.name) FROM offering_school x
        JOIN school s ON s.municipality_id = x.municipality_id AND s.id = x.school_id
        WHERE x.municipality_id = o.municipality_id AND x.offering_id = o.id) AS schools,
      (SELECT json_build_object('id', r.id, 'name', r.name, 'opensAt', r.opens_at, 'closesAt', r.closes_at)
        FROM round r WHERE r.municipality_id = o.municipality_id AND r.id = o.round_id) AS round
    FROM offering o WHERE o.municipality_id = ${deps.municipality.id} AND o.id = ${id}`
  const utc = (text: string) => new Date(text).toISOString()
  return {
    ...offeringSummary(row, timeZone),
    description: row.description,
    invitedOnly: row.invitedOnly,
    hiddenBecause:
      row.status !== 'hidden'
        ? null
        : row.providerStatus === 'approved'
          ? 'vog-expired'
          : 'provider-not-approved',
    version: row.version,
    schools: more?.schools ?? [],
    round: more?.round
      ? { ...more.round, opensAt: utc(more.round.opensAt), closesAt: utc(more.round.closesAt) }
      : null,
    sessions: sessions.map((session) => {
      const start = toLocal(session.startsAt, timeZone)
      return {
        id: session.id,
        start: session.startsAt.toISOString(),
        end: session.endsAt.toISOString(),
        date: start.date,
        startTime: timeOf(start.minutes),
        endTime: timeOf(toLocal(session.endsAt, timeZone).minutes),
        place: session.place,
        cancelled: session.cancelled,
      }
    }),
  }
}

import type {
  Provider,
  ProviderPage,
  ProviderQuery,
  ProviderSummary,
} from '@portal/shared/providers/organisation.ts'
import { vogStateOn } from '@portal/shared/providers/vog.ts'
import { sql } from 'drizzle-orm'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import { offsetOf } from '../http/wire-dates.ts'
import { todayOf } from './hold-to-approval.ts'

type SummaryRow = Omit<ProviderSummary, 'appliedAt' | 'identityChangedAt' | 'vogState'> & {
  appliedAt: Date
  identityChangedAt: Date | null
}
type Row = SummaryRow &
  Omit<Provider, keyof ProviderSummary | 'decidedAt' | 'offerings' | 'children' | 'staff'> & {
    decidedAt: Date | null
  }

/** What children are in: has a live enrolment, of offering `o`. */
const hasChildren = sql`EXISTS (SELECT 1 FROM enrolment e WHERE e.municipality_id = o.municipality_id AND e.offering_id = o.id
  AND e.status IN ('wished', 'placed', 'waitlisted', 'offered', 'awaiting_consent'))`

const summaryColumns = (today: string) => sql`
  v.id, v.name, v.status, v.contact_name AS "contactName", v.chamber_number AS "chamberNumber", v.applied_at AS "appliedAt",
  v.vog_valid_until AS "vogValidUntil",
  (SELECT max(l.at) FROM change_log l WHERE l.municipality_id = v.municipality_id AND l.subject_kind = 'provider'
    AND l.subject_id = v.id AND l.verb = 'change-provider' AND l.at > v.decided_at
    AND (l.after ? 'name' OR l.after ? 'chamberNumber')) AS "identityChangedAt",
  CASE WHEN v.status = 'approved' AND (v.vog_valid_until < ${today}::date OR v.vog_valid_until IS NULL) THEN (
    SELECT count(*)::integer FROM offering o JOIN activity a ON a.municipality_id = o.municipality_id AND a.id = o.activity_id
    WHERE a.municipality_id = v.municipality_id AND a.provider_id = v.id AND o.status = 'published' AND o.last_date >= ${today}::date
      AND ${hasChildren}) ELSE 0 END AS "runningWithoutVog"`

const wire = <From extends SummaryRow>({ appliedAt, identityChangedAt, ...row }: From, today: string) => ({
  ...row,
  appliedAt: appliedAt.toISOString(),
  identityChangedAt: identityChangedAt?.toISOString() ?? null,
  vogState: vogStateOn(row.vogValidUntil, today),
})

/** What was typed, as a pattern of LIKE that means itself. */
export const likePattern = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`

/** All organisations, for the team: who waits for a decision first and longest, then by name. */
export async function listProviders(deps: Dependencies, query: ProviderQuery): Promise<ProviderPage> {
  const m = deps.municipality.id
  const today = todayOf(deps)
  const text = likePattern(query.q ?? '')
  const rows = await deps.db.sql<SummaryRow & { total: number }>`
    SELECT ${summaryColumns(today)}, count(*) OVER ()::integer AS total FROM provider v
    WHERE v.municipality_id = ${m} AND (${query.status ?? null}::text IS NULL OR v.status = ${query.status ?? null})
      AND (unaccent(v.name) ILIKE unaccent(${text}) OR unaccent(v.contact_name) ILIKE unaccent(${text}) OR v.email::text ILIKE ${text}
        OR coalesce(v.chamber_number, '') LIKE ${text})
    ORDER BY v.status <> 'applied', CASE WHEN v.status = 'applied' THEN v.applied_at END, v.name, v.id
    LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}`
  const [waiting] = await deps.db.sql<{ count: number }>`
    SELECT count(*)::integer AS count FROM provider WHERE municipality_id = ${m} AND status = 'applied'`
  return {
    items: rows.map(({ total: _, ...row }) => wire(row as SummaryRow, today)),
    total: rows[0]?.total ?? 0,
    page: query.page,
    pageSize: query.pageSize,
    waiting: waiting?.count ?? 0,
  }
}

/**
 * One organisation with what it gave, what it offers and who belongs to it; an own one, or any for the team.
 * @throws Problem not-found
 */
export async function findProvider(deps: Dependencies, actor: Actor, id: string): Promise<Provider> {
  const m = deps.municipality.id
  const today = todayOf(deps)
  const [row] = await deps.db.sql<Row>`
    SELECT ${summaryColumns(today)}, v.phone, v.email, v.website, v.offers, v.has_safety_code AS "hasSafetyCode", v.conditions,
      v.decision_reason AS "decisionReason", v.decided_at AS "decidedAt", v.version
    FROM provider v
    WHERE v.municipality_id = ${m} AND v.id = ${id} AND (${actor.isTeam} OR v.id = ANY (${actor.providerIds}::uuid[]))`
  if (!row) throw new Problem('not-found')
  const offerings = await deps.db.sql<Provider['offerings'][number]>`
    SELECT o.id, a.title, o.status, o.first_date AS "firstDate", o.last_date AS "lastDate", o.taken, o.held, o.waiting
    FROM offering o JOIN activity a ON a.municipality_id = o.municipality_id AND a.id = o.activity_id
    WHERE o.municipality_id = ${m} AND a.provider_id = ${id} AND coalesce(o.last_date >= ${today}::date, true)
    ORDER BY o.first_date NULLS FIRST, a.title, o.id LIMIT 200`
  const [children] = await deps.db.sql<Provider['children']>`
    SELECT count(DISTINCT e.child_id) FILTER (WHERE e.status <> 'waitlisted')::integer AS placed,
      count(DISTINCT e.child_id) FILTER (WHERE e.status = 'waitlisted')::integer AS waiting
    FROM enrolment e JOIN offering o ON o.municipality_id = e.municipality_id AND o.id = e.offering_id
    JOIN activity a ON a.municipality_id = o.municipality_id AND a.id = o.activity_id
    WHERE o.municipality_id = ${m} AND a.provider_id = ${id} AND o.status IN ('published', 'hidden') AND o.last_date >= ${today}::date
      AND e.status IN ('placed', 'offered', 'awaiting_consent', 'waitlisted')`
  const staff = await deps.db.sql<Provider['staff'][number]>`
    SELECT c.name, coalesce(c.email::text, '') AS email, s.is_owner AS "isOwner",
      s.is_owner OR s.may_see_participants AS "maySeeParticipants"
    FROM membership s JOIN account c ON c.municipality_id = s.municipality_id AND c.id = s.account_id
    WHERE s.municipality_id = ${m} AND s.provider_id = ${id} ORDER BY s.is_owner DESC, c.name, c.email LIMIT 200`
  return {
    ...wire(row, today),
    decidedAt: row.decidedAt?.toISOString() ?? null,
    offerings,
    children: children ?? { placed: 0, waiting: 0 },
    staff,
  }
}

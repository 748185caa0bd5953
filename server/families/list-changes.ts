import { type ChildChange, type ChildChangePage, childFields } from '@portal/shared/families/history.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { offsetOf } from '../http/wire-dates.ts'
import { findTie, leftToSchool } from './family-tie.ts'

type Row = {
  at: Date
  role: ChildChange['by']['role']
  name: string
  verb: string
  fields: ChildChange['fields']
  offeringId: string | null
  title: string | null
  status: string | null
  total: number
}

/** Verbs of which the log holds the child's own fields. */
const tellsFields = ['add-child', 'change-child', 'add-pupil', 'change-pupil']
const homes = ['postcode', 'secondPostcode']

/**
 * What changed of a child and its enrolments, the latest first: who, what and when, without the values. That somebody else
 * changed a home is left out as well: even that they moved is theirs to tell.
 * Of a family before nothing is told.
 * @throws Problem not-found
 */
export async function listChanges(
  deps: Dependencies,
  actor: Actor,
  id: string,
  query: { page: number; pageSize: number },
): Promise<ChildChangePage> {
  await findTie(deps, actor, id)
  const m = deps.municipality.id
  const rows = await deps.db.sql<Row>`
    WITH happened AS (
      SELECT l.at, l.by_account, l.verb, ARRAY(
          SELECT known FROM unnest(${[...childFields]}::text[]) AS known
          WHERE l.verb = ANY (${tellsFields}::text[]) AND (jsonb_exists(l.before, known) OR jsonb_exists(l.after, known))
            AND (l.by_account = ${actor.accountId} OR l.verb NOT IN ('add-child', 'change-child') OR known <> ALL (${homes}::text[]))
        ) AS fields, NULL::uuid AS offering_id, NULL AS status, l.number
      FROM change_log l
      WHERE l.municipality_id = ${m} AND l.subject_kind = 'child' AND l.subject_id = ${id}
      UNION ALL
      SELECT v.at, v.by_account, 'enrolment', '{}', e.offering_id, v.to_status, v.number
      FROM enrolment e
      JOIN enrolment_event v ON v.municipality_id = e.municipality_id AND v.enrolment_id = e.id
      WHERE e.municipality_id = ${m} AND e.child_id = ${id}
    )
    SELECT h.at, h.verb, h.fields, h.offering_id AS "offeringId", t.title, h.status, coalesce(a.name, '') AS name,
      CASE
        WHEN h.by_account IS NULL THEN 'portal'
        WHEN h.by_account = ${actor.accountId} THEN 'you'
        WHEN h.by_account = c.account_id THEN 'young'
        WHEN u.account_id IS NOT NULL THEN 'guardian'
        ELSE coalesce((SELECT m.role FROM membership m
          WHERE m.municipality_id = c.municipality_id AND m.account_id = h.by_account ORDER BY m.role LIMIT 1), 'other')
      END AS role,
      count(*) OVER ()::integer AS total
    FROM happened h
    JOIN child c ON c.municipality_id = ${m} AND c.id = ${id}
    LEFT JOIN account a ON a.municipality_id = ${m} AND a.id = h.by_account
    LEFT JOIN guardianship u ON u.municipality_id = ${m} AND u.child_id = c.id AND u.account_id = h.by_account
    LEFT JOIN offering o ON o.municipality_id = ${m} AND o.id = h.offering_id
    LEFT JOIN activity t ON t.municipality_id = ${m} AND t.id = o.activity_id
    WHERE (h.verb <> 'change-child' OR cardinality(h.fields) > 0) AND h.at > ${leftToSchool(m, id)}
    -- At one moment: first the child, then what it was enrolled for.
    ORDER BY h.at DESC, h.verb = 'enrolment' DESC, h.number DESC, h.offering_id LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}`
  return {
    items: rows.map(({ at, role, name, offeringId, title, total: _, ...change }) => ({
      ...change,
      at: at.toISOString(),
      by: { role, name },
      offering: offeringId && title ? { id: offeringId, title } : null,
    })),
    total: rows[0]?.total ?? 0,
    page: query.page,
    pageSize: query.pageSize,
  }
}

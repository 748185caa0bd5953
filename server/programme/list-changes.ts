import {
  type Change,
  type ChangePage,
  type ChangeQuery,
  fieldsOf,
  shownValues,
  showsValues,
} from '@portal/shared/programme/change.ts'
import { addDays, fromLocal } from '@portal/shared/schedule/local-time.ts'
import type { Dependencies } from '../app-env.ts'
import { offsetOf } from '../http/wire-dates.ts'
import { likePattern } from '../providers/queries.ts'

type Row = {
  id: string
  at: Date
  by: Change['by']
  verb: string
  kind: string
  subjectId: string
  name: string | null
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
  total: number
}

/** When a local day begins. */
const startOf = (day: string, zone: string) => fromLocal(day, 0, zone) ?? new Date(`${day}T00:00:00Z`)

function wire({ id, at, by, verb, kind, subjectId, name, before, after }: Row): Change {
  const isOpen = showsValues(kind)
  return {
    id,
    at: at.toISOString(),
    // A parent is somebody's family: in a log that is read without a reason they stay without a name.
    by: by && (by.isStaff || isOpen) ? by : by && { ...by, name: '', email: '' },
    verb,
    subject: { kind, id: subjectId, name: isOpen ? (name ?? '') : '' },
    fields: fieldsOf(before, after),
    before: isOpen ? shownValues(before) : null,
    after: isOpen ? shownValues(after) : null,
  }
}

/** The log of changes of this municipality, newest first. Of children and families it names the fields only. */
export async function listChanges(deps: Dependencies, query: ChangeQuery): Promise<ChangePage> {
  const { id: m, timeZone } = deps.municipality
  const from = query.from ? startOf(query.from, timeZone) : null
  const before = query.until ? startOf(addDays(query.until, 1), timeZone) : null
  const person = likePattern(query.person ?? '')
  const rows = await deps.db.sql<Row>`
    SELECT l.number::text AS id, l.at, l.verb, l.subject_kind AS kind, l.subject_id AS "subjectId", l.before, l.after,
      count(*) OVER ()::integer AS total,
      CASE l.subject_kind
        WHEN 'provider' THEN (SELECT v.name FROM provider v WHERE v.municipality_id = l.municipality_id AND v.id = l.subject_id)
        WHEN 'offering' THEN (SELECT a.title FROM offering o JOIN activity a ON a.municipality_id = o.municipality_id AND a.id = o.activity_id
          WHERE o.municipality_id = l.municipality_id AND o.id = l.subject_id)
        WHEN 'school' THEN (SELECT s.name FROM school s WHERE s.municipality_id = l.municipality_id AND s.id = l.subject_id)
      END AS name,
      CASE WHEN l.by_account IS NULL THEN NULL ELSE json_build_object('id', l.by_account, 'isStaff', w.is_staff,
        'name', coalesce(w.name, ''), 'email', coalesce(w.email, '')) END AS by
    FROM change_log l
    LEFT JOIN LATERAL (SELECT a.name, a.email::text AS email, EXISTS (SELECT 1 FROM membership x
        WHERE x.municipality_id = a.municipality_id AND x.account_id = a.id) AS is_staff
      FROM account a WHERE a.municipality_id = l.municipality_id AND a.id = l.by_account) w ON true
    WHERE l.municipality_id = ${m}
      AND (${query.kind ?? null}::text IS NULL OR l.subject_kind = ${query.kind ?? null})
      AND (${query.subject ?? null}::uuid IS NULL OR l.subject_id = ${query.subject ?? null}::uuid)
      AND (${from}::timestamptz IS NULL OR l.at >= ${from}) AND (${before}::timestamptz IS NULL OR l.at < ${before})
      AND (${query.person ?? ''} = '' OR (w.is_staff AND (unaccent(w.name) ILIKE unaccent(${person}) OR w.email ILIKE ${person})))
    ORDER BY l.number DESC LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}`
  const kinds = await deps.db.sql<{ kind: string }>`
    SELECT DISTINCT subject_kind AS kind FROM change_log WHERE municipality_id = ${m} ORDER BY 1`
  return {
    items: rows.map(wire),
    total: rows[0]?.total ?? 0,
    page: query.page,
    pageSize: query.pageSize,
    kinds: kinds.map(({ kind }) => kind),
  }
}

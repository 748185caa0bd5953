import {
  type ClassEnrolment,
  type ClassEnrolmentPage,
  type ClassEnrolmentSummary,
  type ClassLine,
  undoMinutes,
} from '@portal/shared/class-enrolments/class-enrolment.ts'
import { countLines } from '@portal/shared/class-enrolments/count-lines.ts'
import { sql } from 'drizzle-orm'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import { offsetOf } from '../http/wire-dates.ts'
import { recordLooks } from '../looks/record-looks.ts'
import { isClaimed } from '../pupils/queries.ts'
import { holdToOwnSchool } from '../schools/own-school.ts'

type Row = Omit<ClassEnrolmentSummary, 'madeAt' | 'undoneAt' | 'counts'> & {
  madeAt: Date
  undoneAt: Date | null
  counted: { outcome: ClassLine['outcome']; isFamilyKnown: boolean }[] | null
  total: number
}

/** Whether line `l` with its enrolment `e` is still as the run left it, so that undoing may withdraw it. */
export const isAsItWasLeft = sql`(l.outcome IN ('placed', 'awaiting_consent', 'waitlisted') AND e.status = l.outcome)`

function select(
  { municipality }: Dependencies,
  db: Dependencies['db'],
  where: ReturnType<typeof sql>,
  page: { page: number; pageSize: number },
) {
  return db.sql<Row>`
    SELECT k.id, json_build_object('id', o.id, 'title', t.title) AS offering, k.group_name AS "group", k.mode,
      k.may_wait AS "mayWait", k.is_none AS "isNone", k.made_at AS "madeAt", coalesce(a.name, '') AS "madeBy",
      k.undone_at AS "undoneAt", count(*) OVER ()::integer AS total,
      (SELECT json_agg(json_build_object('outcome', l.outcome, 'isFamilyKnown', ${isClaimed}))
        FROM class_enrolment_line l JOIN child c ON c.municipality_id = l.municipality_id AND c.id = l.child_id
        WHERE l.municipality_id = k.municipality_id AND l.class_enrolment_id = k.id) AS counted
    FROM class_enrolment k
    JOIN offering o ON o.municipality_id = k.municipality_id AND o.id = k.offering_id
    JOIN activity t ON t.municipality_id = o.municipality_id AND t.id = o.activity_id
    LEFT JOIN account a ON a.municipality_id = k.municipality_id AND a.id = k.by_account
    WHERE k.municipality_id = ${municipality.id} AND ${where}
    ORDER BY k.made_at DESC, k.id LIMIT ${page.pageSize} OFFSET ${offsetOf(page)}`
}

const wire = ({ madeAt, undoneAt, counted, total: _, ...row }: Row): ClassEnrolmentSummary => ({
  ...row,
  madeAt: madeAt.toISOString(),
  undoneAt: undoneAt?.toISOString() ?? null,
  counts: countLines(counted ?? []),
})

/** What an own school enrolled together, the newest first; nobody's name. @throws Problem not-found */
export async function listClassEnrolments(
  deps: Dependencies,
  actor: Actor,
  schoolId: string,
  query: { page: number; pageSize: number },
): Promise<ClassEnrolmentPage> {
  holdToOwnSchool(actor, schoolId)
  const rows = await select(deps, deps.db, sql`k.school_id = ${schoolId}`, query)
  return {
    items: rows.map(wire),
    total: rows[0]?.total ?? 0,
    page: query.page,
    pageSize: query.pageSize,
  }
}

/** Whose name a school no longer sees: a child that has left. */
const nobody = { firstName: '', lastName: '', group: null }

/** One result, pupil by pupil, with how each stands now; a look at each is recorded. @throws Problem not-found */
export async function findClassEnrolment(
  deps: Dependencies,
  actor: Actor,
  schoolId: string,
  id: string,
): Promise<ClassEnrolment> {
  holdToOwnSchool(actor, schoolId)
  const where = sql`k.school_id = ${schoolId} AND k.id = ${id}`
  const [row] = await select(deps, deps.db, where, { page: 1, pageSize: 1 })
  if (!row) throw new Problem('not-found')
  const lines = await deps.db.sql<ClassLine & { mayUndo: boolean }>`
    SELECT c.id AS "childId", c.first_name AS "firstName", c.last_name AS "lastName", g.name AS "group",
      coalesce(c.school_id = ${schoolId}, false) AS "isPupil", l.outcome, l.queue_position AS position, l.refusals,
      ${isClaimed} AS "isFamilyKnown", l.enrolment_id AS "enrolmentId", e.status, coalesce(${isAsItWasLeft}, false) AS "mayUndo"
    FROM class_enrolment_line l
    JOIN child c ON c.municipality_id = l.municipality_id AND c.id = l.child_id
    LEFT JOIN school_group g ON g.municipality_id = c.municipality_id AND g.id = c.group_id
    LEFT JOIN enrolment e ON e.municipality_id = l.municipality_id AND e.id = l.enrolment_id
    WHERE l.municipality_id = ${deps.municipality.id} AND l.class_enrolment_id = ${id}
    ORDER BY c.school_id IS DISTINCT FROM ${schoolId}, lower(unaccent(c.last_name)), lower(unaccent(c.first_name)), c.id`
  const pupils = lines.filter(({ isPupil }) => isPupil)
  const look = { role: 'school', schoolId, what: 'enrolment' } as const
  await recordLooks(
    deps,
    deps.db,
    actor,
    look,
    pupils.map(({ childId }) => childId),
  )
  const until = new Date(row.madeAt.getTime() + undoMinutes * 60_000)
  const count = lines.filter(({ mayUndo }) => mayUndo).length
  return {
    ...wire(row),
    lines: lines.map(({ mayUndo: _, ...line }) =>
      line.isPupil ? line : { ...line, ...nobody, refusals: [], status: null },
    ),
    undo:
      row.undoneAt === null && until > deps.clock() && count > 0
        ? { until: until.toISOString(), count }
        : null,
  }
}

import type { Pupil, PupilPage, PupilQuery } from '@portal/shared/pupils/pupil.ts'
import { sql } from 'drizzle-orm'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import { offsetOf } from '../http/wire-dates.ts'
import { recordLooks } from '../looks/record-looks.ts'
import { holdToOwnSchool } from '../schools/own-school.ts'

/** Of child `c`: whether a family has it (a guardian, or the young person's own account). The family then keeps its data. */
export const isClaimed = sql`(c.account_id IS NOT NULL OR EXISTS (
  SELECT 1 FROM guardianship u WHERE u.municipality_id = c.municipality_id AND u.child_id = c.id))`

type Row = Omit<Pupil, 'codeExpiresAt'> & { codeExpiresAt: Date | null; total: number }

const statusOf = (now: Date) => sql`CASE
  WHEN ${isClaimed} THEN 'claimed' WHEN k.expires_at > ${now}::timestamptz THEN 'code' ELSE 'none' END`

const orders = {
  name: sql`lower(unaccent(c.last_name)), lower(unaccent(c.first_name))`,
  group: sql`g.school_year DESC NULLS LAST, g.year, g.name, lower(unaccent(c.last_name))`,
  'birth-date': sql`c.birth_date`,
}

function select(
  deps: Dependencies,
  schoolId: string,
  where: ReturnType<typeof sql>,
  query: Pick<PupilQuery, 'sort' | 'page' | 'pageSize'>,
) {
  const now = deps.clock()
  return deps.db.sql<Row>`
    SELECT c.id, c.first_name AS "firstName", c.last_name AS "lastName", c.birth_date AS "birthDate",
      p.pupil_number AS "pupilNumber",
      CASE WHEN c.postcode_by IS NULL AND NOT ${isClaimed} THEN left(c.postcode, 4) || ' ' || right(c.postcode, 2) END AS postcode,
      CASE WHEN g.id IS NULL THEN NULL
        ELSE json_build_object('id', g.id, 'name', g.name, 'year', g.year, 'schoolYear', g.school_year) END AS "group",
      ${statusOf(now)} AS status,
      CASE WHEN NOT ${isClaimed} AND k.expires_at > ${now}::timestamptz THEN k.expires_at END AS "codeExpiresAt",
      (SELECT count(*)::integer FROM enrolment e WHERE e.municipality_id = c.municipality_id AND e.child_id = c.id
        AND e.status IN ('wished', 'placed', 'waitlisted', 'offered', 'awaiting_consent')) AS "liveEnrolments",
      count(*) OVER ()::integer AS total
    FROM child c
    LEFT JOIN pupil p ON p.municipality_id = c.municipality_id AND p.child_id = c.id AND p.school_id = c.school_id
    LEFT JOIN school_group g ON g.municipality_id = c.municipality_id AND g.id = c.group_id
    LEFT JOIN claim_code k ON k.municipality_id = c.municipality_id AND k.child_id = c.id
      AND k.used_at IS NULL AND k.revoked_at IS NULL
    WHERE c.municipality_id = ${deps.municipality.id} AND c.school_id = ${schoolId} AND ${where}
    ORDER BY ${orders[query.sort]}, c.id LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}`
}

const wire = ({ total: _, codeExpiresAt, ...row }: Row): Pupil => ({
  ...row,
  codeExpiresAt: codeExpiresAt?.toISOString() ?? null,
})

/** Pupils of an own school. What is answered is recorded as a look at each of them. @throws Problem not-found */
export async function listPupils(
  deps: Dependencies,
  actor: Actor,
  schoolId: string,
  query: PupilQuery,
): Promise<PupilPage> {
  holdToOwnSchool(actor, schoolId)
  const words = query.q ? query.q.normalize('NFC') : ''
  const where = sql.join(
    [
      sql`true`,
      ...(words
        ? [
            sql`(strpos(lower(unaccent(c.first_name || ' ' || c.last_name)), lower(unaccent(${words}))) > 0
              OR p.pupil_number = ${words})`,
          ]
        : []),
      ...(query.group === 'none' ? [sql`c.group_id IS NULL`] : []),
      ...(query.group && query.group !== 'none' ? [sql`c.group_id = ${query.group}::uuid`] : []),
      ...(query.status ? [sql`${statusOf(deps.clock())} = ${query.status}`] : []),
    ],
    sql` AND `,
  )
  const rows = await select(deps, schoolId, where, query)
  const seen = rows.map((row) => row.id)
  await recordLooks(deps, deps.db, actor, { role: 'school', schoolId, what: 'pupil' }, seen)
  return {
    items: rows.map(wire),
    total: rows[0]?.total ?? 0,
    page: query.page,
    pageSize: query.pageSize,
  }
}

/** One pupil of an own school, which is recorded as a look. @throws Problem not-found */
export async function findPupil(
  deps: Dependencies,
  actor: Actor,
  schoolId: string,
  childId: string,
): Promise<Pupil> {
  holdToOwnSchool(actor, schoolId)
  const one = { sort: 'name', page: 1, pageSize: 1 } as const
  const [row] = await select(deps, schoolId, sql`c.id = ${childId}::uuid`, one)
  if (!row) throw new Problem('not-found')
  await recordLooks(deps, deps.db, actor, { role: 'school', schoolId, what: 'pupil' }, [row.id])
  return wire(row)
}

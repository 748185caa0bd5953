import type {
  MunicipalitySchool,
  MunicipalitySchoolPage,
  MunicipalitySchoolQuery,
} from '@portal/shared/programme/municipality-school.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { offsetOf } from '../http/wire-dates.ts'
import { likePattern } from '../providers/queries.ts'

/** Under this number of pupils one could be told who they are. */
const fewest = 5

type Row = Omit<MunicipalitySchool, 'pupils'> & { pupils: number; total: number }

/** Schools with their owners, and how many pupils are known: all of them for the team, the own ones for a school. */
export async function listMunicipalitySchools(
  deps: Dependencies,
  actor: Actor,
  query: MunicipalitySchoolQuery,
): Promise<MunicipalitySchoolPage> {
  const m = deps.municipality.id
  const rows = await deps.db.sql<Row>`
    SELECT s.id, s.name, s.sector, count(*) OVER ()::integer AS total,
      CASE WHEN n.code IS NULL THEN NULL ELSE json_build_object('code', n.code, 'name', n.name) END AS neighbourhood,
      coalesce((SELECT json_agg(json_build_object('name', a.name, 'email', coalesce(a.email::text, '')) ORDER BY a.name, a.email)
        FROM membership x JOIN account a ON a.municipality_id = x.municipality_id AND a.id = x.account_id
        WHERE x.municipality_id = s.municipality_id AND x.school_id = s.id AND x.is_owner), '[]') AS owners,
      (SELECT count(*)::integer FROM membership x
        WHERE x.municipality_id = s.municipality_id AND x.school_id = s.id) AS staff,
      (SELECT count(*)::integer FROM school_group g
        WHERE g.municipality_id = s.municipality_id AND g.school_id = s.id) AS groups,
      (SELECT count(*)::integer FROM child c
        WHERE c.municipality_id = s.municipality_id AND c.school_id = s.id) AS pupils
    FROM school s
    LEFT JOIN neighbourhood n ON n.municipality_id = s.municipality_id AND n.code = s.neighbourhood_code
    WHERE s.municipality_id = ${m} AND (${actor.isTeam} OR s.id = ANY (${actor.schoolIds}::uuid[]))
      AND (unaccent(s.name) ILIKE unaccent(${likePattern(query.q ?? '')}) OR n.name ILIKE ${likePattern(query.q ?? '')})
    ORDER BY s.name, s.id LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}`
  return {
    items: rows.map(({ total: _, pupils, ...school }) => ({
      ...school,
      pupils: pupils > 0 && pupils < fewest ? null : pupils,
    })),
    total: rows[0]?.total ?? 0,
    page: query.page,
    pageSize: query.pageSize,
  }
}

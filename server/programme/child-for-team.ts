import type { MunicipalityChild } from '@portal/shared/programme/municipality-child.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import { countHit } from '../http/rate-limit.ts'
import { reasonOf } from '../looks/reason.ts'
import { recordLooks } from '../looks/record-looks.ts'
import { foundChildColumns, schoolOfChild } from './search-children.ts'

const perAccount = { name: 'see-child-as-team', limit: 120, windowSeconds: 3600 }

/**
 * One child of this municipality, for the team: school, group, whom to get in touch with, enrolments. Recorded with the reason.
 * @throws Problem not-found, invalid-input without a reason, rate-limited
 */
export async function findChildForTeam(
  deps: Dependencies,
  actor: Actor,
  id: string,
  query: { reason?: string | undefined },
): Promise<MunicipalityChild> {
  const reason = reasonOf(query.reason)
  await countHit(deps, perAccount, actor.accountId)
  const m = deps.municipality.id
  const [child] = await deps.db.sql<Omit<MunicipalityChild, 'enrolments'>>`
    SELECT ${foundChildColumns},
      CASE WHEN n.code IS NULL THEN NULL ELSE json_build_object('code', n.code, 'name', n.name) END AS neighbourhood,
      (SELECT json_build_object('name', a.name, 'email', coalesce(a.email::text, '')) FROM guardianship u
        JOIN account a ON a.municipality_id = u.municipality_id AND a.id = u.account_id
        WHERE u.municipality_id = c.municipality_id AND u.child_id = c.id ORDER BY u.created_at, u.account_id LIMIT 1) AS contact,
      (SELECT count(*)::integer FROM guardianship u
        WHERE u.municipality_id = c.municipality_id AND u.child_id = c.id) AS guardians
    FROM child c ${schoolOfChild}
    LEFT JOIN neighbourhood n ON n.municipality_id = c.municipality_id AND n.code = c.neighbourhood_code
    WHERE c.municipality_id = ${m} AND c.id = ${id}`
  if (!child) throw new Problem('not-found')
  await recordLooks(deps, deps.db, actor, { role: 'team', what: 'child', reason }, [id])
  const enrolments = await deps.db.sql<MunicipalityChild['enrolments'][number]>`
    SELECT e.id, o.id AS "offeringId", a.title, v.name AS provider, e.status, o.first_date AS "firstDate", o.last_date AS "lastDate"
    FROM enrolment e
    JOIN offering o ON o.municipality_id = e.municipality_id AND o.id = e.offering_id
    JOIN activity a ON a.municipality_id = o.municipality_id AND a.id = o.activity_id
    JOIN provider v ON v.municipality_id = a.municipality_id AND v.id = a.provider_id
    WHERE e.municipality_id = ${m} AND e.child_id = ${id} ORDER BY o.first_date DESC NULLS FIRST, e.id LIMIT 200`
  return { ...child, enrolments }
}

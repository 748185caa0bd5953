import type { Me } from '@portal/shared/sign-in/sign-in.ts'
import { rolesOf } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import { unreadNotices } from '../notices/list-notices.ts'

type MeRow = {
  email: string
  name: string
  is_team: boolean
  schools: Me['schools']
  providers: Me['providers']
  child_count: number
  own_child_id: string | null
  unread_notices: number
}

/**
 * Who somebody is, and the schools, organisations and children that they belong to.
 * @throws Problem not-signed-in when the account is gone
 */
export async function findMe({ db, municipality }: Dependencies, accountId: string): Promise<Me> {
  const [row] = await db.sql<MeRow>`
    SELECT coalesce(a.email::text, '') AS email, a.name,
      coalesce(bool_or(m.role = 'team'), false) AS is_team,
      coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name, 'sector', s.sector, 'isOwner', m.is_owner) ORDER BY s.name, s.id)
        FILTER (WHERE s.id IS NOT NULL), '[]') AS schools,
      coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'status', p.status, 'isOwner', m.is_owner,
        'maySeeParticipants', m.is_owner OR m.may_see_participants) ORDER BY p.name, p.id)
        FILTER (WHERE p.id IS NOT NULL), '[]') AS providers,
      (SELECT count(*)::integer FROM guardianship g
        WHERE g.municipality_id = a.municipality_id AND g.account_id = a.id) AS child_count,
      (SELECT c.id FROM child c WHERE c.municipality_id = a.municipality_id AND c.account_id = a.id) AS own_child_id,
      ${unreadNotices} AS unread_notices
    FROM account a
    LEFT JOIN membership m ON m.municipality_id = a.municipality_id AND m.account_id = a.id
    LEFT JOIN school s ON s.municipality_id = m.municipality_id AND s.id = m.school_id
    LEFT JOIN provider p ON p.municipality_id = m.municipality_id AND p.id = m.provider_id
    WHERE a.municipality_id = ${municipality.id} AND a.id = ${accountId}
    GROUP BY a.municipality_id, a.id, a.email, a.name`
  if (!row) throw new Problem('not-signed-in')
  const idsOf = (all: readonly { id: string }[]) => all.map(({ id }) => id)
  const roles = rolesOf({
    schoolIds: idsOf(row.schools),
    ownedSchoolIds: idsOf(row.schools.filter((each) => each.isOwner)),
    providerIds: idsOf(row.providers),
    ownedProviderIds: idsOf(row.providers.filter((each) => each.isOwner)),
    coachedProviderIds: idsOf(row.providers.filter((each) => each.maySeeParticipants)),
    isTeam: row.is_team,
    ownChildId: row.own_child_id,
  })
  return {
    id: accountId,
    email: row.email,
    name: row.name,
    roles,
    schools: row.schools,
    providers: row.providers,
    childCount: row.child_count,
    ownChildId: row.own_child_id,
    unreadNotices: row.unread_notices,
  }
}

import type { Queryable } from '@portal/db/client.ts'
import { ageOn } from '@portal/shared/eligibility/age.ts'
import { whyNotEnd } from '@portal/shared/families/end-guardianship.ts'
import type { FamilyMember, FamilyMemberPage } from '@portal/shared/families/guardian.ts'
import { toLocal } from '@portal/shared/schedule/local-time.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import { offsetOf } from '../http/wire-dates.ts'
import { isOfFamily, type Tie, tieOf } from './family-tie.ts'

type Row = Omit<FamilyMember, 'since' | 'refusal' | 'takesHome'> & { since: Date | null; hasHome: boolean }

/** A child as somebody of the family stands to it, with how many guardians it has. */
export type FamilyOfChild = Tie & { guardians: number }

/** Why an account may not be cut loose from a child by this actor; null when it may. */
export function refusalOf(
  deps: Pick<Dependencies, 'clock' | 'municipality'>,
  family: FamilyOfChild,
  member: Pick<Row, 'kind' | 'isMe'>,
) {
  const age = ageOn(family.birthDate, toLocal(deps.clock(), deps.municipality.timeZone).date)
  return whyNotEnd({
    tie: { ...family, age },
    link: { kind: member.kind, isOwn: member.isMe },
    guardians: family.guardians,
  })
}

/** @throws Problem not-found for a child of somebody else */
export async function findFamily(
  deps: Dependencies,
  db: Queryable,
  actor: Actor,
  childId: string,
): Promise<FamilyOfChild> {
  const [family] = await db.sql<FamilyOfChild>`
    SELECT ${tieOf(actor)}, (SELECT count(*)::integer FROM guardianship u
      WHERE u.municipality_id = c.municipality_id AND u.child_id = c.id) AS guardians
    FROM child c WHERE c.municipality_id = ${deps.municipality.id} AND c.id = ${childId} AND ${isOfFamily(actor)}`
  if (!family) throw new Problem('not-found')
  return family
}

/** Everybody who belongs to a child: the guardians, oneself first, and the child's own account. */
export async function listFamilyMembers(
  deps: Dependencies,
  actor: Actor,
  childId: string,
  query: { page: number; pageSize: number },
): Promise<FamilyMemberPage> {
  const family = await findFamily(deps, deps.db, actor, childId)
  const rows = await deps.db.sql<Row & { total: number }>`
    SELECT a.id AS "accountId", f.kind, a.name, coalesce(a.email::text, '') AS email, f.since, a.id = ${actor.accountId} AS "isMe",
      coalesce(a.id IN (c.postcode_by, c.second_postcode_by), false) AS "hasHome", count(*) OVER ()::integer AS total
    FROM child c
    CROSS JOIN LATERAL (
      SELECT u.account_id, 'guardian' AS kind, u.created_at AS since FROM guardianship u
      WHERE u.municipality_id = c.municipality_id AND u.child_id = c.id
      UNION ALL SELECT c.account_id, 'young', NULL WHERE c.account_id IS NOT NULL) AS f
    JOIN account a ON a.municipality_id = c.municipality_id AND a.id = f.account_id
    WHERE c.municipality_id = ${deps.municipality.id} AND c.id = ${childId}
    ORDER BY a.id = ${actor.accountId} DESC, f.kind, f.since, a.id
    LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}`
  return {
    items: rows.map(({ total: _, hasHome, since, ...row }) => {
      const refusal = refusalOf(deps, family, row)
      return {
        ...row,
        since: since?.toISOString() ?? null,
        refusal,
        takesHome: refusal === null && hasHome,
      }
    }),
    total: rows[0]?.total ?? 0,
    page: query.page,
    pageSize: query.pageSize,
  }
}

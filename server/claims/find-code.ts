import type { Queryable } from '@portal/db/client.ts'
import type { ClaimPreview } from '@portal/shared/claims/claim.ts'
import { sql } from 'drizzle-orm'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { isOfFamily } from '../families/family-tie.ts'
import { Problem } from '../http/problem.ts'
import { possibleHashes } from './hash-code.ts'

/** A code that works, and the pupil behind it. */
export type OpenCode = {
  id: string
  childId: string
  firstName: string
  birthDate: string
  postcode: string | null
  school: { id: string; name: string }
  isOwn: boolean
}

type Row = OpenCode & { usedAt: Date | null; revokedAt: Date | null; expiresAt: Date }

/**
 * Finds the code that somebody typed. Who knows a code has it from the school: it is told what became of it, but of the child
 * only when the code works.
 * @throws Problem claim-code-unknown, claim-code-used, claim-code-ended, claim-code-expired
 */
export async function findOpenCode(
  deps: Dependencies,
  db: Queryable,
  actor: Actor,
  code: string,
  lock = false,
): Promise<OpenCode> {
  const [row] = await db.sql<Row>`
    SELECT k.id, k.child_id AS "childId", c.first_name AS "firstName", c.birth_date AS "birthDate", c.postcode,
      json_build_object('id', s.id, 'name', s.name) AS school, coalesce(${isOfFamily(actor)}, false) AS "isOwn",
      k.used_at AS "usedAt", k.revoked_at AS "revokedAt", k.expires_at AS "expiresAt"
    FROM claim_code k
    JOIN child c ON c.municipality_id = k.municipality_id AND c.id = k.child_id
    JOIN school s ON s.municipality_id = k.municipality_id AND s.id = k.school_id
    WHERE k.municipality_id = ${deps.municipality.id}
      AND k.code_hash = ANY (ARRAY(SELECT decode(hash, 'hex') FROM unnest(${possibleHashes(deps, code)}::text[]) AS hash))
    ${lock ? sql`FOR UPDATE OF k` : sql``}`
  if (!row) throw new Problem('claim-code-unknown')
  const { usedAt, revokedAt, expiresAt, ...open } = row
  if (usedAt) throw new Problem('claim-code-used')
  if (revokedAt) throw new Problem('claim-code-ended')
  if (expiresAt <= deps.clock()) throw new Problem('claim-code-expired')
  return open
}

/** Whose code this is: first name and school only. @throws Problem as `findOpenCode` */
export async function previewClaim(deps: Dependencies, actor: Actor, code: string): Promise<ClaimPreview> {
  const { firstName, school, isOwn } = await findOpenCode(deps, deps.db, actor, code)
  return { firstName, school, isOwn }
}

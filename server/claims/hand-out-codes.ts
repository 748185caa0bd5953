import { inTransaction } from '@portal/db/transaction.ts'
import type { ClaimCodesInput, NewClaimCodes } from '@portal/shared/claims/claim.ts'
import { claimCodeDays, newClaimCode, showClaimCode } from '@portal/shared/claims/claim-code.ts'
import { newId } from '@portal/shared/ids.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import { logChange } from '../log/log-change.ts'
import { recordLooks } from '../looks/record-looks.ts'
import { isClaimed } from '../pupils/queries.ts'
import { holdToOwnSchool } from '../schools/own-school.ts'
import { hashOfClaimCode } from './hash-code.ts'

type Candidate = {
  id: string
  firstName: string
  lastName: string
  group: string | null
  isClaimed: boolean
  hasCode: boolean
}

/**
 * Makes codes for pupils of an own school. Those with a family get none; those who have a code that works keep it, unless `renew`.
 * The codes are in the answer only: here a keyed hash of each is kept.
 * @throws Problem not-found, also for a group or a pupil of another school
 */
export async function handOutCodes(
  deps: Dependencies,
  actor: Actor,
  schoolId: string,
  input: ClaimCodesInput,
): Promise<NewClaimCodes> {
  holdToOwnSchool(actor, schoolId)
  const m = deps.municipality.id
  const now = deps.clock()
  const expiresAt = new Date(now.getTime() + claimCodeDays * 86_400_000)
  return inTransaction(deps.db, async (tx) => {
    if (input.groupId) {
      const [group] = await tx.sql`
        SELECT 1 FROM school_group WHERE municipality_id = ${m} AND school_id = ${schoolId} AND id = ${input.groupId}`
      if (!group) throw new Problem('not-found')
    }
    // Locked: nobody becomes guardian, and no other code is made, in between. Whether they have a family is read by a statement that
    // begins after: the one that waits for the lock does not see who became guardian meanwhile.
    await tx.sql`
      SELECT 1 FROM child c WHERE c.municipality_id = ${m} AND c.school_id = ${schoolId}
        AND (c.id = ANY (${input.childIds}::uuid[]) OR c.group_id = ${input.groupId}::uuid)
      ORDER BY c.id LIMIT 500 FOR UPDATE`
    const pupils = await tx.sql<Candidate>`
      SELECT c.id, c.first_name AS "firstName", c.last_name AS "lastName", g.name AS "group", ${isClaimed} AS "isClaimed",
        EXISTS (SELECT 1 FROM claim_code k WHERE k.municipality_id = c.municipality_id AND k.child_id = c.id
          AND k.used_at IS NULL AND k.revoked_at IS NULL AND k.expires_at > ${now}) AS "hasCode"
      FROM child c LEFT JOIN school_group g ON g.municipality_id = c.municipality_id AND g.id = c.group_id
      WHERE c.municipality_id = ${m} AND c.school_id = ${schoolId}
        AND (c.id = ANY (${input.childIds}::uuid[]) OR c.group_id = ${input.groupId}::uuid)
      ORDER BY c.id LIMIT 500`
    if (input.childIds.some((id) => !pupils.some((pupil) => pupil.id === id))) throw new Problem('not-found')
    const without = pupils.filter((pupil) => !pupil.isClaimed)
    const chosen = without.filter((pupil) => input.renew || !pupil.hasCode)
    const items = chosen.map((pupil) => ({ id: newId(), pupil, code: newClaimCode() }))
    await tx.sql`
      UPDATE claim_code SET revoked_at = ${now} WHERE municipality_id = ${m} AND used_at IS NULL AND revoked_at IS NULL
        AND child_id = ANY (${chosen.map(({ id }) => id)}::uuid[])`
    await tx.sql`
      INSERT INTO claim_code (municipality_id, id, code_hash, child_id, school_id, created_by, created_at, expires_at)
      SELECT ${m}, x.id, decode(x.hash, 'hex'), x.child_id, ${schoolId}::uuid, ${actor.accountId}::uuid, ${now}::timestamptz,
        ${expiresAt}::timestamptz
      FROM jsonb_to_recordset(${JSON.stringify(
        items.map(({ id, pupil, code }) => ({
          id,
          child_id: pupil.id,
          hash: hashOfClaimCode(deps, code).toString('hex'),
        })),
      )}::jsonb) AS x (id uuid, child_id uuid, hash text)`
    await logChange(deps, tx, actor, {
      verb: 'hand-out-claims',
      subjectKind: 'school',
      subjectId: schoolId,
      after: { groupId: input.groupId, childIds: chosen.map(({ id }) => id), renew: input.renew },
    })
    const look = { role: 'school', schoolId, what: 'pupil' } as const
    await recordLooks(
      deps,
      tx,
      actor,
      look,
      chosen.map(({ id }) => id),
    )
    return {
      items: items
        .sort((one, other) => one.pupil.firstName.localeCompare(other.pupil.firstName, 'nl'))
        .map(({ id, pupil, code }) => ({
          id,
          childId: pupil.id,
          firstName: pupil.firstName,
          lastName: pupil.lastName,
          group: pupil.group,
          code: showClaimCode(code),
          link: `${deps.settings.publicUrl}/code?code=${showClaimCode(code)}`,
          expiresAt: expiresAt.toISOString(),
        })),
      claimed: pupils.length - without.length,
      kept: without.length - chosen.length,
    }
  })
}

/** Takes a code back: it stops working. Asking again changes nothing. @throws Problem not-found; claim-code-used */
export async function revokeCode(
  deps: Dependencies,
  actor: Actor,
  schoolId: string,
  id: string,
): Promise<void> {
  holdToOwnSchool(actor, schoolId)
  const m = deps.municipality.id
  await inTransaction(deps.db, async (tx) => {
    const [code] = await tx.sql<{ usedAt: Date | null; revokedAt: Date | null; childId: string }>`
      SELECT used_at AS "usedAt", revoked_at AS "revokedAt", child_id AS "childId" FROM claim_code
      WHERE municipality_id = ${m} AND school_id = ${schoolId} AND id = ${id} FOR UPDATE`
    if (!code) throw new Problem('not-found')
    if (code.usedAt) throw new Problem('claim-code-used')
    if (code.revokedAt) return
    await tx.sql`UPDATE claim_code SET revoked_at = ${deps.clock()} WHERE municipality_id = ${m} AND id = ${id}`
    await logChange(deps, tx, actor, {
      verb: 'revoke-claim',
      subjectKind: 'child',
      subjectId: code.childId,
      after: { schoolId, codeId: id },
    })
  })
}

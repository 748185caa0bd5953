import type { Queryable } from '@portal/db/client.ts'
import type { PairPreview } from '@portal/shared/pair-codes/pair-code.ts'
import { timeOf, toLocal } from '@portal/shared/schedule/local-time.ts'
import { sql } from 'drizzle-orm'
import type { Dependencies } from '../app-env.ts'
import { Problem } from '../http/problem.ts'
import { possibleHashes } from './hash-pair-code.ts'

/** A code that somebody made, whatever became of it. */
export type FoundPairCode = {
  id: string
  childId: string
  firstName: string
  offeringId: string
  mayWait: boolean
  aloneToo: boolean
  createdBy: string
  expiresAt: Date
  usedAt: Date | null
  usedChildId: string | null
  revokedAt: Date | null
}

/** Finds the code that somebody typed. @throws Problem pair-code-unknown */
export async function findPairCode(
  deps: Dependencies,
  db: Queryable,
  code: string,
  lock = false,
): Promise<FoundPairCode> {
  const [row] = await db.sql<FoundPairCode>`
    SELECT k.id, k.child_id AS "childId", c.first_name AS "firstName", k.offering_id AS "offeringId", k.may_wait AS "mayWait",
      k.alone_too AS "aloneToo", k.created_by AS "createdBy", k.expires_at AS "expiresAt", k.used_at AS "usedAt",
      k.used_child_id AS "usedChildId", k.revoked_at AS "revokedAt"
    FROM pair_code k JOIN child c ON c.municipality_id = k.municipality_id AND c.id = k.child_id
    WHERE k.municipality_id = ${deps.municipality.id}
      AND k.code_hash = ANY (ARRAY(SELECT decode(hash, 'hex') FROM unnest(${possibleHashes(deps, code)}::text[]) AS hash))
    ${lock ? sql`FOR UPDATE OF k` : sql``}`
  if (!row) throw new Problem('pair-code-unknown')
  return row
}

/**
 * Who knows a code has it from the other family: they are told what became of it.
 * @throws Problem pair-code-used, pair-code-ended, pair-code-expired
 */
export function holdToOpen(deps: Dependencies, found: FoundPairCode): void {
  if (found.usedAt) throw new Problem('pair-code-used')
  if (found.revokedAt) throw new Problem('pair-code-ended')
  if (found.expiresAt <= deps.clock()) throw new Problem('pair-code-expired')
}

/**
 * With whom, and at what: of the other child the first name only. Changes nothing.
 * @throws Problem pair-code-unknown, pair-code-used, pair-code-ended, pair-code-expired
 */
export async function previewPairCode(deps: Dependencies, code: string): Promise<PairPreview> {
  const found = await findPairCode(deps, deps.db, code)
  holdToOpen(deps, found)
  const now = deps.clock()
  const [row] = await deps.db.sql<{
    title: string
    placeName: string
    firstDate: string | null
    lastDate: string | null
    weekdays: number[]
    start: Date | null
    end: Date | null
    free: number
  }>`
    SELECT a.title, p.name AS "placeName", o.first_date AS "firstDate", o.last_date AS "lastDate", o.weekdays,
      n.starts_at AS start, n.ends_at AS end, CASE WHEN o.waiting > 0 THEN 0 ELSE greatest(o.capacity - o.taken - o.held, 0) END AS free
    FROM offering o
    JOIN activity a ON a.municipality_id = o.municipality_id AND a.id = o.activity_id
    JOIN place p ON p.municipality_id = o.municipality_id AND p.id = o.place_id
    LEFT JOIN LATERAL (
      SELECT s.starts_at, s.ends_at FROM session s
      WHERE s.municipality_id = o.municipality_id AND s.offering_id = o.id AND s.cancelled_at IS NULL
      ORDER BY s.ends_at < ${now}, s.starts_at LIMIT 1) n ON true
    WHERE o.municipality_id = ${deps.municipality.id} AND o.id = ${found.offeringId} AND o.status <> 'draft'`
  if (!row) throw new Problem('pair-code-ended')
  const { start, end, free, ...offering } = row
  const time = (moment: Date | null) =>
    moment ? timeOf(toLocal(moment, deps.municipality.timeZone).minutes) : null
  return {
    firstName: found.firstName,
    offering: { id: found.offeringId, ...offering, startTime: time(start), endTime: time(end) },
    free,
    mayWait: found.mayWait,
    expiresAt: found.expiresAt.toISOString(),
  }
}

import { inTransaction, type Transaction } from '@portal/db/transaction.ts'
import type { PupilImport } from '@portal/shared/pupils/pupil-import.ts'
import type { Actor } from '../../access/actor.ts'
import type { Dependencies } from '../../app-env.ts'
import { Problem } from '../../http/problem.ts'
import { holdToOwnSchool } from '../../schools/own-school.ts'

/** Held by the transaction that brings a file in, from before its row is seen until it is over. */
export async function holdImport(tx: Transaction, importId: string): Promise<void> {
  await tx.sql`SELECT pg_advisory_xact_lock(hashtextextended('import ' || ${importId}, 0))`
}

/**
 * Writes down that an import failed, when its row says that it is running and yet no transaction holds its lock: the process or its
 * connection died, in whatever process that was. What it wrote is gone with it.
 */
export function failIfInterrupted(deps: Dependencies, importId: string): Promise<void> {
  return inTransaction(deps.db, async (tx) => {
    const [lock] = await tx.sql<{ isFree: boolean }>`
      SELECT pg_try_advisory_xact_lock(hashtextextended('import ' || ${importId}, 0)) AS "isFree"`
    if (!lock?.isFree) return
    // Looked at after the lock: an import that has just ended well is done by now.
    await tx.sql`
      UPDATE pupil_import SET status = 'failed', ended_at = ${deps.clock()}
      WHERE municipality_id = ${deps.municipality.id} AND id = ${importId} AND status = 'running'`
  })
}

type Row = Omit<PupilImport, 'startedAt' | 'endedAt'> & { startedAt: Date; endedAt: Date | null }

/** How far an import is, or what came of it. @throws Problem not-found */
export async function findImport(
  deps: Dependencies,
  actor: Actor,
  schoolId: string,
  importId: string,
): Promise<PupilImport> {
  holdToOwnSchool(actor, schoolId)
  const read = async () => {
    const [row] = await deps.db.sql<Row>`
      SELECT id, format, status, total, done, added, changed, unchanged, started_at AS "startedAt", ended_at AS "endedAt"
      FROM pupil_import
      WHERE municipality_id = ${deps.municipality.id} AND school_id = ${schoolId} AND id = ${importId}`
    if (!row) throw new Problem('not-found')
    return { ...row, startedAt: row.startedAt.toISOString(), endedAt: row.endedAt?.toISOString() ?? null }
  }
  const found = await read()
  if (found.status !== 'running') return found
  await failIfInterrupted(deps, importId)
  return read()
}
